package org.tomoalign.output.figure;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import org.tomoalign.output.figure.ChartPanel.Side;
import org.tomoalign.tomogram.MeanWindows;

/** What bands of frequencies contribute to the mean correlation, before and after. */
final class FrequencyPanel {
    private static final Shape DOT = new Ellipse2D.Double(-1.6, -1.6, 3.2, 3.2);

    private FrequencyPanel() {
    }

    /**
     * Makes the panel.
     *
     * @param pixelSize Å
     */
    static Panel of(MeanWindows windows, double pixelSize) {
        float[] before = points(windows, windows.bandsBefore(), pixelSize);
        float[] after = points(windows, windows.bandsAfter(), pixelSize);
        double low = 0;
        double high = 0;
        for (float[] points : List.of(before, after)) {
            for (int i = 1; i < points.length; i += 2) {
                low = Math.min(low, points[i]);
                high = Math.max(high, points[i]);
            }
        }
        return new ChartPanel("Correlation by resolution", List.of(new PanelFrame.Entry(Ink.SERIES_2, DOT, "before"),
                new PanelFrame.Entry(Ink.SERIES_1, DOT, "after")),
                List.of(new Layer.Lines(Ink.SERIES_2, 0.7, List.of(before)), new Layer.Marks(Ink.SERIES_2, DOT, before),
                        new Layer.Lines(Ink.SERIES_1, 0.9, List.of(after)), new Layer.Marks(Ink.SERIES_1, DOT, after)),
                new Side("resolution (Å)", 0, (windows.bandsToShow() - 0.5) * windows.bandWidth() / pixelSize, true),
                Side.around("contribution", low, high),
                "contributions to the mean correlation of bands that are 1/" + Texts.fixed(pixelSize / windows.bandWidth(), 0)
                        + " Å wide");
    }

    private static float[] points(MeanWindows windows, double[] bands, double pixelSize) {
        List<float[]> points = new ArrayList<>();
        for (int k = 1; k < windows.bandsToShow(); k++) {
            points.add(new float[] {(float) (k * windows.bandWidth() / pixelSize), (float) bands[k]});
        }
        return ChartPanel.flat(points);
    }
}
