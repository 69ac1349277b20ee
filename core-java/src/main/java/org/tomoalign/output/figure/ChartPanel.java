package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A half-width panel with one plot.
 *
 * @param title shortened if it is too long
 * @param key   to the colours; without a key if there are fewer than two
 * @param x     along the horizontal axis
 * @param y     along the vertical axis
 */
record ChartPanel(String title, List<PanelFrame.Entry> key, List<Layer> layers, Side x, Side y, String note)
        implements Panel {
    /**
     * What an axis shows.
     *
     * @param label   with the unit
     * @param inverse whether the numbers at the axis are the inverses of the values: resolutions at an axis of frequencies
     */
    record Side(String label, double low, double high, boolean inverse) {
        Side(String label, double low, double high) {
            this(label, low, high, false);
        }

        /** Returns the axis of values that include 0, with a little room. */
        static Side around(String label, double low, double high) {
            double from = Math.min(0, low);
            double to = Math.max(0, high);
            double margin = Math.max(0.07 * (to - from), 1e-6);
            return new Side(label, from < 0 ? from - margin : 0, to > 0 ? to + margin : from < 0 ? 0 : margin);
        }

        /** Returns the axis of sorted or unsorted places, with a little room at both ends. */
        static Side over(String label, double[] places) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double place : places) {
                low = Math.min(low, place);
                high = Math.max(high, place);
            }
            double margin = high > low ? 0.03 * (high - low) : 0.5;
            return low <= high ? new Side(label, low - margin, high + margin) : new Side(label, 0, 1);
        }
    }

    /** Copies the lists. */
    ChartPanel {
        key = List.copyOf(key);
        layers = List.copyOf(layers);
    }

    /** Returns points one after the other, as layers want them. */
    static float[] flat(List<float[]> points) {
        float[] flat = new float[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            flat[2 * i] = points.get(i)[0];
            flat[2 * i + 1] = points.get(i)[1];
        }
        return flat;
    }

    /** Returns vertical error bars around points x0 y0 x1 y1 ...; none where the error is not positive. */
    static List<float[]> bars(float[] points, double[] errors) {
        List<float[]> bars = new ArrayList<>();
        for (int i = 0; i < errors.length; i++) {
            float e = (float) errors[i];
            if (e > 0 && Float.isFinite(points[2 * i + 1])) {
                bars.add(new float[] {points[2 * i], points[2 * i + 1] - e, points[2 * i], points[2 * i + 1] + e});
            }
        }
        return bars;
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
        PanelFrame.title(g, Texts.shortenedInside(title, PanelFrame.TITLE_SIZE, HALF_WIDTH - 8));
        if (key.size() > 1) {
            PanelFrame.key(g, key);
        }
        Rectangle2D data = PanelFrame.halfData();
        Chart.draw(g, data, x.inverse() ? Axes.inverse(x.label(), x.low(), x.high(), data.getWidth())
                : Axes.horizontal(x.label(), x.low(), x.high(), data.getWidth()),
                Axes.vertical(y.label(), y.low(), y.high(), data.getHeight()), layers);
        PanelFrame.note(g, this, note);
    }
}
