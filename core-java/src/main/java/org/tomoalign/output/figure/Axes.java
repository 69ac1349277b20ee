package org.tomoalign.output.figure;

import java.awt.BasicStroke;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleInsets;

/** Axes in the report's style, with numbers written the same way in every locale. */
final class Axes {
    private static final double LABEL_SIZE = 8;
    private static final double TICK_SIZE = 7;

    private Axes() {
    }

    /**
     * Returns a linear axis over a range.
     *
     * @param label  with the unit, or null
     * @param length on paper, pt
     * @param apart  labels are at least that far from each other, pt
     */
    static NumberAxis linear(String label, double low, double high, double length, double apart) {
        NumberAxis axis = new NumberAxis(label);
        double to = high > low ? high : low + 1;
        axis.setRange(low, to);
        double step = step((to - low) * apart / length);
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        axis.setTickUnit(new NumberTickUnit(step, new Decimals(decimals)));
        style(axis);
        return axis;
    }

    /** Returns a horizontal axis of a given length (pt). */
    static NumberAxis horizontal(String label, double low, double high, double length) {
        return linear(label, low, high, length, 30);
    }

    /** Returns a horizontal axis of a given length (pt) whose numbers are the inverses of the values. */
    static NumberAxis inverse(String label, double low, double high, double length) {
        NumberAxis axis = linear(label, low, high, length, 20);
        axis.setTickUnit(new NumberTickUnit(axis.getTickUnit().getSize(), new Decimals(-1)));
        return axis;
    }

    /** Returns a vertical axis of a given length (pt). */
    static NumberAxis vertical(String label, double low, double high, double length) {
        return linear(label, low, high, length, 22);
    }

    /** Returns the smallest of 1, 2, 5, 10 ... that is not below a value. */
    static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Returns a logarithmic axis over a positive range. */
    static LogAxis logarithmic(String label, double low, double high) {
        LogAxis axis = new DecadeAxis(label, low, high);
        style(axis);
        return axis;
    }

    private static void style(ValueAxis axis) {
        axis.setLabelFont(ReportFont.size(LABEL_SIZE));
        axis.setTickLabelFont(ReportFont.size(TICK_SIZE));
        axis.setLabelPaint(Ink.TEXT.colour());
        axis.setTickLabelPaint(Ink.MUTED.colour());
        axis.setAxisLineVisible(false);
        axis.setTickMarkPaint(Ink.FRAME.colour());
        axis.setTickMarkStroke(new BasicStroke(0.5f));
        axis.setTickLabelInsets(new RectangleInsets(1.5, 3, 1.5, 3));
        axis.setLabelInsets(new RectangleInsets(1, 1, 1, 1));
    }

    /** Writes numbers with a fixed number of decimals, or (-1) their inverses, the same in every locale; it never reads any. */
    private static final class Decimals extends NumberFormat {
        private static final long serialVersionUID = 1L;
        private final int decimals;

        Decimals(int decimals) {
            this.decimals = decimals;
        }

        @Override
        public StringBuffer format(double value, StringBuffer out, FieldPosition position) {
            return out.append(decimals < 0 ? Texts.inverse(value) : Texts.fixed(value, decimals));
        }

        @Override
        public StringBuffer format(long value, StringBuffer out, FieldPosition position) {
            return format((double) value, out, position);
        }

        @Override
        public Number parse(String text, ParsePosition position) {
            throw new UnsupportedOperationException("labels are only written");
        }
    }
}
