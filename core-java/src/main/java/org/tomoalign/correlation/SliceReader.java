package org.tomoalign.correlation;

import java.lang.foreign.MemorySegment;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.kernels.SliceKernels;
import org.tomoalign.reference.FourierVolume;

/**
 * Reads rows of the central slice {@code V(M^T (kx, ky, 0))} out of a half-complex volume, V(-q) = conj(V(q)).
 * Values beyond the volume's radius (possible where M magnifies) are zero.
 */
final class SliceReader {
    private final SliceKernels kernels;
    private final FourierVolume volume;
    private final Mat3 m;

    /**
     * @param m linear part of the projection times the particle's orientation
     */
    SliceReader(SliceKernels kernels, FourierVolume volume, Mat3 m) {
        this.kernels = kernels;
        this.volume = volume;
        this.m = m;
    }

    /**
     * Writes the values at kx = 0..n-1 of row ky.
     *
     * @param out       receives n complex floats
     * @param outOffset bytes
     */
    void row(int ky, int n, MemorySegment out, long outOffset) {
        int end = n;
        int begin = 0;
        // |q|^2 is convex along the row: only its ends need a look, and rows of a rotation never need a cut.
        while (end > begin && outside(ky, end - 1)) {
            end--;
        }
        while (begin < end && outside(ky, begin)) {
            begin++;
        }
        zero(out, outOffset, 0, begin);
        zero(out, outOffset, end, n);
        if (begin < end) {
            boolean mirrored = x(ky, begin) < 0;
            int crossing = crossing(ky, begin, end);
            segment(ky, begin, crossing, mirrored, out, outOffset);
            segment(ky, crossing, end, !mirrored, out, outOffset);
        }
    }

    /** Returns the first kx whose q.x has another sign than that of kx = begin: it changes at most once in a row. */
    private int crossing(int ky, int begin, int end) {
        boolean negative = x(ky, begin) < 0;
        if (x(ky, end - 1) < 0 == negative) {
            return end;
        }
        int k = Math.clamp((long) Math.ceil(-ky * m.m10() / m.m00()), begin + 1, end - 1);
        while (k > begin + 1 && x(ky, k - 1) < 0 != negative) {
            k--;
        }
        while (x(ky, k) < 0 == negative) {
            k++;
        }
        return k;
    }

    private double x(int ky, int kx) {
        return kx * m.m00() + ky * m.m10();
    }

    private boolean outside(int ky, int kx) {
        double x = x(ky, kx);
        double y = kx * m.m01() + ky * m.m11();
        double z = kx * m.m02() + ky * m.m12();
        double limit = volume.radius() + 0.5;
        return x * x + y * y + z * z > limit * limit;
    }

    private void segment(int ky, int begin, int end, boolean mirrored, MemorySegment out, long outOffset) {
        if (begin >= end) {
            return;
        }
        double s = mirrored ? -1 : 1;
        kernels.line(volume.data(), volume.layout(),
                s * (begin * m.m00() + ky * m.m10()),
                s * (begin * m.m01() + ky * m.m11()),
                s * (begin * m.m02() + ky * m.m12()),
                s * m.m00(), s * m.m01(), s * m.m02(),
                end - begin, mirrored, out, outOffset + 8L * begin);
    }

    private static void zero(MemorySegment out, long outOffset, int begin, int end) {
        if (begin < end) {
            out.asSlice(outOffset + 8L * begin, 8L * (end - begin)).fill((byte) 0);
        }
    }
}
