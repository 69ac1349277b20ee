package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.tomoalign.output.Quantiles;

/** The distribution over the particles of a length per image, against dose: median, and from 10 to 90 %. */
final class BandPanel implements Panel {
    private static final Shape MARK = new Ellipse2D.Double(-1.5, -1.5, 3, 3);

    private final String title;
    private final String label;
    private final DoseAxis dose;
    private final float[] median;
    private final float[] band;
    private final double high;
    private final String note;

    private BandPanel(String title, String label, DoseAxis dose, float[] median, float[] band, double high,
            String note) {
        this.title = title;
        this.label = label;
        this.dose = dose;
        this.median = median;
        this.band = band;
        this.high = high;
        this.note = note;
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
        return new BandPanel(title, label, dose, flat(middle), flat(upper), high, note);
    }

    /** Returns points one after the other. */
    static float[] flat(List<float[]> points) {
        float[] flat = new float[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            flat[2 * i] = points.get(i)[0];
            flat[2 * i + 1] = points.get(i)[1];
        }
        return flat;
    }

    @Override
    public String title() {
        return title;
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
        PanelFrame.title(g, title);
        PanelFrame.key(g, List.of(new PanelFrame.Entry(Ink.SERIES_1, MARK, "median"),
                new PanelFrame.Entry(Ink.BAND, null, "10–90 % of the particles")));
        List<Layer> layers = List.of(new Layer.Areas(Ink.BAND, List.of(band)),
                new Layer.Lines(Ink.SERIES_1, 0.9, List.of(median)), new Layer.Marks(Ink.SERIES_1, MARK, median));
        Rectangle2D data = PanelFrame.halfData();
        Chart.draw(g, data, dose.axis(data.getWidth()),
                Axes.vertical(label, 0, high > 0 ? 1.08 * high : 1, data.getHeight()), layers);
        PanelFrame.note(g, this, note);
    }
}
