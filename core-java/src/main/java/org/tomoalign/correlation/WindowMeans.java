package org.tomoalign.correlation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntPredicate;
import org.tomoalign.parallel.Workers;

/**
 * The mean of correlation windows, each moved so that a given place comes to the middle. To read a window between its
 * pixels costs more than to add it up, and is linear: windows that are to be moved by the same fraction of a pixel, to a
 * quarter, are added up first and read once. Places are thus off by an eighth of a pixel at most.
 */
public final class WindowMeans {
    private static final int PHASES = 4;
    /** Pixels that an interpolation reads before a place, and after it. */
    private static final int BEFORE = 1;
    private static final int AFTER = 2;

    private final CorrelationStack windows;
    private final int half;
    private final IntPredicate counts;
    private final Places places;
    /** Pixels in a row of the sums: what is read for a picture, at any fraction of a pixel. */
    private final int width;

    private WindowMeans(CorrelationStack windows, int half, IntPredicate counts, Places places) {
        this.windows = windows;
        this.half = half;
        this.counts = counts;
        this.places = places;
        width = 2 * half * windows.pad() + 1 + BEFORE + AFTER;
    }

    /** Says where a window is to be looked at. */
    @FunctionalInterface
    public interface Places {
        /**
         * Writes the place of a particle on a chronological image, px of the tilt image.
         *
         * @param xy receives x and y
         */
        void of(int particle, int image, double[] xy);
    }

    /**
     * A sum of windows.
     *
     * @param windows how many
     * @param values  squares of {@code 2 half + 1} pixels, a px of the tilt image each, row by row
     */
    public record Sum(int windows, double[] values) {
        /** Returns the values by the number of windows; 0 if there are none. */
        public double[] mean() {
            double[] mean = values.clone();
            for (int i = 0; i < mean.length; i++) {
                mean[i] /= Math.max(1, windows);
            }
            return mean;
        }

        /** Returns the sum of some sums, added in their order; there must be one. */
        public static Sum of(List<Sum> parts) {
            double[] values = new double[parts.getFirst().values.length];
            int windows = 0;
            for (Sum part : parts) {
                windows += part.windows;
                for (int i = 0; i < values.length; i++) {
                    values[i] += part.values[i];
                }
            }
            return new Sum(windows, values);
        }
    }

    /**
     * Returns the sums by chronological image. Beyond the edge of a window there are zeros, as for the likelihood.
     *
     * @param half   px from the middle of a sum to its sides
     * @param counts which windows are added up
     * @param places what comes to the middle
     * @param pool   runs the work, an image at a time, so that the sums do not depend on it
     */
    public static List<Sum> byImage(
            CorrelationStack windows, int half, IntPredicate counts, Places places, ForkJoinPool pool) {
        WindowMeans means = new WindowMeans(windows, half, counts, places);
        return Workers.map(pool, windows.images(), means::image);
    }

    private Sum image(int image) {
        int pad = windows.pad();
        double[][] phases = new double[PHASES * PHASES][];
        float[] pixels = new float[windows.side() * width];
        double[] xy = new double[2];
        int count = 0;
        for (int p = 0; p < windows.particles(); p++) {
            int w = windows.window(p, image);
            if (!counts.test(w)) {
                continue;
            }
            count++;
            places.of(p, image, xy);
            long x = Math.round(PHASES * pad * (xy[0] - windows.x(w)));
            long y = Math.round(PHASES * pad * (xy[1] - windows.y(w)));
            if (Math.max(Math.abs(x), Math.abs(y)) <= (long) PHASES * windows.side()) {
                int phase = Math.floorMod(y, PHASES) * PHASES + Math.floorMod(x, PHASES);
                if (phases[phase] == null) {
                    phases[phase] = new double[width * width];
                }
                int reach = half * pad + BEFORE;
                add(w, windows.centre() + (int) Math.floorDiv(x, PHASES) - reach,
                        windows.centre() + (int) Math.floorDiv(y, PHASES) - reach, pixels, phases[phase]);
            }
        }
        double[] sum = new double[(2 * half + 1) * (2 * half + 1)];
        for (int phase = 0; phase < phases.length; phase++) {
            if (phases[phase] != null) {
                read(phases[phase], taps(phase % PHASES), taps(phase / PHASES), sum);
            }
        }
        return new Sum(count, sum);
    }

    /** Adds the part of a window from a column and a row on. */
    private void add(int w, int column, int row, float[] pixels, double[] sum) {
        int side = windows.side();
        int firstRow = Math.max(0, row);
        int lastRow = Math.min(side, row + width);
        int firstColumn = Math.max(0, column);
        int n = Math.min(side, column + width) - firstColumn;
        if (lastRow <= firstRow || n <= 0) {
            return;
        }
        MemorySegment.copy(windows.segment(), ValueLayout.JAVA_FLOAT, windows.offset(w) + 4L * firstRow * side, pixels, 0,
                (lastRow - firstRow) * side);
        for (int y = firstRow; y < lastRow; y++) {
            addRow(pixels, (y - firstRow) * side + firstColumn, sum, (y - row) * width + firstColumn - column, n);
        }
    }

    private static void addRow(float[] from, int at, double[] to, int start, int n) {
        for (int i = 0; i < n; i++) {
            to[start + i] += from[at + i];
        }
    }

    /** Interpolates along x, then along y. */
    private void read(double[] pixels, double[] alongX, double[] alongY, double[] sum) {
        int side = 2 * half + 1;
        int pad = windows.pad();
        double[] rows = new double[width * side];
        for (int y = 0; y < width; y++) {
            for (int x = 0; x < side; x++) {
                int at = y * width + x * pad;
                rows[y * side + x] = alongX[0] * pixels[at] + alongX[1] * pixels[at + 1] + alongX[2] * pixels[at + 2]
                        + alongX[3] * pixels[at + 3];
            }
        }
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int at = y * pad * side + x;
                sum[y * side + x] += alongY[0] * rows[at] + alongY[1] * rows[at + side] + alongY[2] * rows[at + 2 * side]
                        + alongY[3] * rows[at + 3 * side];
            }
        }
    }

    /** Returns the weights of the four pixels around a place: those of the kernels that the likelihood uses. */
    private double[] taps(int phase) {
        double t = (double) phase / PHASES;
        double u = 1 - t;
        return windows.shape().splines()
                ? new double[] {u * u * u / 6, (4 + t * t * (3 * t - 6)) / 6, (4 + u * u * (3 * u - 6)) / 6, t * t * t / 6}
                : new double[] {-t * u * u / 2, 1 + t * t * (3 * t - 5) / 2, 1 + u * u * (3 * u - 5) / 2, -u * t * t / 2};
    }
}
