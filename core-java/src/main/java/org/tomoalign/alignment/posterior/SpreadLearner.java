package org.tomoalign.alignment.posterior;

/**
 * Learns the spread s of a group of unknowns u with normal priors from their values at the optimum and their posterior
 * variances V, both found with a spread s_0.
 *
 * <p>With {@code r = 1 - V / s_0^2}, the part of an unknown that the data determine, and taking the unknowns as independent, the
 * data say of each that it is {@code u / r} with a variance of {@code s_0^2 (1 - r) / r}. The likelihood of s is
 * <pre>
 *   log L = -1/2 sum (log q + u^2 / (s_0^2 r q)),   q = r s^2 / s_0^2 + 1 - r.
 * </pre>
 * Its maximum, repeated from there, is the fixed point {@code s^2 = sum u^2 / sum r} of D. J. C. MacKay, "Bayesian
 * interpolation", Neural Computation 4 (1992) 415-447. Where the data say little about the spread, the maximum is often at 0,
 * and the answer then too sure that the input was perfect. Here s has a posterior, and the answer is the spread at which the data
 * determine as much as they do on its average. Where they say much, the two are the same. The prior of s is between one that is
 * flat in s and one that is flat in its logarithm: with the former the predicted errors of good input (0.2 px) are a third too
 * large where there are two or three particles, with the latter those of fair input (0.7 px) are a third too small.
 */
final class SpreadLearner {
    /* Steps of the logarithm of the spread. */
    private static final int STEPS = 80;
    /* Unknowns, counted as far as the data determine them: with less than this nothing can be learned. */
    private static final double NOTHING = 1e-6;
    private static final double ALIKE = 1e-3;

    private final double least;
    private final double most;

    /**
     * @param least the smallest spread that is possible
     * @param most  the largest
     */
    SpreadLearner(double least, double most) {
        this.least = least;
        this.most = most;
    }

    /**
     * Returns the next spread; the same where the data determine none of the unknowns.
     *
     * @param u         values at the optimum, in units of the spread
     * @param variances of the posterior, in the square of these units
     * @param spread    s_0, with which both were found
     */
    double next(double[] u, double[] variances, double spread) {
        double determinedNow = 0;
        for (double variance : variances) {
            determinedNow += Math.max(0, 1 - variance / (spread * spread));
        }
        if (determinedNow < NOTHING) {
            return spread;
        }
        double[] s = new double[STEPS + 1];
        double[] logLikelihood = new double[STEPS + 1];
        double[] determined = new double[STEPS + 1];
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k <= STEPS; k++) {
            s[k] = least * Math.pow(most / least, (double) k / STEPS);
            double square = s[k] * s[k] / (spread * spread);
            for (int i = 0; i < u.length; i++) {
                double r = 1 - variances[i] / (spread * spread);
                if (r > 0) {
                    double q = r * square + 1 - r;
                    logLikelihood[k] -= 0.5 * (Math.log(q) + u[i] * u[i] / (spread * spread * r * q));
                    determined[k] += r * square / q;
                }
            }
            highest = Math.max(highest, logLikelihood[k]);
        }
        double sum = 0;
        double mean = 0;
        double meanLogarithm = 0;
        for (int k = 0; k <= STEPS; k++) {
            double weight = Math.exp(logLikelihood[k] - highest) * Math.sqrt(s[k]);
            sum += weight;
            mean += weight * determined[k];
            meanLogarithm += weight * Math.log(s[k]);
        }
        mean /= sum;
        if (determined[STEPS] - determined[0] < ALIKE * determined[STEPS]) {
            // Data that determine everything under any spread tell it by the unknowns alone.
            return Math.exp(meanLogarithm / sum);
        }
        int above = 1;
        while (above < STEPS && determined[above] < mean) {
            above++;
        }
        double rise = determined[above] - determined[above - 1];
        double part = rise > 0 ? Math.clamp((mean - determined[above - 1]) / rise, 0, 1) : 0;
        return s[above - 1] * Math.pow(s[above] / s[above - 1], part);
    }
}
