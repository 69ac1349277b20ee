package org.tomoalign.cli;

import java.util.Optional;
import org.tomoalign.alignment.model.MotionSettings;
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

    @Option(names = "--train", description = "find --s_vel and --s_div by windows that are held out, beginning with those "
            + "given (not in RELION)")
    private boolean train;

    /** Returns whether the prior is to be trained. */
    boolean train() {
        return train;
    }

    /** Returns the prior, if motion is to be refined. */
    Optional<MotionSettings> settings() {
        return motion ? Optional.of(new MotionSettings(
                velocity, divergence, !absolute, squaredExponential, maxEigendeformations)) : Optional.empty();
    }
}
