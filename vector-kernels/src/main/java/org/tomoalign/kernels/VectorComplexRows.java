package org.tomoalign.kernels;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;
import static org.tomoalign.kernels.Memory.ALL;
import static org.tomoalign.kernels.Memory.complex;
import static org.tomoalign.kernels.Simd.BY_1;
import static org.tomoalign.kernels.Simd.BY_2;
import static org.tomoalign.kernels.Simd.BY_4;
import static org.tomoalign.kernels.Simd.DOUBLE;
import static org.tomoalign.kernels.Simd.IMAGINARY_PARTS;
import static org.tomoalign.kernels.Simd.LANES;
import static org.tomoalign.kernels.Simd.LOWER_TWICE;
import static org.tomoalign.kernels.Simd.MINUS_PLUS;
import static org.tomoalign.kernels.Simd.NATIVE;
import static org.tomoalign.kernels.Simd.PAIRS;
import static org.tomoalign.kernels.Simd.PLUS_MINUS;
import static org.tomoalign.kernels.Simd.REAL;
import static org.tomoalign.kernels.Simd.REAL_PARTS;
import static org.tomoalign.kernels.Simd.SWAP;
import static org.tomoalign.kernels.Simd.UPPER_TWICE;
import static org.tomoalign.kernels.Simd.VECTOR_BYTES;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Loops over complex rows by address: for each kernel one over full vectors ({@code n} is a multiple of
 * {@link Simd#LANES}, or of {@link Simd#PAIRS} in {@code multiply}), and one, masked, for the rest of a row. The
 * product of interleaved complex vectors is written out each time; {@link Simd} says why.
 */
final class VectorComplexRows {
    private VectorComplexRows() {
    }

    static void correlateBlocks(
            long a, long r, float rowRe, float rowIm, long p, long w, int n, long o) {
        FloatVector re = FloatVector.broadcast(REAL, rowRe);
        FloatVector im = MINUS_PLUS.mul(rowIm);
        for (int k = 0; k < n; k += LANES) {
            FloatVector weights = fromMemorySegment(REAL, ALL, w + 4L * k, NATIVE);
            FloatVector u = fromMemorySegment(REAL, ALL, a + 8L * k, NATIVE);
            FloatVector v = fromMemorySegment(REAL, ALL, p + 8L * k, NATIVE);
            FloatVector t = fromMemorySegment(REAL, ALL, r + 8L * k, NATIVE);
            FloatVector cross = u.rearrange(SWAP).mul(v.rearrange(IMAGINARY_PARTS)).mul(PLUS_MINUS);
            FloatVector c = u.lanewise(FMA, v.rearrange(REAL_PARTS), cross);
            cross = c.rearrange(SWAP).mul(t.rearrange(IMAGINARY_PARTS)).mul(MINUS_PLUS);
            c = c.fma(t.rearrange(REAL_PARTS), cross).mul(weights.rearrange(LOWER_TWICE));
            c.fma(re, c.rearrange(SWAP).mul(im)).intoMemorySegment(ALL, o + 8L * k, NATIVE);
            FloatVector u2 = fromMemorySegment(REAL, ALL, a + 8L * k + VECTOR_BYTES, NATIVE);
            FloatVector v2 = fromMemorySegment(REAL, ALL, p + 8L * k + VECTOR_BYTES, NATIVE);
            FloatVector t2 = fromMemorySegment(REAL, ALL, r + 8L * k + VECTOR_BYTES, NATIVE);
            FloatVector cross2 = u2.rearrange(SWAP).mul(v2.rearrange(IMAGINARY_PARTS)).mul(PLUS_MINUS);
            FloatVector c2 = u2.lanewise(FMA, v2.rearrange(REAL_PARTS), cross2);
            cross2 = c2.rearrange(SWAP).mul(t2.rearrange(IMAGINARY_PARTS)).mul(MINUS_PLUS);
            c2 = c2.fma(t2.rearrange(REAL_PARTS), cross2).mul(weights.rearrange(UPPER_TWICE));
            c2.fma(re, c2.rearrange(SWAP).mul(im)).intoMemorySegment(ALL, o + 8L * k + VECTOR_BYTES, NATIVE);
        }
    }

    static void correlateRest(
            long a, long r, float rowRe, float rowIm, long p, long w, int n, long o) {
        FloatVector re = FloatVector.broadcast(REAL, rowRe);
        FloatVector im = MINUS_PLUS.mul(rowIm);
        for (int k = 0; k < n; k += PAIRS) {
            VectorMask<Float> row = REAL.indexInRange(0, 2 * (n - k));
            VectorMask<Float> half = REAL.indexInRange(0, Math.min(PAIRS, n - k));
            FloatVector weights = fromMemorySegment(REAL, ALL, w + 4L * k, NATIVE, half).rearrange(LOWER_TWICE);
            FloatVector u = fromMemorySegment(REAL, ALL, a + 8L * k, NATIVE, row);
            FloatVector v = fromMemorySegment(REAL, ALL, p + 8L * k, NATIVE, row);
            FloatVector t = fromMemorySegment(REAL, ALL, r + 8L * k, NATIVE, row);
            FloatVector cross = u.rearrange(SWAP).mul(v.rearrange(IMAGINARY_PARTS)).mul(PLUS_MINUS);
            FloatVector c = u.lanewise(FMA, v.rearrange(REAL_PARTS), cross);
            cross = c.rearrange(SWAP).mul(t.rearrange(IMAGINARY_PARTS)).mul(MINUS_PLUS);
            c = c.fma(t.rearrange(REAL_PARTS), cross).mul(weights);
            c.fma(re, c.rearrange(SWAP).mul(im)).intoMemorySegment(ALL, o + 8L * k, NATIVE, row);
        }
    }

    static void multiplyBlocks(long a, long b, int n) {
        for (int k = 0; k < n; k += PAIRS) {
            FloatVector u = fromMemorySegment(REAL, ALL, a + 8L * k, NATIVE);
            FloatVector v = fromMemorySegment(REAL, ALL, b + 8L * k, NATIVE);
            FloatVector cross = u.rearrange(SWAP).mul(v.rearrange(IMAGINARY_PARTS)).mul(MINUS_PLUS);
            u.lanewise(FMA, v.rearrange(REAL_PARTS), cross).intoMemorySegment(ALL, a + 8L * k, NATIVE);
        }
    }

    static void multiplyRest(long a, long b, int n) {
        for (int k = 0; k < n; k += PAIRS) {
            VectorMask<Float> row = REAL.indexInRange(0, 2 * (n - k));
            FloatVector u = fromMemorySegment(REAL, ALL, a + 8L * k, NATIVE, row);
            FloatVector v = fromMemorySegment(REAL, ALL, b + 8L * k, NATIVE, row);
            FloatVector cross = u.rearrange(SWAP).mul(v.rearrange(IMAGINARY_PARTS)).mul(MINUS_PLUS);
            u.lanewise(FMA, v.rearrange(REAL_PARTS), cross).intoMemorySegment(ALL, a + 8L * k, NATIVE, row);
        }
    }

    /** Returns the power of as many full vectors as there are in n values. */
    static double powerOfBlocks(long a, long w, int n) {
        FloatVector acc = FloatVector.zero(REAL);
        FloatVector acc2 = acc;
        for (int k = 0; k <= n - LANES; k += LANES) {
            FloatVector weights = fromMemorySegment(REAL, ALL, w + 4L * k, NATIVE);
            FloatVector v = fromMemorySegment(REAL, ALL, a + 8L * k, NATIVE);
            acc = v.lanewise(MUL, v).fma(weights.rearrange(LOWER_TWICE), acc);
            FloatVector v2 = fromMemorySegment(REAL, ALL, a + 8L * k + VECTOR_BYTES, NATIVE);
            acc2 = v2.lanewise(MUL, v2).fma(weights.rearrange(UPPER_TWICE), acc2);
        }
        acc = acc.lanewise(ADD, acc2);
        // In this order always: reduceLanes leaves it open, and its interpreted and compiled forms do differ.
        Vector<Double> low = acc.convertShape(VectorOperators.F2D, DOUBLE, 0);
        Vector<Double> high = acc.convertShape(VectorOperators.F2D, DOUBLE, 1);
        DoubleVector total = ((DoubleVector) low).lanewise(ADD, high);
        if (DOUBLE.length() > 4) {
            total = total.add(total.rearrange(BY_4));
        }
        if (DOUBLE.length() > 2) {
            total = total.add(total.rearrange(BY_2));
        }
        return total.add(total.rearrange(BY_1)).lane(0);
    }

    static double powerOfRest(long a, long w, int n) {
        FloatVector acc = FloatVector.zero(REAL);
        for (int k = 0; k < n; k += PAIRS) {
            VectorMask<Float> row = REAL.indexInRange(0, 2 * (n - k));
            VectorMask<Float> half = REAL.indexInRange(0, Math.min(PAIRS, n - k));
            FloatVector weights = fromMemorySegment(REAL, ALL, w + 4L * k, NATIVE, half).rearrange(LOWER_TWICE);
            FloatVector v = fromMemorySegment(REAL, ALL, a + 8L * k, NATIVE, row);
            acc = v.lanewise(MUL, v).fma(weights, acc);
        }
        // In this order always: reduceLanes leaves it open, and its interpreted and compiled forms do differ.
        Vector<Double> low = acc.convertShape(VectorOperators.F2D, DOUBLE, 0);
        Vector<Double> high = acc.convertShape(VectorOperators.F2D, DOUBLE, 1);
        DoubleVector total = ((DoubleVector) low).lanewise(ADD, high);
        if (DOUBLE.length() > 4) {
            total = total.add(total.rearrange(BY_4));
        }
        if (DOUBLE.length() > 2) {
            total = total.add(total.rearrange(BY_2));
        }
        return total.add(total.rearrange(BY_1)).lane(0);
    }
}
