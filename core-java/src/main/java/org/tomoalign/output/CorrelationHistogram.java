package org.tomoalign.output;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.tomoalign.tomogram.ParticleScore;
import org.tomoalign.tomogram.TomogramScores;

/**
 * How the particles' correlations are distributed, before and after; a particle's is the mean over the images on which it
 * counts.
 *
 * @param low       lower end of the first bin
 * @param high      upper end of the last bin
 * @param before    particles per bin
 * @param after     particles per bin
 * @param particles of all bins
 */
public record CorrelationHistogram(double low, double high, int[] before, int[] after, int particles) {
    private static final int FEWEST_BINS = 6;
    private static final int MOST_BINS = 40;

    /** Counts, unless there are too few particles, or all are alike. */
    public static Optional<CorrelationHistogram> of(TomogramScores scores) {
        double[] before = correlations(scores, ParticleScore::correlationBefore);
        double[] after = correlations(scores, ParticleScore::correlationAfter);
        double low = Math.min(new Quantiles(before).at(0), new Quantiles(after).at(0));
        double high = Math.max(new Quantiles(before).at(1), new Quantiles(after).at(1));
        if (before.length < 2 || !(high > low)) {
            return Optional.empty();
        }
        int bins = Math.clamp(Math.round(2 * Math.cbrt(before.length)), FEWEST_BINS, MOST_BINS);
        return Optional.of(new CorrelationHistogram(
                low, high, counts(before, low, high, bins), counts(after, low, high, bins), before.length));
    }

    private static double[] correlations(TomogramScores scores, ToDoubleFunction<ParticleScore> sum) {
        return scores.particles().stream().filter(p -> p.windows() > 0).mapToDouble(p -> sum.applyAsDouble(p) / p.windows())
                .toArray();
    }

    private static int[] counts(double[] values, double low, double high, int bins) {
        int[] counts = new int[bins];
        for (double value : values) {
            counts[Math.min(bins - 1, (int) ((value - low) / (high - low) * bins))]++;
        }
        return counts;
    }

    /** Returns the lower end of a bin; that of the bin after the last is {@link #high}. */
    public double edge(int bin) {
        return low + (high - low) * bin / before.length;
    }
}
