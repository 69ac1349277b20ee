package org.tomoalign.kernels;

import static jdk.incubator.vector.VectorOperators.FMA;
import static org.tomoalign.kernels.Simd.DOUBLE;

import jdk.incubator.vector.DoubleVector;

/**
 * Matrix products on the Vector API for machines with sixteen vector registers (x86 without AVX-512), in tiles of six
 * rows and two vectors: twelve sums, two vectors of the panel and a broadcast stay in them, where the sixteen sums of
 * {@link VectorMatrixKernels} do not: a third of the time (MatrixKernelsBenchmark, Zen 3).
 */
final class VectorNarrowMatrixKernels extends VectorTiledMatrixKernels {
    private static final int WIDTH = 2 * LANES;

    VectorNarrowMatrixKernels() {
        super(6, 2);
    }

    @Override
    void tile(
            int depth, double[] a, int aOffset, int aRowStep, int aDepthStep, double[] panel, int panelOffset,
            double[] c, int at) {
        DoubleVector s00 = DoubleVector.fromArray(DOUBLE, c, at);
        DoubleVector s01 = DoubleVector.fromArray(DOUBLE, c, at + LANES);
        DoubleVector s10 = DoubleVector.fromArray(DOUBLE, c, at + WIDTH);
        DoubleVector s11 = DoubleVector.fromArray(DOUBLE, c, at + WIDTH + LANES);
        DoubleVector s20 = DoubleVector.fromArray(DOUBLE, c, at + 2 * WIDTH);
        DoubleVector s21 = DoubleVector.fromArray(DOUBLE, c, at + 2 * WIDTH + LANES);
        DoubleVector s30 = DoubleVector.fromArray(DOUBLE, c, at + 3 * WIDTH);
        DoubleVector s31 = DoubleVector.fromArray(DOUBLE, c, at + 3 * WIDTH + LANES);
        DoubleVector s40 = DoubleVector.fromArray(DOUBLE, c, at + 4 * WIDTH);
        DoubleVector s41 = DoubleVector.fromArray(DOUBLE, c, at + 4 * WIDTH + LANES);
        DoubleVector s50 = DoubleVector.fromArray(DOUBLE, c, at + 5 * WIDTH);
        DoubleVector s51 = DoubleVector.fromArray(DOUBLE, c, at + 5 * WIDTH + LANES);
        int left = aOffset;
        int b = panelOffset;
        for (int k = 0; k < depth; k++) {
            DoubleVector b0 = DoubleVector.fromArray(DOUBLE, panel, b);
            DoubleVector b1 = DoubleVector.fromArray(DOUBLE, panel, b + LANES);
            DoubleVector f = DoubleVector.broadcast(DOUBLE, a[left]);
            s00 = b0.lanewise(FMA, f, s00);
            s01 = b1.lanewise(FMA, f, s01);
            f = DoubleVector.broadcast(DOUBLE, a[left + aRowStep]);
            s10 = b0.lanewise(FMA, f, s10);
            s11 = b1.lanewise(FMA, f, s11);
            f = DoubleVector.broadcast(DOUBLE, a[left + 2 * aRowStep]);
            s20 = b0.lanewise(FMA, f, s20);
            s21 = b1.lanewise(FMA, f, s21);
            f = DoubleVector.broadcast(DOUBLE, a[left + 3 * aRowStep]);
            s30 = b0.lanewise(FMA, f, s30);
            s31 = b1.lanewise(FMA, f, s31);
            f = DoubleVector.broadcast(DOUBLE, a[left + 4 * aRowStep]);
            s40 = b0.lanewise(FMA, f, s40);
            s41 = b1.lanewise(FMA, f, s41);
            f = DoubleVector.broadcast(DOUBLE, a[left + 5 * aRowStep]);
            s50 = b0.lanewise(FMA, f, s50);
            s51 = b1.lanewise(FMA, f, s51);
            left += aDepthStep;
            b += WIDTH;
        }
        s00.intoArray(c, at);
        s01.intoArray(c, at + LANES);
        s10.intoArray(c, at + WIDTH);
        s11.intoArray(c, at + WIDTH + LANES);
        s20.intoArray(c, at + 2 * WIDTH);
        s21.intoArray(c, at + 2 * WIDTH + LANES);
        s30.intoArray(c, at + 3 * WIDTH);
        s31.intoArray(c, at + 3 * WIDTH + LANES);
        s40.intoArray(c, at + 4 * WIDTH);
        s41.intoArray(c, at + 4 * WIDTH + LANES);
        s50.intoArray(c, at + 5 * WIDTH);
        s51.intoArray(c, at + 5 * WIDTH + LANES);
    }

    @Override
    void row(
            int depth, double[] a, int aOffset, int aDepthStep, double[] panel, int panelOffset, double[] c, int at) {
        DoubleVector s0 = DoubleVector.fromArray(DOUBLE, c, at);
        DoubleVector s1 = DoubleVector.fromArray(DOUBLE, c, at + LANES);
        int left = aOffset;
        int b = panelOffset;
        for (int k = 0; k < depth; k++) {
            DoubleVector f = DoubleVector.broadcast(DOUBLE, a[left]);
            s0 = DoubleVector.fromArray(DOUBLE, panel, b).lanewise(FMA, f, s0);
            s1 = DoubleVector.fromArray(DOUBLE, panel, b + LANES).lanewise(FMA, f, s1);
            left += aDepthStep;
            b += WIDTH;
        }
        s0.intoArray(c, at);
        s1.intoArray(c, at + LANES);
    }
}
