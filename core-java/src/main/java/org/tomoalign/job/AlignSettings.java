package org.tomoalign.job;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.posterior.PosteriorSettings;
import org.tomoalign.correlation.SpectralWeights;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.project.Refined;
import org.tomoalign.reference.ShellWeights;
import org.tomoalign.tomogram.Visibility;

/**
 * What the user chose for the computation; files are not part of it.
 *
 * @param box           box size, px ({@code --b})
 * @param range         largest displacement, px ({@code --r})
 * @param pad           window pixels per px ({@code --pad})
 * @param maxIterations of the optimiser ({@code --it})
 * @param alignment     what is refined, on which images
 * @param motion        the prior on the particles' motion, if it is refined ({@code --motion})
 * @param shells        weights of the reference's shells
 * @param weights       weights of frequencies
 * @param compat        reproduce RELION's numerical quirks ({@code --relion_compat})
 * @param autoScale     correct the reference's grey scale ({@code --auto_scale})
 * @param deformation   deformations of the images to refine ({@code --deformation, --aniso}); none: they stay as they are
 * @param mode          what is refined
 * @param posterior     priors, weights and held-out windows of a full refinement ({@code --no_prior, --no_weights, --folds})
 * @param cycles        how often windows are computed and the geometry is refined at most ({@code --cycles})
 * @param threads       worker threads ({@code --j})
 */
public record AlignSettings(
        int box, int range, int pad, int maxIterations, AlignmentOptions alignment, Optional<MotionSettings> motion,
        ShellWeights.Options shells, SpectralWeights.Options weights, boolean compat, boolean autoScale,
        Optional<DeformationSettings> deformation, AlignmentMode mode, PosteriorSettings posterior, int cycles,
        int threads) {
    /** Smallest box that leaves something inside the soft edges. */
    private static final int SMALLEST_BOX = 16;
    /** A window's transform of this many pixels on a side takes 4 GB. */
    private static final int LARGEST_PADDED_BOX = 1 << 15;

    /**
     * Checks the numbers, and that what is refined goes together.
     *
     * @throws InputException naming the setting, what was found and what was expected
     */
    public AlignSettings {
        Setting.BOX.require(box >= SMALLEST_BOX && box % 2 == 0, box,
                "an even box size of at least " + SMALLEST_BOX + " px");
        Setting.BOX.require(box <= LARGEST_PADDED_BOX, box, "at most " + LARGEST_PADDED_BOX + " px");
        Setting.RANGE.require(range >= 1, range, "at least 1 px");
        Setting.PADDING.require(pad >= 1, pad, "a whole number of at least 1");
        Setting.PADDING.require((long) box * pad <= LARGEST_PADDED_BOX, pad,
                "at most " + LARGEST_PADDED_BOX / box + " with a box of " + box + " px");
        int largest = (box * pad - 2 * WindowShape.FRAME) / (2 * pad);
        if (range > largest) {
            throw new InputException(Message.of(Setting.RANGE, " ", range, ": does not fit a box of ", box,
                    " px, expected at most ", largest));
        }
        Setting.ITERATIONS.require(maxIterations >= 0, maxIterations, "0 or more iterations");
        Setting.CYCLES.require(cycles >= 1, cycles, "at least 1 cycle");
        Setting.THREADS.require(threads >= 1, threads, "at least 1 thread");
        requireOnlyShifts(mode, motion.isPresent(), Setting.MOTION);
        requireOnlyShifts(mode, deformation.isPresent(), deformation.filter(d -> d.kind().isInProjections()).isPresent()
                ? Setting.ANISOTROPY : Setting.DEFORMATION);
    }

    private static void requireOnlyShifts(AlignmentMode mode, boolean other, Setting name) {
        if (mode.onlyShifts() && other) {
            throw new InputException(Message.of(Setting.SHIFT_ONLY, ": found ", name,
                    " with it, expected one of them, since only shifts are refined"));
        }
    }

    /** Returns the defaults: a static refinement of everything, with priors and weights that are learned. */
    public static AlignSettings of(int box, int range, int threads) {
        return new AlignSettings(box, range, 1, 10_000, AlignmentOptions.DEFAULT, Optional.empty(),
                ShellWeights.Options.DEFAULT, SpectralWeights.Options.DEFAULT, false, false, Optional.empty(),
                AlignmentMode.FULL, PosteriorSettings.DEFAULT, 1, threads);
    }

    /** Returns these settings with another padding. */
    public AlignSettings withPad(int other) {
        return new AlignSettings(box, range, other, maxIterations, alignment, motion, shells, weights, compat, autoScale,
                deformation, mode, posterior, cycles, threads);
    }

    /** Returns these settings with RELION's quirks, which leaves only the plain likelihood, or without them. */
    public AlignSettings withCompat(boolean other) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, motion, shells, weights, other, autoScale,
                deformation, mode, other ? PosteriorSettings.OFF : posterior, cycles, threads);
    }

    /** Returns these settings with other priors and weights. */
    public AlignSettings withPosterior(PosteriorSettings other) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, motion, shells, weights, compat, autoScale,
                deformation, mode, other, cycles, threads);
    }

    /** Returns these settings with motion. */
    public AlignSettings withMotion(MotionSettings prior) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, Optional.of(prior), shells, weights, compat,
                autoScale, deformation, mode, posterior, cycles, threads);
    }

    /** Returns these settings with deformations. */
    public AlignSettings withDeformation(DeformationSettings refined) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, motion, shells, weights, compat, autoScale,
                Optional.of(refined), mode, posterior, cycles, threads);
    }

    /** Returns these settings for another kind of job. */
    public AlignSettings withMode(AlignmentMode other) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, motion, shells, weights, compat, autoScale,
                deformation, other, posterior, cycles, threads);
    }

    /** Returns these settings with other weights of frequencies and of the reference's shells. */
    public AlignSettings withWeights(ShellWeights.Options otherShells, SpectralWeights.Options otherWeights) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, motion, otherShells, otherWeights, compat,
                autoScale, deformation, mode, posterior, cycles, threads);
    }

    /**
     * Returns when particles take part in images: their own disc must lie on them; in RELION the whole box, and what lists of
     * visible frames leave out counts as well.
     *
     * @param particleRadius px
     */
    public Visibility visibility(double particleRadius) {
        return new Visibility(compat ? box / 2.0 : particleRadius, compat);
    }

    /** Returns the shape of correlation windows; where only shifts are measured, their highest pixels are looked for. */
    public WindowShape windowShape() {
        if (compat) {
            return WindowShape.withoutMargin(range, pad);
        }
        WindowShape shape = WindowShape.within(box, range, pad);
        return mode.onlyShifts() ? shape : shape.withSplines();
    }

    /** Returns what a job with these settings changes of a project besides its projections. */
    public Set<Refined> refined() {
        Set<Refined> refined = EnumSet.noneOf(Refined.class);
        if (!mode.onlyShifts()) {
            refined.add(Refined.POSITIONS);
        }
        if (motion.isPresent()) {
            refined.add(Refined.MOTION);
        }
        if (deformation.filter(d -> !d.kind().isInProjections()).isPresent()) {
            refined.add(Refined.DEFORMATIONS);
        }
        return refined;
    }
}
