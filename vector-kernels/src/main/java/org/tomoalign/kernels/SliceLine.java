package org.tomoalign.kernels;

import java.lang.foreign.MemorySegment;

/** The check that a line lies within a half-complex volume, common to the providers. */
final class SliceLine {
    /** How far, in px, an end point may lie outside by rounding; the point is then moved onto the boundary cell. */
    private static final double ROUNDING = 1e-4;

    private SliceLine() {
    }

    /**
     * Checks both ends of a line and that the volume holds its layout.
     *
     * @return the address of the volume
     * @throws IndexOutOfBoundsException if an end lies outside the layout, or the layout outside the segment
     */
    static long checked(
            MemorySegment volume, SliceKernels.Layout layout, double x, double y, double z, double dx, double dy,
            double dz, int n) {
        double last = n - 1;
        // Written so that a NaN fails.
        boolean inside = inside(x, x + last * dx, 0, layout.maxX())
                && inside(y, y + last * dy, layout.originY(), layout.maxY())
                && inside(z, z + last * dz, layout.originZ(), layout.maxZ());
        if (!inside) {
            throw new IndexOutOfBoundsException(
                    "line from (" + x + ", " + y + ", " + z + "), " + n + " steps of (" + dx + ", " + dy + ", " + dz
                            + "), leaves " + layout);
        }
        return Memory.row(volume, 0, layout.bytes());
    }

    private static boolean inside(double first, double last, int origin, int max) {
        return Math.min(first, last) >= -origin - ROUNDING && Math.max(first, last) <= max + ROUNDING;
    }
}
