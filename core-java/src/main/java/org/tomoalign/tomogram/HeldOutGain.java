package org.tomoalign.tomogram;

/**
 * What windows that were held out say about a refined geometry: the sum over them of the correlation with the geometry
 * that was refined without them, minus that with the input's.
 *
 * @param gain    in units of log-likelihood; positive: better than the input
 * @param error   its standard error
 * @param percent the gain in per cent of the input's correlation in the same windows
 * @param windows how many windows were held out
 */
public record HeldOutGain(double gain, double error, double percent, int windows) {
    /** No window was held out. */
    public static final HeldOutGain NONE = new HeldOutGain(0, 0, 0, 0);

    /** Returns whether the windows say that the result is better than the input, by two standard errors. */
    public boolean better() {
        return gain > 2 * error;
    }

    /** Returns whether they say that it is worse. */
    public boolean worse() {
        return gain < -2 * error;
    }

    /** Returns the standard error of the gain in per cent of the input's correlation. */
    public double percentError() {
        return gain == 0 ? 0 : Math.abs(percent * error / gain);
    }
}
