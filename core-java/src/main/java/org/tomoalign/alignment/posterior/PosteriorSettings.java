package org.tomoalign.alignment.posterior;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;

/**
 * What is asked about the posterior.
 *
 * @param prior    whether images, particles and deformations have normal priors around the input's geometry
 * @param angle    spread of an image's rotation about each axis, degrees; empty: learned from the tomogram
 * @param shift    spread of an image's shift along each axis, Å; empty: learned
 * @param position spread of a particle's coordinate, Å; empty: learned
 * @param weights  whether images and particles are weighted by their signal
 * @param folds    how many of four folds of the windows are held out in turn; 0: none; empty: one where there are many
 *                 windows, else all four
 */
public record PosteriorSettings(
        boolean prior, OptionalDouble angle, OptionalDouble shift, OptionalDouble position, boolean weights,
        OptionalInt folds) {
    /** Everything is learned. */
    public static final PosteriorSettings DEFAULT = new PosteriorSettings(true, OptionalDouble.empty(),
            OptionalDouble.empty(), OptionalDouble.empty(), true, OptionalInt.empty());

    /** The plain likelihood, and no verdict. */
    public static final PosteriorSettings OFF = new PosteriorSettings(false, OptionalDouble.empty(),
            OptionalDouble.empty(), OptionalDouble.empty(), false, OptionalInt.of(0));

    /**
     * Checks the numbers, and that they go together.
     *
     * @throws org.tomoalign.input.InputException naming the setting, what was found and what was expected
     */
    public PosteriorSettings {
        requireSpread(Setting.ANGLE_SPREAD, angle, "degrees", prior);
        requireSpread(Setting.SHIFT_SPREAD, shift, "Å", prior);
        requireSpread(Setting.POSITION_SPREAD, position, "Å", prior);
        folds.ifPresent(n -> Setting.FOLDS.require(n >= 0 && n <= Folds.COUNT, n, "0 to " + Folds.COUNT + " folds"));
    }

    private static void requireSpread(Setting name, OptionalDouble spread, String unit, boolean prior) {
        spread.ifPresent(value -> {
            name.require(value > 0 && Double.isFinite(value), value, "a positive number of " + unit);
            if (!prior) {
                throw new InputException(
                        Message.of(name, ": found ", Setting.NO_PRIOR, " with it, expected one of them"));
            }
        });
    }

    /** Returns whether nothing is asked. */
    public boolean isOff() {
        return !prior && !weights && folds.orElse(Folds.COUNT) == 0;
    }

    /** Returns whether the user fixed a group's spread. */
    boolean fixes(PriorGroup group) {
        return switch (group) {
            case ANGLE -> angle.isPresent();
            case SHIFT -> shift.isPresent();
            case POSITION -> position.isPresent();
            case DEFORMATION -> false;
        };
    }

    /**
     * Returns the spreads to start from: the fixed ones, or wide ones.
     *
     * @param pixelSize Å
     */
    PriorSpreads start(double pixelSize) {
        PriorSpreads wide = PriorSpreads.WIDE;
        return new PriorSpreads(angle.isPresent() ? Math.toRadians(angle.getAsDouble()) : wide.angle(),
                shift.isPresent() ? shift.getAsDouble() / pixelSize : wide.shift(),
                position.isPresent() ? position.getAsDouble() / pixelSize : wide.position(), wide.deformation());
    }
}
