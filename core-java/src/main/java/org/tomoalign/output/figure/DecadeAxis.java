package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/**
 * A logarithmic axis for the left edge, with labels at powers of ten. They are plain strings: the attributed ones of
 * {@link LogAxis} pass through Java's text layout, whose start takes a third of a second of a job that otherwise draws
 * no such text.
 */
final class DecadeAxis extends LogAxis {
    private static final long serialVersionUID = 1L;
    private static final int MOST_LABELS = 7;

    /**
     * @param label with the unit
     * @param low   smallest value shown, positive
     * @param high  largest value shown
     */
    DecadeAxis(String label, double low, double high) {
        super(label);
        setSmallestValue(low);
        setRange(low, high);
        setMinorTickMarksVisible(false);
    }

    @Override
    protected List<NumberTick> refreshTicksVertical(Graphics2D g, Rectangle2D area, RectangleEdge edge) {
        double low = getRange().getLowerBound();
        double high = getRange().getUpperBound();
        // A label per decade, or per second or third of them, as many as fit.
        int step = (int) Math.max(1, Math.ceil(Math.log10(high / low) / MOST_LABELS));
        List<NumberTick> ticks = new ArrayList<>();
        for (int exponent = (int) Math.floor(Math.log10(low)); exponent <= Math.log10(high); exponent += step) {
            double value = Math.pow(10, exponent);
            if (value >= low) {
                ticks.add(new NumberTick(
                        TickType.MAJOR, value, text(exponent), TextAnchor.CENTER_RIGHT, TextAnchor.CENTER, 0));
            }
        }
        return ticks;
    }

    /** Writes 0.01, 1, 1000, and 1e6 where that is shorter. */
    static String text(int exponent) {
        if (exponent >= 0 && exponent <= 4) {
            return "1" + "0".repeat(exponent);
        }
        return exponent < 0 && exponent >= -3 ? "0." + "0".repeat(-exponent - 1) + "1" : "1e" + exponent;
    }
}
