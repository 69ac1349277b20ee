package org.tomoalign.output.figure;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.tomoalign.output.Quantiles;
import org.tomoalign.output.figure.ChartPanel.Side;

/** The distribution over the particles of a length per image, against dose: median, and from 10 to 90 %. */
final class BandPanel {
    private static final Shape MARK = new Ellipse2D.Double(-1.5, -1.5, 3, 3);

    private BandPanel() {
    }

    /**
     * Makes a panel.
     *
     * @param label of the vertical axis, with the unit
     * @param at    the sample of a chronological image; images with an empty one are left out
     */
    static Panel of(String title, String label, DoseAxis dose, IntFunction<Quantiles> at, String note) {
        List<float[]> upper = new ArrayList<>();
        List<float[]> lower = new ArrayList<>();
        List<float[]> middle = new ArrayList<>();
        double high = 0;
        for (int t = 0; t < dose.values().length; t++) {
            Quantiles sample = at.apply(t);
            if (sample.size() > 0) {
                float x = dose.values()[t];
                upper.add(new float[] {x, (float) sample.at(0.9)});
                lower.addFirst(new float[] {x, (float) sample.at(0.1)});
                middle.add(new float[] {x, (float) sample.at(0.5)});
                high = Math.max(high, sample.at(0.9));
            }
        }
        upper.addAll(lower);
        float[] median = ChartPanel.flat(middle);
        return new ChartPanel(title, List.of(new PanelFrame.Entry(Ink.SERIES_1, MARK, "median"),
                new PanelFrame.Entry(Ink.BAND, null, "10–90 % of the particles")),
                List.of(new Layer.Areas(Ink.BAND, List.of(ChartPanel.flat(upper))),
                        new Layer.Lines(Ink.SERIES_1, 0.9, List.of(median)), new Layer.Marks(Ink.SERIES_1, MARK, median)),
                dose.side(), Side.around(label, 0, high > 0 ? high : 1), note);
    }
}
