package org.tomoalign.correlation;

/**
 * Which frequencies of one tilt image take part: in row y the columns 0..end(y)-1. Everything outside is skipped in
 * every step, which is where the time goes.
 */
public final class FrequencyRange {
    /** A real value for every column x and row y of the half plane. */
    @FunctionalInterface
    interface PlaneFunction {
        double at(int x, int y);
    }

    private final int[] end;
    private final int columns;

    private FrequencyRange(int[] end) {
        this.end = end;
        int max = 0;
        for (int e : end) {
            max = Math.max(max, e);
        }
        columns = max;
    }

    /**
     * Keeps, in every row, all columns up to the last one within the Nyquist circle where the test value exceeds the
     * cut-off (columns before it are kept whatever their value, as in RELION).
     *
     * @param maxColumns no column at or beyond this one is kept
     * @param value      of column x and row y
     */
    static FrequencyRange of(
            HalfPlane plane, double cutoff, int maxColumns, PlaneFunction value) {
        int[] end = new int[plane.size()];
        double nyquist2 = plane.size() * (double) plane.size() / 4;
        for (int y = 0; y < plane.size(); y++) {
            double ky = plane.ky(y);
            double xMax = Math.sqrt(nyquist2 - ky * ky);
            int limit = Math.min(maxColumns, Math.min(plane.width(), (int) xMax + 1));
            for (int x = limit - 1; x >= 0; x--) {
                if (value.at(x, y) > cutoff) {
                    end[y] = x + 1;
                    break;
                }
            }
        }
        return new FrequencyRange(end);
    }

    /** Returns one past the last column of row y; 0 if the row is empty. */
    public int end(int y) {
        return end[y];
    }

    /** Returns one past the last column of any row; 0 if nothing takes part. */
    public int columns() {
        return columns;
    }
}
