package org.tomoalign.kernels;

import static jdk.incubator.vector.DoubleVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;
import static org.tomoalign.kernels.Simd.BY_1;
import static org.tomoalign.kernels.Simd.BY_2;
import static org.tomoalign.kernels.Simd.BY_4;
import static org.tomoalign.kernels.Simd.DOUBLE;

import jdk.incubator.vector.DoubleVector;

/** Level-1 operations on the Vector API. */
final class VectorVectorKernels implements VectorKernels {
    private static final int LANES = DOUBLE.length();

    @Override
    public double dot(double[] a, double[] b, int n) {
        DoubleVector s0 = DoubleVector.zero(DOUBLE);
        DoubleVector s1 = s0;
        DoubleVector s2 = s0;
        DoubleVector s3 = s0;
        int i = 0;
        // Four sums, so that an addition need not wait for the one before.
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            s0 = fromArray(DOUBLE, a, i).lanewise(FMA, fromArray(DOUBLE, b, i), s0);
            s1 = fromArray(DOUBLE, a, i + LANES).lanewise(FMA, fromArray(DOUBLE, b, i + LANES), s1);
            s2 = fromArray(DOUBLE, a, i + 2 * LANES).lanewise(FMA, fromArray(DOUBLE, b, i + 2 * LANES), s2);
            s3 = fromArray(DOUBLE, a, i + 3 * LANES).lanewise(FMA, fromArray(DOUBLE, b, i + 3 * LANES), s3);
        }
        for (; i <= n - LANES; i += LANES) {
            s0 = fromArray(DOUBLE, a, i).lanewise(FMA, fromArray(DOUBLE, b, i), s0);
        }
        // In this order always: reduceLanes leaves it open, and its interpreted and compiled forms do differ.
        DoubleVector total = s0.lanewise(ADD, s1).add(s2.lanewise(ADD, s3));
        if (DOUBLE.length() > 4) {
            total = total.add(total.rearrange(BY_4));
        }
        if (DOUBLE.length() > 2) {
            total = total.add(total.rearrange(BY_2));
        }
        double sum = total.add(total.rearrange(BY_1)).lane(0);
        for (; i < n; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public void axpy(double alpha, double[] x, double[] y, int n) {
        DoubleVector factor = DoubleVector.broadcast(DOUBLE, alpha);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            fromArray(DOUBLE, x, i).lanewise(FMA, factor, fromArray(DOUBLE, y, i)).intoArray(y, i);
        }
        for (; i < n; i++) {
            y[i] = Math.fma(alpha, x[i], y[i]);
        }
    }

    @Override
    public void scale(double alpha, double[] x, int n) {
        DoubleVector factor = DoubleVector.broadcast(DOUBLE, alpha);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            fromArray(DOUBLE, x, i).lanewise(MUL, factor).intoArray(x, i);
        }
        for (; i < n; i++) {
            x[i] *= alpha;
        }
    }
}
