package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.tomoalign.fftw.AlignedSegments;

/**
 * The soft circle a box is cut with, as tables of size rows of floats: with r the distance from pixel
 * (size/2, size/2), {@code soft} is 1 for {@code r < size/2 - 5} and falls as a raised cosine to 0 at size/2; {@code outside}
 * is 1/n on the n pixels with r > size/2, so that a weighted sum is their mean.
 *
 * @param soft    the window
 * @param outside averages what lies outside the circle
 */
record CircularWindow(MemorySegment soft, MemorySegment outside) {
    private static final double EDGE = 5;

    /** Tabulates both for rows that are {@code stride} floats apart; what lies between them is zero. */
    static CircularWindow of(int size, int stride, Arena arena) {
        MemorySegment soft = AlignedSegments.floats(arena, (long) size * stride);
        MemorySegment outside = AlignedSegments.floats(arena, (long) size * stride);
        double radius = size / 2.0;
        int n = 0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                n += distance(x, y, size) > radius ? 1 : 0;
            }
        }
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double r = distance(x, y, size);
                double w = r < radius - EDGE ? 1
                        : r < radius ? 0.5 - 0.5 * Math.cos(Math.PI * (radius - r) / EDGE) : 0;
                soft.setAtIndex(ValueLayout.JAVA_FLOAT, (long) y * stride + x, (float) w);
                outside.setAtIndex(ValueLayout.JAVA_FLOAT, (long) y * stride + x, r > radius ? 1f / n : 0f);
            }
        }
        return new CircularWindow(soft, outside);
    }

    private static double distance(int x, int y, int size) {
        return Math.hypot(x - size / 2, y - size / 2);
    }
}
