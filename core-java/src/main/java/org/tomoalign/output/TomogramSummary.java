package org.tomoalign.output;

import java.util.stream.IntStream;

/**
 * One tomogram in numbers.
 *
 * @param name           of the tomogram
 * @param particles      number of particles
 * @param images         number of tilt images
 * @param pairs          visible particle x image pairs
 * @param firstCost      NaN if nothing was optimised
 * @param lastCost       NaN if nothing was optimised
 * @param iterations     of the optimiser
 * @param whyStopped     a phrase
 * @param medianChange   of the 2-D positions, px; NaN without visible pairs
 * @param change90       90 % of the 2-D positions moved by less, px; NaN without visible pairs
 * @param maxChange      of the 2-D positions, px; NaN without visible pairs
 * @param outOfRange     fraction of the pairs that moved farther than {@code --r}
 * @param range          {@code --r}, px
 * @param medianMotion   over the particles, of the largest displacement of each, Å; NaN without motion
 * @param maxMotion      largest displacement of any particle, Å; NaN without motion
 */
public record TomogramSummary(
        String name, int particles, int images, int pairs, double firstCost, double lastCost, int iterations,
        String whyStopped, double medianChange, double change90, double maxChange, double outOfRange, int range,
        double medianMotion, double maxMotion) {
    /** Computes the numbers. */
    public static TomogramSummary of(TomogramAlignment alignment, ImageDisplacements displacements) {
        double[] costs = alignment.costs();
        Quantiles changes = displacements.lengths();
        int particles = alignment.before().particles().size();
        int images = alignment.series().images().size();
        Quantiles motion = new Quantiles(IntStream.range(0, alignment.moving() ? particles : 0)
                .mapToDouble(p -> IntStream.range(0, images).mapToDouble(t -> alignment.motion(p, t)).max().orElse(0))
                .toArray());
        return new TomogramSummary(alignment.before().name(), particles, images, displacements.size(),
                costs.length == 0 ? Double.NaN : costs[0], costs.length == 0 ? Double.NaN : costs[costs.length - 1],
                Math.max(0, costs.length - 1), alignment.whyStopped(), changes.at(0.5), changes.at(0.9),
                changes.at(1), changes.beyond(alignment.range()), alignment.range(), motion.at(0.5), motion.at(1));
    }

    /** Returns whether there are trajectories. */
    public boolean moving() {
        return !Double.isNaN(maxMotion);
    }
}
