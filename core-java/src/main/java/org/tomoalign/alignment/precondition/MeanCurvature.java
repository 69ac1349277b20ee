package org.tomoalign.alignment.precondition;

import org.tomoalign.alignment.model.WindowCurvature;

/**
 * The mean curvature of the windows, image by image: the mean over the particles of |K|, where K is the second derivative
 * of a window's cost and |K| has the absolute values of its eigenvalues. A single window's curvature is mostly noise, and
 * negative as often as not; the mean of |K| is what a preconditioner needs.
 *
 * @param xx per image, px^-2
 * @param xy per image
 * @param yy per image
 */
public record MeanCurvature(double[] xx, double[] xy, double[] yy) {
    /* Images with hardly any curvature still get this fraction of the mean over all images: systems stay regular. */
    private static final double FLOOR = 0.05;

    static MeanCurvature of(WindowCurvature k, int particles, int images) {
        MeanCurvature s = new MeanCurvature(new double[images], new double[images], new double[images]);
        double[] m = new double[3];
        for (int p = 0; p < particles; p++) {
            for (int t = 0; t < images; t++) {
                int w = p * images + t;
                clamp(k.kxx[w], k.kxy[w], k.kyy[w], true, 0, m);
                s.xx[t] += m[0] / particles;
                s.xy[t] += m[1] / particles;
                s.yy[t] += m[2] / particles;
            }
        }
        double mean = 0;
        for (int t = 0; t < images; t++) {
            mean += (s.xx[t] + s.yy[t]) / (2 * images);
        }
        double floor = mean > 0 ? FLOOR * mean : 1;
        for (int t = 0; t < images; t++) {
            clamp(s.xx[t], s.xy[t], s.yy[t], false, floor, m);
            s.xx[t] = m[0];
            s.xy[t] = m[1];
            s.yy[t] = m[2];
        }
        return s;
    }

    /** Writes |K|: xx, xy, yy. */
    static void absolute(double xx, double xy, double yy, double[] out) {
        clamp(xx, xy, yy, true, 0, out);
    }

    /** Replaces the eigenvalues of a symmetric 2x2 matrix by their absolute values, or by a floor if they are smaller. */
    private static void clamp(double xx, double xy, double yy, boolean absolute, double floor, double[] out) {
        double mean = 0.5 * (xx + yy);
        double half = 0.5 * (xx - yy);
        double radius = Math.hypot(half, xy);
        double high = mean + radius;
        double low = mean - radius;
        high = Math.max(absolute ? Math.abs(high) : high, floor);
        low = Math.max(absolute ? Math.abs(low) : low, floor);
        double newMean = 0.5 * (high + low);
        double scale = radius > 0 ? 0.5 * (high - low) / radius : 0;
        out[0] = newMean + scale * half;
        out[1] = scale * xy;
        out[2] = newMean - scale * half;
    }
}
