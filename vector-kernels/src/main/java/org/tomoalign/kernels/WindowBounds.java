package org.tomoalign.kernels;

import java.lang.foreign.MemorySegment;

/** Where functions that are cubic piece by piece can be evaluated: in which windows, and where in them. */
final class WindowBounds {
    private WindowBounds() {
    }

    /** Returns whether a point has the four neighbours on each axis that it is computed from. */
    static boolean inside(double x, double y, int side) {
        return x >= 1 && x < side - 2 && y >= 1 && y < side - 2;
    }

    /**
     * Checks that windows first..first+n-1 lie in the segment and returns the address of the first.
     *
     * @throws IndexOutOfBoundsException if they do not
     */
    static long firstWindow(MemorySegment windows, int side, long first, int n) {
        long bytes = 4L * side * side;
        if (side < 1 || first < 0 || first > windows.byteSize() / bytes) {
            throw new IndexOutOfBoundsException("window " + first + " of side " + side);
        }
        return Memory.row(windows, bytes * first, Math.multiplyExact(bytes, n));
    }
}
