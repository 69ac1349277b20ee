package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.tomoalign.output.Quantiles;
import org.tomoalign.tomogram.ParticleScore;
import org.tomoalign.tomogram.TomogramScores;

/** How the particles' correlations are distributed, before and after. */
final class HistogramPanel implements Panel {
    private static final int FEWEST_BINS = 6;
    private static final int MOST_BINS = 40;

    private final double low;
    private final double high;
    private final double[] before;
    private final double[] after;
    private final int particles;

    private HistogramPanel(double low, double high, double[] before, double[] after, int particles) {
        this.low = low;
        this.high = high;
        this.before = before;
        this.after = after;
        this.particles = particles;
    }

    /** Makes the panel, unless there are too few particles, or all are alike. */
    static Optional<Panel> of(TomogramScores scores) {
        double[] before = correlations(scores, ParticleScore::correlationBefore);
        double[] after = correlations(scores, ParticleScore::correlationAfter);
        double low = Math.min(new Quantiles(before).at(0), new Quantiles(after).at(0));
        double high = Math.max(new Quantiles(before).at(1), new Quantiles(after).at(1));
        if (before.length < 2 || !(high > low)) {
            return Optional.empty();
        }
        int bins = Math.clamp(Math.round(2 * Math.cbrt(before.length)), FEWEST_BINS, MOST_BINS);
        return Optional.of(new HistogramPanel(
                low, high, counts(before, low, high, bins), counts(after, low, high, bins), before.length));
    }

    private static double[] correlations(TomogramScores scores, ToDoubleFunction<ParticleScore> sum) {
        return scores.particles().stream().filter(p -> p.windows() > 0).mapToDouble(p -> sum.applyAsDouble(p) / p.windows())
                .toArray();
    }

    private static double[] counts(double[] values, double low, double high, int bins) {
        double[] counts = new double[bins];
        for (double value : values) {
            counts[Math.min(bins - 1, (int) ((value - low) / (high - low) * bins))]++;
        }
        return counts;
    }

    private float[] outline(double[] counts) {
        float[] line = new float[4 * counts.length + 4];
        line[0] = (float) low;
        for (int i = 0; i < counts.length; i++) {
            line[4 * i + 2] = (float) (low + (high - low) * i / counts.length);
            line[4 * i + 3] = (float) counts[i];
            line[4 * i + 4] = (float) (low + (high - low) * (i + 1) / counts.length);
            line[4 * i + 5] = (float) counts[i];
        }
        line[line.length - 2] = (float) high;
        return line;
    }

    @Override
    public String title() {
        return "Correlation of the particles";
    }

    @Override
    public double width() {
        return HALF_WIDTH;
    }

    @Override
    public double height() {
        return HALF_HEIGHT;
    }

    @Override
    public void draw(Graphics2D g) {
        PanelFrame.title(g, title());
        PanelFrame.key(g, List.of(new PanelFrame.Entry(Ink.BAND, null, "after"),
                new PanelFrame.Entry(Ink.SERIES_2, new Ellipse2D.Double(0, 0, 0, 0), "before")));
        double most = Math.max(Arrays.stream(before).max().orElse(1), Arrays.stream(after).max().orElse(1));
        Rectangle2D data = PanelFrame.halfData();
        Chart.draw(g, data, Axes.horizontal("correlation of a particle image", low, high, data.getWidth()),
                Axes.vertical("particles", 0, 1.08 * most, data.getHeight()),
                List.of(new Layer.Areas(Ink.BAND, List.of(outline(after))),
                        new Layer.Lines(Ink.SERIES_1, 0.7, List.of(outline(after))),
                        new Layer.Lines(Ink.SERIES_2, 1.2, List.of(outline(before)))));
        PanelFrame.note(g, this, particles + " particles; the mean over the images on which each counts");
    }
}
