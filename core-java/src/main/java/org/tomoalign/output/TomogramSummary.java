package org.tomoalign.output;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tomoalign.tomogram.HeldOutGain;
import org.tomoalign.tomogram.ImageScore;
import org.tomoalign.tomogram.TomogramScores;

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
 * @param verdict        a word about the result: better, no difference, worse, not tested
 * @param gain           of the windows that were held out; none if there are no scores
 * @param correlationChange of the particle images' correlation, per cent of that of the input; NaN without scores
 * @param weight         median weight of an image; NaN without scores
 * @param weakImages     images with a weight below {@link #WEAK}
 * @param scale          measured over predicted power of the reference; NaN if not known
 */
public record TomogramSummary(
        String name, int particles, int images, int pairs, double firstCost, double lastCost, int iterations,
        String whyStopped, double medianChange, double change90, double maxChange, double outOfRange, int range,
        double medianMotion, double maxMotion, String verdict, HeldOutGain gain, double correlationChange, double weight,
        int weakImages, double scale) {
    /** Images that weigh less show hardly any of the predicted signal. */
    public static final double WEAK = 0.2;
    private static final String NOT_TESTED = "not tested";

    /** Computes the numbers. */
    public static TomogramSummary of(TomogramAlignment alignment, ImageDisplacements displacements) {
        double[] costs = alignment.costs();
        Quantiles changes = displacements.lengths();
        int particles = alignment.before().particles().size();
        int images = alignment.series().images().size();
        Quantiles motion = new Quantiles(IntStream.range(0, alignment.moving() ? particles : 0)
                .mapToDouble(p -> IntStream.range(0, images).mapToDouble(t -> alignment.motion(p, t)).max().orElse(0))
                .toArray());
        Optional<TomogramScores> scores = alignment.scores();
        List<ImageScore> seen = scores.map(TomogramScores::images).orElse(List.of()).stream()
                .filter(image -> image.windows() > 0).toList();
        double first = seen.stream().mapToDouble(ImageScore::correlationBefore).sum();
        double last = seen.stream().mapToDouble(ImageScore::correlationAfter).sum();
        return new TomogramSummary(alignment.before().name(), particles, images, displacements.size(),
                costs.length == 0 ? Double.NaN : costs[0], costs.length == 0 ? Double.NaN : costs[costs.length - 1],
                Math.max(0, costs.length - 1), alignment.whyStopped(), changes.at(0.5), changes.at(0.9),
                changes.at(1), changes.beyond(alignment.range()), alignment.range(), motion.at(0.5), motion.at(1),
                scores.map(TomogramScores::verdict).orElse(NOT_TESTED), scores.map(TomogramScores::gain).orElse(HeldOutGain.NONE),
                first > 0 ? 100 * (last / first - 1) : Double.NaN,
                new Quantiles(seen.stream().mapToDouble(ImageScore::weight).toArray()).at(0.5),
                (int) seen.stream().filter(image -> image.weight() < WEAK).count(), alignment.scale());
    }

    /** Returns whether windows were held out, which tell whether the result is better. */
    public boolean tested() {
        return gain.windows() > 0;
    }

    /** Returns whether the optimiser gave up before it had settled. */
    public boolean stoppedEarly() {
        return whyStopped.startsWith("not converged");
    }

    /** Returns the gain of a particle image, units of log-likelihood; NaN if none was held out. */
    public double gainPerImage() {
        return tested() ? gain.gain() / gain.windows() : Double.NaN;
    }

    /** Returns whether there are trajectories. */
    public boolean moving() {
        return !Double.isNaN(maxMotion);
    }
}
