package org.tomoalign.cli;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.tomoalign.alignment.posterior.PosteriorSettings;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import picocli.CommandLine.Option;

/** Priors on the geometry, weights of images and particles, and the verdict. */
final class PosteriorOptions {
    @Option(names = "--no_prior", description = "no priors on angles, shifts, positions and deformations: the plain likelihood, "
            + "as in RELION")
    private boolean noPrior;

    @Option(names = "--prior_angle", paramLabel = "DEG", description = "spread of the prior on the rotations of an image "
            + "(default: learned from each tomogram)")
    private Double angle;

    @Option(names = "--prior_shift", paramLabel = "Å", description = "spread of the prior on the shifts of an image "
            + "(default: learned)")
    private Double shift;

    @Option(names = "--prior_position", paramLabel = "Å", description = "spread of the prior on a particle's coordinates "
            + "(default: learned)")
    private Double position;

    @Option(names = "--no_weights", description = "do not weight images and particles by their signal")
    private boolean noWeights;

    @Option(names = "--folds", paramLabel = "N", description = "how many quarters of the windows are held out in turn to judge the "
            + "result, 0 to 4 (default: 4, or 1 for a tomogram with 10000 windows or more)")
    private Integer folds;

    @Option(names = "--cycles", paramLabel = "N", defaultValue = "1", description = "compute the correlations again around the "
            + "refined positions, N times in all, or until these rest (default: ${DEFAULT-VALUE})")
    private int cycles;

    /**
     * Returns the settings.
     *
     * @param compat whether RELION is reproduced, which has none of it
     */
    PosteriorSettings settings(boolean compat) {
        if (!compat) {
            return new PosteriorSettings(!noPrior, optional(angle), optional(shift), optional(position), !noWeights,
                    folds == null ? OptionalInt.empty() : OptionalInt.of(folds));
        }
        if (angle != null || shift != null || position != null || folds != null) {
            throw new InputException(Message.of(angle != null ? Setting.ANGLE_SPREAD : shift != null ? Setting.SHIFT_SPREAD
                    : position != null ? Setting.POSITION_SPREAD : Setting.FOLDS,
                    ": found --relion_compat with it, expected one of them, since RELION has no such thing"));
        }
        return PosteriorSettings.OFF;
    }

    /** Returns how often windows are computed. */
    int cycles() {
        return cycles;
    }

    private static OptionalDouble optional(Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
