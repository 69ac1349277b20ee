package org.tomoalign.mrc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sums over pixels for the header's statistics. Slices are summed apart and added in slice order, so that the header
 * does not depend on the order of writing.
 */
record SliceStatistics(long count, float min, float max, double sum, double sumOfSquares) {
    static final SliceStatistics EMPTY =
            new SliceStatistics(0, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0, 0);

    static SliceStatistics of(MemorySegment data, long offset, int pixels) {
        float min = Float.POSITIVE_INFINITY, max = Float.NEGATIVE_INFINITY;
        double sum = 0, squares = 0;
        for (int i = 0; i < pixels; i++) {
            float v = data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, offset + 4L * i);
            min = Math.min(min, v);
            max = Math.max(max, v);
            sum += v;
            squares += (double) v * v;
        }
        return new SliceStatistics(pixels, min, max, sum, squares);
    }

    SliceStatistics plus(SliceStatistics other) {
        return new SliceStatistics(count + other.count, Math.min(min, other.min), Math.max(max, other.max),
                sum + other.sum, sumOfSquares + other.sumOfSquares);
    }

    double mean() {
        return sum / count;
    }

    /** Root mean square deviation from the mean. */
    double rms() {
        return Math.sqrt(Math.max(0, sumOfSquares / count - mean() * mean()));
    }
}
