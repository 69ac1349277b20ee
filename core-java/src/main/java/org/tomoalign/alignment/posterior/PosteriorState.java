package org.tomoalign.alignment.posterior;

/**
 * What the refinement of a tomogram's posterior has found so far, and may go on from.
 *
 * @param x          the unknowns
 * @param spreads    of the priors
 * @param weights    of images and particles
 * @param dispersion per chronological image, by how much the variance of the windows' gradients exceeds what noise alone
 *                   would cause; at least 1
 */
public record PosteriorState(double[] x, PriorSpreads spreads, SignalWeights weights, double[] dispersion) {
    /** Returns the same with other unknowns. */
    public PosteriorState at(double[] other) {
        return new PosteriorState(other, spreads, weights, dispersion);
    }

    /** Returns the same with other weights. */
    PosteriorState with(SignalWeights other) {
        return new PosteriorState(x, spreads, other, dispersion);
    }

    /** Returns the windows' factors in the cost: their weights, less where the likelihood is too sure. */
    double[] factors() {
        double[] out = weights.ofWindows();
        for (int i = 0; i < out.length; i++) {
            out[i] /= dispersion[i % dispersion.length];
        }
        return out;
    }

    /** Returns the mean dispersion of the images. */
    public double meanDispersion() {
        double sum = 0;
        for (double d : dispersion) {
            sum += d;
        }
        return sum / dispersion.length;
    }
}
