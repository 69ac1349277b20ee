package org.tomoalign.kernels;

import java.lang.foreign.MemorySegment;

/**
 * Catmull-Rom weights of the four neighbours at distance -1, 0, 1, 2 from the cell's lower corner, t in [0, 1), and
 * their derivatives. (Keys, IEEE Trans. ASSP 29, 1981, with a = -1/2.)
 */
final class CatmullRom {
    private CatmullRom() {
    }

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

    static double w0(double t) {
        return t * (-0.5 + t * (1 - 0.5 * t));
    }

    static double w1(double t) {
        return 1 + t * t * (-2.5 + 1.5 * t);
    }

    static double w2(double t) {
        return t * (0.5 + t * (2 - 1.5 * t));
    }

    static double w3(double t) {
        return t * t * (-0.5 + 0.5 * t);
    }

    static double d0(double t) {
        return -0.5 + t * (2 - 1.5 * t);
    }

    static double d1(double t) {
        return t * (-5 + 4.5 * t);
    }

    static double d2(double t) {
        return 0.5 + t * (4 - 4.5 * t);
    }

    static double d3(double t) {
        return t * (-1 + 1.5 * t);
    }

    static double h0(double t) {
        return 2 - 3 * t;
    }

    static double h1(double t) {
        return -5 + 9 * t;
    }

    static double h2(double t) {
        return 4 - 9 * t;
    }

    static double h3(double t) {
        return -1 + 3 * t;
    }
}
