package org.tomoalign.alignment.posterior;

import java.util.Arrays;

/**
 * How strong the signal of images and particles is, 1 where it is as strong as the reference predicts. The log-likelihood of
 * an amplitude a b of image and particle in a window is {@code a b C - (a b)^2 P / 2}, C its correlation, P the predicted
 * power. With normal priors around 1, and the optimism of the fit taken off C (half a unit per unknown that was fitted), the
 * maximum over the a for given b, and over the b for given a, is a quotient of sums.
 *
 * @param images    a per chronological image; 0 where no window counts
 * @param particles b per particle; 0 where no window counts
 */
public record SignalWeights(double[] images, double[] particles) {
    /* Of the priors: a standard deviation of 0.5. */
    private static final double PRECISION = 4;
    private static final int ALTERNATIONS = 3;

    /** Returns weights of 1. */
    static SignalWeights ones(int images, int particles) {
        SignalWeights out = new SignalWeights(new double[images], new double[particles]);
        Arrays.fill(out.images, 1);
        Arrays.fill(out.particles, 1);
        return out;
    }

    /** Returns these with weights of 1 for some images and particles. */
    SignalWeights withFull(boolean[] ofImages, boolean[] ofParticles) {
        return new SignalWeights(full(images, ofImages), full(particles, ofParticles));
    }

    private static double[] full(double[] weights, boolean[] chosen) {
        double[] out = weights.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] = chosen[i] ? 1 : out[i];
        }
        return out;
    }

    /** Returns these with weights of 1 for all images. */
    SignalWeights withFullImages() {
        return new SignalWeights(ones(images.length, 0).images, particles);
    }

    /** Returns these with weights of 1 for all particles. */
    SignalWeights withFullParticles() {
        return new SignalWeights(images, ones(0, particles.length).particles);
    }

    /**
     * Returns the expected sums of weighted windows by image, if these are the weights.
     *
     * @param factors of the windows
     * @param power   predicted, per window
     */
    double[] imagePowers(double[] factors, double[] power) {
        double[] weights = ofWindows();
        double[] out = new double[images.length];
        for (int w = 0; w < factors.length; w++) {
            out[w % images.length] += factors[w] * weights[w] * power[w];
        }
        return out;
    }

    /** Returns the same by particle. */
    double[] particlePowers(double[] factors, double[] power) {
        double[] weights = ofWindows();
        double[] out = new double[particles.length];
        for (int w = 0; w < factors.length; w++) {
            out[w / images.length] += factors[w] * weights[w] * power[w];
        }
        return out;
    }

    /** Returns the weight of every window, {@code p F + t}. */
    double[] ofWindows() {
        double[] out = new double[images.length * particles.length];
        for (int w = 0; w < out.length; w++) {
            out[w] = images[w % images.length] * particles[w / images.length];
        }
        return out;
    }

    /**
     * Returns the weights that fit best, found in alternation from these.
     *
     * @param correlation    C per window {@code p F + t}; 0 where a window does not count
     * @param power          P per window; 0 where a window does not count
     * @param perImage       unknowns fitted per image
     * @param perParticle    unknowns fitted per particle
     */
    SignalWeights fit(double[] correlation, double[] power, double perImage, double perParticle) {
        double[] a = images.clone();
        double[] b = particles.clone();
        for (int k = 0; k < ALTERNATIONS; k++) {
            double[] sums = new double[a.length];
            double[] powers = new double[a.length];
            for (int w = 0; w < power.length; w++) {
                double factor = b[w / a.length];
                sums[w % a.length] += factor * correlation[w];
                powers[w % a.length] += factor * factor * power[w];
            }
            setQuotients(a, sums, powers, perImage);
            sums = new double[b.length];
            powers = new double[b.length];
            for (int w = 0; w < power.length; w++) {
                double factor = a[w % a.length];
                sums[w / a.length] += factor * correlation[w];
                powers[w / a.length] += factor * factor * power[w];
            }
            setQuotients(b, sums, powers, perParticle);
        }
        return new SignalWeights(a, b);
    }

    /**
     * Returns the logarithm of the likelihood of an amplitude's data, with the amplitude that fits best and its prior.
     *
     * @param correlation sum of the windows
     * @param power       sum of their predicted power
     */
    static double logLikelihood(double correlation, double power) {
        double a = Math.max(0, (correlation + PRECISION) / (power + PRECISION));
        return a * correlation - 0.5 * a * a * power - 0.5 * PRECISION * (a - 1) * (a - 1);
    }

    private static void setQuotients(double[] out, double[] sums, double[] powers, double fitted) {
        for (int i = 0; i < out.length; i++) {
            out[i] = powers[i] == 0 ? 0
                    : Math.max(0, (sums[i] - 0.5 * fitted + PRECISION) / (powers[i] + PRECISION));
        }
    }
}
