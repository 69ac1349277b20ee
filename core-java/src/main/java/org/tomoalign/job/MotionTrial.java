package org.tomoalign.job;

/**
 * What held-out windows say of a prior on motion.
 *
 * @param velocity   {@code --s_vel}
 * @param divergence {@code --s_div}
 * @param gain       of the held-out windows' correlation over the input's geometry, units of log-likelihood
 * @param behind     by how much the gain is behind that of the best trial
 * @param error      standard error of that difference
 */
public record MotionTrial(double velocity, double divergence, double gain, double behind, double error) {
    /** Returns whether the data tell this trial from the best one, by two standard errors. */
    boolean isWorse() {
        return behind > 2 * error;
    }
}
