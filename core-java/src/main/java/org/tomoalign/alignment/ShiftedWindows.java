package org.tomoalign.alignment;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.correlation.CorrelationStack;

/**
 * Sums of windows, each window around its particle's present position: those of an image over the particles, which are the
 * correlation of the whole image as a function of a further shift; and those of a particle over the images, as a function of its place.
 * Positions are rounded to pixels of the windows.
 */
public final class ShiftedWindows {
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

    /** Returns the number of shifts per px. */
    public int shiftsPerPx() {
        return windows.pad();
    }

    /** Returns the largest shift, pixels of the windows: the windows' range. */
    public int reach() {
        return windows.range() * windows.pad();
    }

    /**
     * Returns the sum for an image: a square of {@code 2 reach + 1} rows, whose middle is no further shift. What lies outside a
     * window adds nothing.
     */
    public double[] sum(int image) {
        int side = windows.side();
        // One more at each edge for the values of the splines.
        int reach = reach() + 1;
        int n = 2 * reach + 1;
        double[] sum = new double[n * n];
        float[] values = new float[side * side];
        for (int p = 0; p < windows.particles(); p++) {
            int w = windows.window(p, image);
            double weight = weight(w);
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

    /** Returns the sum of a particle's windows at its present place. */
    public double present(int particle) {
        int side = windows.side();
        double sum = 0;
        for (int w = windows.window(particle, 0); w < windows.window(particle, 0) + windows.images(); w++) {
            boolean inside = counted[w] && Math.min(column[w], row[w]) > 0 && Math.max(column[w], row[w]) < side - 1;
            if (inside && weight(w) != 0) {
                float[] around = new float[9];
                for (int y = 0; y < 3; y++) {
                    MemorySegment.copy(windows.segment(), ValueLayout.JAVA_FLOAT,
                            windows.offset(w) + 4L * ((row[w] + y - 1) * side + column[w] - 1), around, 3 * y, 3);
                }
                sum += weight(w) * (windows.shape().splines() ? spline(around, 4, 3) : around[4]);
            }
        }
        return sum;
    }

    /** Receives the sums of a particle's windows for places that it may have. */
    public interface Places {
        /**
         * @param sum of the weighted windows
         * @param x   displacement from the present place, px
         */
        void at(double sum, double x, double y, double z);
    }

    /**
     * Sums a particle's windows for places on a cubic grid, within a ball of the windows' range around the present place.
     *
     * @param maps by which displacements are seen on the images
     * @param step of the grid, px
     */
    public void forEachPlace(int particle, AffineMaps maps, double step, Places places) {
        float[][] values = values(particle);
        int n = (int) Math.floor(windows.range() / step);
        for (int k = -n; k <= n; k++) {
            for (int j = -n; j <= n; j++) {
                for (int i = -n; i <= n; i++) {
                    if (i * i + j * j + k * k <= n * n) {
                        double x = i * step;
                        double y = j * step;
                        double z = k * step;
                        double sum = 0;
                        for (int t = 0; t < values.length; t++) {
                            sum += value(values[t], particle, t, maps.a00[t] * x + maps.a01[t] * y + maps.a02[t] * z,
                                    maps.a10[t] * x + maps.a11[t] * y + maps.a12[t] * z);
                        }
                        places.at(sum, x, y, z);
                    }
                }
            }
        }
    }

    /** Returns the weighted values of a particle's windows; null where one does not count. */
    private float[][] values(int particle) {
        float[][] out = new float[windows.images()][];
        for (int t = 0; t < out.length; t++) {
            int w = windows.window(particle, t);
            out[t] = counted[w] && weight(w) != 0 ? valuesOf(w) : null;
        }
        return out;
    }

    /** Returns a window's value at a displacement on the image, px. */
    private double value(float[] values, int particle, int image, double dx, double dy) {
        if (values == null) {
            return 0;
        }
        int w = particle * windows.images() + image;
        int x = column[w] + (int) Math.rint(windows.pad() * dx);
        int y = row[w] + (int) Math.rint(windows.pad() * dy);
        int side = windows.side();
        return x >= 0 && x < side && y >= 0 && y < side ? weight(w) * values[y * side + x] : 0;
    }

    private double weight(int window) {
        return weights == null ? 1 : weights[window];
    }

    /** Returns a window's values; 0 at its edges. */
    private float[] valuesOf(int window) {
        int side = windows.side();
        float[] stored = new float[side * side];
        MemorySegment.copy(windows.segment(), ValueLayout.JAVA_FLOAT, windows.offset(window), stored, 0, stored.length);
        if (!windows.shape().splines()) {
            return stored;
        }
        float[] out = new float[side * side];
        for (int y = 1; y < side - 1; y++) {
            for (int x = 1; x < side - 1; x++) {
                out[y * side + x] = (float) spline(stored, y * side + x, side);
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

    private static double spline(float[] c, int at, int n) {
        double above = c[at - n - 1] + 4 * c[at - n] + c[at - n + 1];
        double here = c[at - 1] + 4 * c[at] + c[at + 1];
        double below = c[at + n - 1] + 4 * c[at + n] + c[at + n + 1];
        return (above + 4 * here + below) / 36;
    }

    /** Returns the value of a cubic spline at a pixel, by the coefficients there and around. */
    private static double spline(double[] c, int at, int n) {
        double above = c[at - n - 1] + 4 * c[at - n] + c[at - n + 1];
        double here = c[at - 1] + 4 * c[at] + c[at + 1];
        double below = c[at + n - 1] + 4 * c[at + n] + c[at + n + 1];
        return (above + 4 * here + below) / 36;
    }
}
