package org.tomoalign.output.figure;

import java.awt.geom.Ellipse2D;
import java.util.Arrays;
import java.util.List;
import org.tomoalign.output.CorrelationHistogram;
import org.tomoalign.output.figure.ChartPanel.Side;

/** How the particles' correlations are distributed, before and after. */
final class HistogramPanel {
    private HistogramPanel() {
    }

    /** Makes the panel. */
    static Panel of(CorrelationHistogram h) {
        List<float[]> after = List.of(outline(h, h.after()));
        int most = Math.max(Arrays.stream(h.before()).max().orElse(1), Arrays.stream(h.after()).max().orElse(1));
        return new ChartPanel("Correlation of the particles", List.of(new PanelFrame.Entry(Ink.BAND, null, "after"),
                new PanelFrame.Entry(Ink.SERIES_2, new Ellipse2D.Double(0, 0, 0, 0), "before")),
                List.of(new Layer.Areas(Ink.BAND, after), new Layer.Lines(Ink.SERIES_1, 0.7, after),
                        new Layer.Lines(Ink.SERIES_2, 1.2, List.of(outline(h, h.before())))),
                new Side("correlation of a particle image", h.low(), h.high()), Side.around("particles", 0, most),
                h.particles() + " particles; the mean over the images on which each counts");
    }

    private static float[] outline(CorrelationHistogram h, int[] counts) {
        float[] line = new float[4 * counts.length + 4];
        line[0] = (float) h.low();
        for (int i = 0; i < counts.length; i++) {
            line[4 * i + 2] = (float) h.edge(i);
            line[4 * i + 3] = counts[i];
            line[4 * i + 4] = (float) h.edge(i + 1);
            line[4 * i + 5] = counts[i];
        }
        line[line.length - 2] = (float) h.high();
        return line;
    }
}
