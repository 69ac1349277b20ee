package org.tomoalign.reference;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.kernels.SliceKernels;
import org.tomoalign.parallel.Workers;

/**
 * The transform of a map around the origin, cropped to the shells in use: complex floats at integer frequencies
 * (x, y, z) with x &gt;= 0 (the other half is the complex conjugate of its mirror image), every axis with one layer more
 * than the radius so that an interpolation needs no special cases.
 *
 * @param radius largest |k| that may be interpolated
 * @param layout where the values are
 * @param data   the values
 */
public record FourierVolume(int radius, SliceKernels.Layout layout, MemorySegment data) {
    /**
     * Crops the output of a real-to-complex transform of a cube whose centre is at (box/2, box/2, box/2), and moves
     * that centre to the origin.
     *
     * @param spectrum box planes of box rows of box/2 + 1 complex values, {@code rowStride} complex values apart
     * @param factor   on every value
     * @param arena    owns the volume
     * @param pool     runs the work
     */
    static FourierVolume crop(
            MemorySegment spectrum, int box, int rowStride, int radius, double factor, Arena arena,
            ForkJoinPool pool) {
        SliceKernels.Layout layout = layout(radius);
        int last = layout.maxX();
        MemorySegment data = AlignedSegments.bytes(arena, layout.bytes(), SliceKernels.Layout.ALIGNMENT);
        int columns = Math.min(radius + 2, box / 2 + 1);
        Workers.run(pool, 2 * last + 1, plane -> {
            int z = plane - last;
            float[] row = new float[2 * columns];
            for (int y = -last; y <= last; y++) {
                if (Math.abs(y) <= box / 2 && Math.abs(z) <= box / 2) {
                    long from = (Math.floorMod(z, box) * (long) box + Math.floorMod(y, box)) * rowStride;
                    MemorySegment.copy(spectrum, ValueLayout.JAVA_FLOAT, 8 * from, row, 0, row.length);
                    scale(row, (y + z) % 2 == 0 ? factor : -factor);
                    layout.setRow(data, y, z, row, columns);
                }
            }
        });
        return new FourierVolume(radius, layout, data);
    }

    private static SliceKernels.Layout layout(int radius) {
        int last = radius + 1;
        return new SliceKernels.Layout(last, last, last, last, last);
    }

    /** Returns how many bytes a volume takes. */
    public static long bytes(int radius) {
        return layout(radius).bytes();
    }

    /** Multiplies complex values by a factor, every other one also by -1. */
    private static void scale(float[] row, double factor) {
        for (int x = 0; x < row.length; x += 2) {
            float signed = (float) (x % 4 == 0 ? factor : -factor);
            row[x] *= signed;
            row[x + 1] *= signed;
        }
    }
}
