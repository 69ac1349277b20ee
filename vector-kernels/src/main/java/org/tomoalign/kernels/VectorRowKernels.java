package org.tomoalign.kernels;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SUB;
import static org.tomoalign.kernels.Memory.ALL;
import static org.tomoalign.kernels.Memory.complex;
import static org.tomoalign.kernels.Memory.real;
import static org.tomoalign.kernels.Simd.BY_1;
import static org.tomoalign.kernels.Simd.BY_2;
import static org.tomoalign.kernels.Simd.BY_4;
import static org.tomoalign.kernels.Simd.DOUBLE;
import static org.tomoalign.kernels.Simd.LANES;
import static org.tomoalign.kernels.Simd.MINUS_PLUS;
import static org.tomoalign.kernels.Simd.NATIVE;
import static org.tomoalign.kernels.Simd.PAIRS;
import static org.tomoalign.kernels.Simd.REAL;
import static org.tomoalign.kernels.Simd.SWAP;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Row kernels on the Vector API: the range checks, and the loops over real rows: full vectors, then one masked vector
 * for the rest of the row.
 */
final class VectorRowKernels implements RowKernels {
    /** Values that are summed in float (on the lanes of a vector) before the sum goes on in double. */
    private static final int BLOCK = 512;

    /** Adding 1.5 * 2^23 rounds to an integer; one more makes the last bit of the sum that of q + 1. */
    private static final float ROUND = 12582913f;

    private static final VectorSpecies<Integer> BITS = REAL.vectorShape().withLanes(int.class);
    private static final IntVector TO_SIGN = IntVector.broadcast(BITS, 31);
    private static final IntVector BITS_OF_ONE = IntVector.broadcast(BITS, Float.floatToRawIntBits(1f));

    @Override
    public void phaseRamp(double phase, double step, int n, MemorySegment out, long outOffset) {
        long o = complex(out, outOffset, n);
        double stepRe = Math.cos(step);
        double stepIm = Math.sin(step);
        double re = Math.cos(phase);
        double im = Math.sin(phase);
        for (int k = 0; k < Math.min(PAIRS, n); k++) {
            Memory.set(o + 8L * k, (float) re);
            Memory.set(o + 8L * k + 4, (float) im);
            double next = re * stepRe - im * stepIm;
            im = re * stepIm + im * stepRe;
            re = next;
        }
        if (n > PAIRS) {
            for (int k = 1; k < PAIRS; k *= 2) {
                double square = stepRe * stepRe - stepIm * stepIm;
                stepIm = 2 * stepRe * stepIm;
                stepRe = square;
            }
            continueRamp(n, o, stepRe, stepIm);
        }
    }

    /** Continues a ramp whose first vector is written; step is the factor from one vector to the next. */
    private static void continueRamp(int n, long o, double stepRe, double stepIm) {
        FloatVector first = fromMemorySegment(REAL, ALL, o, NATIVE);
        FloatVector turned = first.rearrange(SWAP).mul(MINUS_PLUS);
        double re = stepRe;
        double im = stepIm;
        int k = PAIRS;
        for (; k <= n - PAIRS; k += PAIRS) {
            first.lanewise(MUL, FloatVector.broadcast(REAL, (float) re))
                    .add(turned.mul((float) im))
                    .intoMemorySegment(ALL, o + 8L * k, NATIVE);
            // In double: in float the rounding would add up along the row.
            double next = re * stepRe - im * stepIm;
            im = re * stepIm + im * stepRe;
            re = next;
        }
        if (k < n) {
            VectorMask<Float> rest = REAL.indexInRange(0, 2 * (n - k));
            first.lanewise(MUL, FloatVector.broadcast(REAL, (float) re))
                    .add(turned.mul((float) im))
                    .intoMemorySegment(ALL, o + 8L * k, NATIVE, rest);
        }
    }

    @Override
    public void weightedCtf(
            MemorySegment gamma, long gammaOffset, MemorySegment slope, long slopeOffset, float offset,
            MemorySegment weight, long weightOffset, int n, MemorySegment out, long outOffset) {
        long g = real(gamma, gammaOffset, n);
        long s = real(slope, slopeOffset, n);
        long w = real(weight, weightOffset, n);
        long o = real(out, outOffset, n);
        FloatVector factor = FloatVector.broadcast(REAL, offset);
        for (int k = 0; k < n; k += LANES) {
            VectorMask<Float> row = REAL.indexInRange(k, n);
            FloatVector x = fromMemorySegment(REAL, ALL, s + 4L * k, NATIVE, row)
                    .lanewise(FMA, factor, fromMemorySegment(REAL, ALL, g + 4L * k, NATIVE, row));
            FloatVector rounded = x.mul(Sine.ONE_OVER_PI).add(ROUND);
            FloatVector q = rounded.sub(ROUND);
            FloatVector r = q.fma(FloatVector.broadcast(REAL, -Sine.PI_1), x);
            r = q.fma(FloatVector.broadcast(REAL, -Sine.PI_2), r);
            r = q.fma(FloatVector.broadcast(REAL, -Sine.PI_3), r);
            FloatVector square = r.mul(r);
            FloatVector p = square.fma(FloatVector.broadcast(REAL, Sine.C9), FloatVector.broadcast(REAL, Sine.C7));
            p = p.fma(square, FloatVector.broadcast(REAL, Sine.C5));
            p = p.fma(square, FloatVector.broadcast(REAL, Sine.C3));
            p = p.fma(square.mul(r), r);
            // The last bit of q + 1, made a sign: -1 where q is even, since it is minus the sine that is wanted.
            FloatVector sign = rounded.reinterpretAsInts()
                    .lanewise(VectorOperators.LSHL, TO_SIGN)
                    .lanewise(VectorOperators.OR, BITS_OF_ONE)
                    .reinterpretAsFloats();
            p.mul(fromMemorySegment(REAL, ALL, w + 4L * k, NATIVE, row))
                    .mul(sign)
                    .intoMemorySegment(ALL, o + 4L * k, NATIVE, row);
        }
    }

    @Override
    public void correlate(
            MemorySegment obs, long obsOffset, MemorySegment ramp, long rampOffset, float rowRe, float rowIm,
            MemorySegment pred, long predOffset, MemorySegment weight, long weightOffset, int n, MemorySegment out,
            long outOffset) {
        long a = complex(obs, obsOffset, n);
        long r = complex(ramp, rampOffset, n);
        long p = complex(pred, predOffset, n);
        long w = real(weight, weightOffset, n);
        long o = complex(out, outOffset, n);
        long done = n - n % LANES;
        VectorComplexRows.correlateBlocks(a, r, rowRe, rowIm, p, w, (int) done, o);
        VectorComplexRows.correlateRest(
                a + 8 * done, r + 8 * done, rowRe, rowIm, p + 8 * done, w + 4 * done, (int) (n - done), o + 8 * done);
    }

    @Override
    public void multiply(MemorySegment a, long aOffset, MemorySegment b, long bOffset, int n) {
        long pa = complex(a, aOffset, n);
        long pb = complex(b, bOffset, n);
        long done = n - n % PAIRS;
        VectorComplexRows.multiplyBlocks(pa, pb, (int) done);
        VectorComplexRows.multiplyRest(pa + 8 * done, pb + 8 * done, (int) (n - done));
    }

    @Override
    public double weightedPower(MemorySegment a, long aOffset, MemorySegment weight, long weightOffset, int n) {
        long pa = complex(a, aOffset, n);
        long w = real(weight, weightOffset, n);
        double sum = 0;
        int k = 0;
        for (; k <= n - LANES; k += BLOCK) {
            sum += VectorComplexRows.powerOfBlocks(pa + 8L * k, w + 4L * k, Math.min(n - k, BLOCK));
        }
        long done = n - n % LANES;
        return n == done ? sum : sum + VectorComplexRows.powerOfRest(pa + 8 * done, w + 4 * done, (int) (n - done));
    }

    @Override
    public void accumulateSquares(MemorySegment v, long vOffset, int n, MemorySegment acc, long accOffset) {
        long pv = real(v, vOffset, n);
        long o = real(acc, accOffset, n);
        int k = 0;
        for (; k <= n - LANES; k += LANES) {
            FloatVector u = fromMemorySegment(REAL, ALL, pv + 4L * k, NATIVE);
            FloatVector sum = fromMemorySegment(REAL, ALL, o + 4L * k, NATIVE);
            u.lanewise(FMA, u, sum).intoMemorySegment(ALL, o + 4L * k, NATIVE);
        }
        if (k < n) {
            VectorMask<Float> rest = REAL.indexInRange(0, n - k);
            FloatVector u = fromMemorySegment(REAL, ALL, pv + 4L * k, NATIVE, rest);
            FloatVector sum = fromMemorySegment(REAL, ALL, o + 4L * k, NATIVE, rest);
            u.lanewise(FMA, u, sum).intoMemorySegment(ALL, o + 4L * k, NATIVE, rest);
        }
    }

    @Override
    public double weightedSum(MemorySegment v, long vOffset, MemorySegment weight, long weightOffset, int n) {
        long pv = real(v, vOffset, n);
        long w = real(weight, weightOffset, n);
        double sum = 0;
        for (int start = 0; start < n; start += BLOCK) {
            sum += sumOfBlock(pv + 4L * start, w + 4L * start, Math.min(n - start, BLOCK));
        }
        return sum;
    }

    private static double sumOfBlock(long pv, long w, int n) {
        FloatVector acc = FloatVector.zero(REAL);
        int k = 0;
        for (; k <= n - LANES; k += LANES) {
            FloatVector u = fromMemorySegment(REAL, ALL, pv + 4L * k, NATIVE);
            FloatVector v = fromMemorySegment(REAL, ALL, w + 4L * k, NATIVE);
            acc = u.lanewise(FMA, v, acc);
        }
        if (k < n) {
            VectorMask<Float> rest = REAL.indexInRange(0, n - k);
            FloatVector u = fromMemorySegment(REAL, ALL, pv + 4L * k, NATIVE, rest);
            FloatVector v = fromMemorySegment(REAL, ALL, w + 4L * k, NATIVE, rest);
            acc = u.lanewise(FMA, v, acc);
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

    @Override
    public void window(
            MemorySegment v, long vOffset, MemorySegment weight, long weightOffset, float mean, int n, MemorySegment out,
            long outOffset) {
        long pv = real(v, vOffset, n);
        long w = real(weight, weightOffset, n);
        long o = real(out, outOffset, n);
        FloatVector means = FloatVector.broadcast(REAL, mean);
        int k = 0;
        for (; k <= n - LANES; k += LANES) {
            FloatVector pixels = fromMemorySegment(REAL, ALL, pv + 4L * k, NATIVE);
            FloatVector weights = fromMemorySegment(REAL, ALL, w + 4L * k, NATIVE);
            pixels.lanewise(SUB, means).mul(weights).intoMemorySegment(ALL, o + 4L * k, NATIVE);
        }
        if (k < n) {
            VectorMask<Float> rest = REAL.indexInRange(0, n - k);
            FloatVector pixels = fromMemorySegment(REAL, ALL, pv + 4L * k, NATIVE, rest);
            FloatVector weights = fromMemorySegment(REAL, ALL, w + 4L * k, NATIVE, rest);
            pixels.lanewise(SUB, means).mul(weights).intoMemorySegment(ALL, o + 4L * k, NATIVE, rest);
        }
    }

    @Override
    public void accumulate(float factor, MemorySegment v, long vOffset, int n, MemorySegment acc, long accOffset) {
        long pv = real(v, vOffset, n);
        long o = real(acc, accOffset, n);
        FloatVector factors = FloatVector.broadcast(REAL, factor);
        int k = 0;
        for (; k <= n - LANES; k += LANES) {
            FloatVector u = fromMemorySegment(REAL, ALL, pv + 4L * k, NATIVE);
            FloatVector sum = fromMemorySegment(REAL, ALL, o + 4L * k, NATIVE);
            u.lanewise(FMA, factors, sum).intoMemorySegment(ALL, o + 4L * k, NATIVE);
        }
        if (k < n) {
            VectorMask<Float> rest = REAL.indexInRange(0, n - k);
            FloatVector u = fromMemorySegment(REAL, ALL, pv + 4L * k, NATIVE, rest);
            FloatVector sum = fromMemorySegment(REAL, ALL, o + 4L * k, NATIVE, rest);
            u.lanewise(FMA, factors, sum).intoMemorySegment(ALL, o + 4L * k, NATIVE, rest);
        }
    }
}
