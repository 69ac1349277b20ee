package org.tomoalign.simulate;

import java.util.List;
import java.util.Optional;

/**
 * How far an alignment is from the truth.
 *
 * @param series one entry per tilt series
 * @param total  over all of them; its name is "all"
 */
public record AlignmentScore(List<Entry> series, Entry total) {
    /**
     * The errors of one tilt series, before (as simulated) and after the alignment. Particles that are only listed, and
     * not on the images, are left out of all of them.
     *
     * @param name         of the series
     * @param particles    compared
     * @param images       per particle
     * @param rmsBefore    root mean square distance of projected positions from their true place, px
     * @param rmsAfter     the same after
     * @param medianAfter  median distance, px
     * @param maxAfter     largest distance, px
     * @param angleBefore  root mean square rotation of the tilt images, a common rotation removed, degrees
     * @param angleAfter   the same after
     * @param motionBefore root mean square of the non-rigid part of the true trajectories, Å: per particle their mean
     *                     over the images and per image their mean over the particles removed
     * @param motionAfter  the same of found minus true trajectories, Å
     * @param visible      errors over the windows that the program counts: the particle itself is on the image; empty
     *                     if there are none, or the project's images or mask are not there any more
     * @param boxed        errors over those that RELION counts: the whole box is on the image; empty also if the size
     *                     of the box was not given
     * @param errorRatios  what the standard errors are worth; empty if the alignment gave none
     * @param weights      that the alignment found; empty if it wrote none
     */
    public record Entry(
            String name, int particles, int images, double rmsBefore, double rmsAfter, double medianAfter,
            double maxAfter, double angleBefore, double angleAfter, double motionBefore, double motionAfter,
            Optional<WindowErrors> visible, Optional<WindowErrors> boxed, Optional<ErrorRatios> errorRatios,
            Optional<FoundWeights> weights) {
    }

    /** Copies the list. */
    public AlignmentScore {
        series = List.copyOf(series);
    }
}
