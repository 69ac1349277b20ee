package org.tomoalign.alignment.posterior;

import org.tomoalign.alignment.model.WindowCurvature;

/**
 * How sharply a window of weight 1 is expected to hold a displacement, image by image: its second derivatives at the true
 * position. A single window's are mostly noise. They are averaged over the particles of the image; where these are few, what
 * neighbouring images say about the ratio of curvature and predicted power, which changes slowly with the dose, counts as much
 * as {@value #NEIGHBOURS} more particles.
 *
 * @param xx per chronological image, px^-2; positive definite
 * @param xy per image
 * @param yy per image
 */
record ExpectedCurvature(double[] xx, double[] xy, double[] yy) {
    private static final double NEIGHBOURS = 8;
    /* Images up to so many steps away count, less with the distance. */
    private static final int REACH = 6;
    /* Of the mean curvature: the least eigenvalue. */
    private static final double FLOOR = 1e-3;
    private static final double COMMON = 30;

    /**
     * Estimates.
     *
     * @param windows at the optimum, without weights
     * @param weights of the windows; 0 where they do not count
     * @param power   predicted, per window; 0 where they do not count
     */
    static ExpectedCurvature of(WindowCurvature windows, double[] weights, double[] power, int images) {
        // Per image: w K (three elements), w^2, w^2 P.
        double[][] sums = new double[5][images];
        double[] powers = new double[images];
        double[] counts = new double[images];
        for (int i = 0; i < weights.length; i++) {
            int t = i % images;
            double w = weights[i];
            sums[0][t] += w * windows.kxx[i];
            sums[1][t] += w * windows.kxy[i];
            sums[2][t] += w * windows.kyy[i];
            sums[3][t] += w * w;
            sums[4][t] += w * w * power[i];
            powers[t] += power[i];
            counts[t] += power[i] == 0 ? 0 : 1;
        }
        double[][] k = new double[3][images];
        double mean = 0;
        for (int t = 0; t < images; t++) {
            double weighted = 0;
            double[] near = new double[3];
            for (int other = Math.max(0, t - REACH + 1); other < Math.min(images, t + REACH); other++) {
                double closeness = REACH - Math.abs(t - other);
                weighted += closeness * sums[4][other];
                for (int i = 0; i < 3; i++) {
                    near[i] += closeness * sums[i][other];
                }
            }
            for (int i = 0; i < 3 && counts[t] > 0 && weighted > 0; i++) {
                k[i][t] = (sums[i][t] + NEIGHBOURS * powers[t] / counts[t] * near[i] / weighted)
                        / (sums[3][t] + NEIGHBOURS);
            }
            mean += Math.max(0, k[0][t] + k[2][t]) / (2 * images);
        }
        for (int t = 0; t < images; t++) {
            clamp(k, t, mean > 0 ? FLOOR * mean : 1);
        }
        return new ExpectedCurvature(k[0], k[1], k[2]);
    }

    /** Raises the eigenvalues to a floor. */
    private static void clamp(double[][] k, int t, double floor) {
        double middle = 0.5 * (k[0][t] + k[2][t]);
        double half = 0.5 * (k[0][t] - k[2][t]);
        double radius = Math.hypot(half, k[1][t]);
        double high = Math.max(middle + radius, floor);
        double low = Math.max(middle - radius, floor);
        double scale = radius > 0 ? 0.5 * (high - low) / radius : 0;
        k[0][t] = 0.5 * (high + low) + scale * half;
        k[1][t] *= scale;
        k[2][t] = 0.5 * (high + low) - scale * half;
    }

    /** Returns by what a window's curvature exceeds that of a window of weight 1: {@code w^2} over the image's dispersion. */
    static double[] factors(double[] weights, double[] dispersion) {
        double[] out = new double[weights.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = weights[i] * weights[i] / dispersion[i % dispersion.length];
        }
        return out;
    }

    /** Returns the curvatures of weighted windows. */
    WindowCurvature ofWindows(double[] weights, double[] dispersion) {
        double[] factors = factors(weights, dispersion);
        WindowCurvature out = new WindowCurvature(weights.length);
        for (int i = 0; i < weights.length; i++) {
            int t = i % xx.length;
            out.kxx[i] = factors[i] * xx[t];
            out.kxy[i] = factors[i] * xy[t];
            out.kyy[i] = factors[i] * yy[t];
        }
        return out;
    }

    /**
     * Returns, image by image, how much larger the gradients at the optimum are than the curvature promises: the mean over the
     * windows of {@code g^T g / tr K}, corrected for what was fitted, and not less than 1. It is about 1 where noise is all that
     * a prediction does not explain, and more where neighbours overlap or particles move. The mean of all images counts as much
     * as {@value #COMMON} windows.
     *
     * @param windows at the optimum, without weights
     * @param weights of the windows
     * @param fitted  number of unknowns that the windows determine
     */
    double[] dispersion(WindowCurvature windows, double[] weights, double fitted) {
        double[] ratios = new double[xx.length];
        int[] counts = new int[xx.length];
        double all = 0;
        int counted = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                int t = i % xx.length;
                double ratio = (windows.gx[i] * windows.gx[i] + windows.gy[i] * windows.gy[i]) / (xx[t] + yy[t]);
                ratios[t] += ratio;
                counts[t]++;
                all += ratio;
                counted++;
            }
        }
        // With as many unknowns as numbers nothing is left to measure.
        double correction = 2.0 * counted > 2 * fitted ? 2.0 * counted / (2.0 * counted - fitted) : 0;
        double[] out = new double[xx.length];
        for (int t = 0; t < out.length; t++) {
            double mean = counted == 0 ? 0 : (ratios[t] + COMMON * all / counted) / (counts[t] + COMMON);
            out[t] = Math.max(1, correction * mean);
        }
        return out;
    }
}
