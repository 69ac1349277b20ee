package org.tomoalign.cli;

import java.util.Optional;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.input.InputException;
import picocli.CommandLine.Option;

/** The particles' motion and its prior. */
final class MotionOptions {
    @Option(names = "--motion", description = "refine the particles' 3-D motion")
    private boolean motion;

    @Option(names = "--s_vel", paramLabel = "Å/DOSE", defaultValue = "0.5",
            description = "velocity sigma (default: ${DEFAULT-VALUE})")
    private double velocity;

    @Option(names = "--s_div", paramLabel = "Å", defaultValue = "5000",
            description = "distance over which motions differ, times the dose per image (default: ${DEFAULT-VALUE})")
    private double divergence;

    @Option(names = "--abs_params", description = "do not scale --s_vel and --s_div by the dose per image")
    private boolean absolute;

    @Option(names = "--sq_exp_ker", description = "squared-exponential instead of exponential covariance")
    private boolean squaredExponential;

    @Option(names = "--max_ed", paramLabel = "N", defaultValue = "-1",
            description = "largest number of eigendeformations; negative: all (default: ${DEFAULT-VALUE})")
    private int maxEigendeformations;

    /** Returns the prior, if motion is to be refined. */
    Optional<MotionSettings> settings() {
        if (!motion) {
            return Optional.empty();
        }
        require(velocity > 0, "--s_vel " + velocity + ": expected a velocity above 0");
        require(divergence > 0, "--s_div " + divergence + ": expected a distance above 0");
        require(maxEigendeformations != 0, "--max_ed 0: no motion would be left, expected a positive number, or -1 for all");
        return Optional.of(new MotionSettings(
                velocity, divergence, !absolute, squaredExponential, Math.max(-1, maxEigendeformations)));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new InputException(message);
        }
    }
}
