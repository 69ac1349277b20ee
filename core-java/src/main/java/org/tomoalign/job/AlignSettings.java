package org.tomoalign.job;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.SpectralWeights;
import org.tomoalign.input.InputException;
import org.tomoalign.project.Refined;
import org.tomoalign.reference.ShellWeights;

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
 * @param threads       worker threads ({@code --j})
 */
public record AlignSettings(
        int box, int range, int pad, int maxIterations, AlignmentOptions alignment, Optional<MotionSettings> motion,
        ShellWeights.Options shells, SpectralWeights.Options weights, boolean compat, boolean autoScale,
        Optional<DeformationSettings> deformation, AlignmentMode mode, int threads) {
    /** Smallest box that leaves something inside the soft edges. */
    private static final int SMALLEST_BOX = 16;

    /**
     * Checks the numbers.
     *
     * @throws InputException naming the option, what was found and what was expected
     */
    public AlignSettings {
        require(box >= SMALLEST_BOX && box % 2 == 0, "--b " + box + ": expected an even box size of at least "
                + SMALLEST_BOX + " px");
        require(range >= 1, "--r " + range + ": expected at least 1 px");
        require(pad >= 1, "--pad " + pad + ": expected a whole number of at least 1");
        require(CorrelationStack.side(range, pad) <= box * pad, "--r " + range + ": does not fit a box of " + box
                + " px, expected at most " + (box - 2 * CorrelationStack.FRAME) / 2);
        require(maxIterations >= 0, "--it " + maxIterations + ": expected 0 or more iterations");
        deformation.ifPresent(AlignSettings::check);
        require(!mode.onlyShifts() || motion.isEmpty(),
                "--shift_only --motion: found both, expected one of them, since only shifts are refined");
        require(!mode.onlyShifts() || deformation.isEmpty(),
                "--shift_only: found --deformation or --aniso with it, expected one of them, since only shifts are refined");
        require(threads >= 1, "--j " + threads + ": expected at least 1 thread");
        require(Double.isFinite(weights.ramp()), "--srp " + weights.ramp() + ": expected a finite number");
        require(Double.isFinite(weights.highPass()), "--hp " + weights.highPass() + ": expected a finite number");
        require(Double.isFinite(shells.cutoff()), "--freq_cutoff " + shells.cutoff() + ": expected a finite number");
        require(weights.cutoff() >= 0, "--cutoff_fract " + weights.cutoff() + ": expected 0 or more");
        require(shells.flank() >= 0, "--fsc_thresh_width " + shells.flank() + ": expected 0 or more shells");
    }

    /** Returns RELION's defaults: a static refinement of everything. */
    public static AlignSettings of(int box, int range, int threads) {
        return new AlignSettings(box, range, 1, 10_000, AlignmentOptions.DEFAULT, Optional.empty(),
                ShellWeights.Options.DEFAULT, SpectralWeights.Options.DEFAULT, false, false, Optional.empty(),
                AlignmentMode.FULL, threads);
    }

    /** Returns these settings with another padding. */
    public AlignSettings withPad(int other) {
        return new AlignSettings(box, range, other, maxIterations, alignment, motion, shells, weights, compat, autoScale,
                deformation, mode, threads);
    }

    /** Returns these settings with or without RELION's quirks. */
    public AlignSettings withCompat(boolean other) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, motion, shells, weights, other, autoScale,
                deformation, mode, threads);
    }

    /** Returns these settings with motion. */
    public AlignSettings withMotion(MotionSettings prior) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, Optional.of(prior), shells, weights, compat,
                autoScale, deformation, mode, threads);
    }

    /** Returns these settings with deformations. */
    public AlignSettings withDeformation(DeformationSettings refined) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, motion, shells, weights, compat, autoScale,
                Optional.of(refined), mode, threads);
    }

    /** Returns these settings for another kind of job. */
    public AlignSettings withMode(AlignmentMode other) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, motion, shells, weights, compat, autoScale,
                deformation, other, threads);
    }

    /** Returns these settings with other weights of frequencies and of the reference's shells. */
    public AlignSettings withWeights(ShellWeights.Options otherShells, SpectralWeights.Options otherWeights) {
        return new AlignSettings(box, range, pad, maxIterations, alignment, motion, otherShells, otherWeights, compat,
                autoScale, deformation, mode, threads);
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

    private static void check(DeformationSettings d) {
        require(d.gridWidth() >= 1 && d.gridHeight() >= 1, "--def_w " + d.gridWidth() + ", --def_h " + d.gridHeight()
                + ": expected a grid of at least 1 x 1");
        double regulariser = d.regulariser().orElse(0);
        require(regulariser >= 0, "--def_reg " + regulariser + ": expected 0 or more");
        try {
            d.field(1, 1);
        } catch (IllegalArgumentException e) {
            throw new InputException("--def_w " + d.gridWidth() + ", --def_h " + d.gridHeight() + ": "
                    + e.getMessage(), e);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new InputException(message);
        }
    }
}
