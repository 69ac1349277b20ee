package org.tomoalign.alignment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.tomoalign.correlation.CorrelationStack;

/**
 * The sums of the windows of an image over the particles, each window around its particle's present position: the correlation of
 * the whole image as a function of a further shift. Positions are rounded to pixels of the windows.
 */
final class ShiftedWindows {
    private final CorrelationStack windows;
    private final double[] weights;
    private final int[] column;
    private final int[] row;
    private final boolean[] counted;

    /** @param weights factor of each window; null: 1 */
    ShiftedWindows(CorrelationStack windows, double[] weights) {
        this.windows = windows;
        this.weights = weights;
        int n = windows.particles() * windows.images();
        column = new int[n];
        row = new int[n];
        counted = new boolean[n];
    }

    /** Says where in a window its particle is, pixels of the window; windows without position do not count. */
    void setPosition(int window, double x, double y) {
        double limit = windows.side() + reach();
        if (Math.abs(x) < limit && Math.abs(y) < limit) {
            column[window] = (int) Math.rint(x);
            row[window] = (int) Math.rint(y);
            counted[window] = true;
        }
    }

    /** Returns the largest shift, pixels of the windows: the windows' range. */
    int reach() {
        return windows.range() * windows.pad();
    }

    /**
     * Returns the sum for an image: a square of {@code 2 reach + 1} rows, whose middle is no further shift. What lies outside a
     * window adds nothing.
     */
    double[] sum(int image) {
        int side = windows.side();
        // One more at each edge for the values of the splines.
        int reach = reach() + 1;
        int n = 2 * reach + 1;
        double[] sum = new double[n * n];
        float[] values = new float[side * side];
        for (int p = 0; p < windows.particles(); p++) {
            int w = windows.window(p, image);
            double weight = weights == null ? 1 : weights[w];
            if (counted[w] && weight != 0) {
                MemorySegment.copy(windows.segment(), ValueLayout.JAVA_FLOAT, windows.offset(w), values, 0, values.length);
                add(values, side, column[w] - reach, row[w] - reach, weight, sum, n);
            }
        }
        int m = n - 2;
        double[] out = new double[m * m];
        for (int y = 0; y < m; y++) {
            for (int x = 0; x < m; x++) {
                int at = (y + 1) * n + x + 1;
                out[y * m + x] = windows.shape().splines() ? spline(sum, at, n) : sum[at];
            }
        }
        return out;
    }

    /** Adds a window; the sum's first pixel is pixel (left, top) of the window. */
    private static void add(float[] values, int side, int left, int top, double weight, double[] sum, int n) {
        int firstX = Math.max(0, -left);
        int lastX = Math.min(n, side - left);
        for (int y = Math.max(0, -top); y < Math.min(n, side - top); y++) {
            for (int x = firstX; x < lastX; x++) {
                sum[y * n + x] += weight * values[(y + top) * side + x + left];
            }
        }
    }

    /** Returns the value of a cubic spline at a pixel, by the coefficients there and around. */
    private static double spline(double[] c, int at, int n) {
        double sum = 0;
        for (int dy = -1; dy <= 1; dy++) {
            int i = at + dy * n;
            double part = c[i - 1] + 4 * c[i] + c[i + 1];
            sum += dy == 0 ? 4 * part : part;
        }
        return sum / 36;
    }
}
