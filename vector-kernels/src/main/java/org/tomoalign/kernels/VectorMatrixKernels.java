package org.tomoalign.kernels;

import static jdk.incubator.vector.VectorOperators.FMA;
import static org.tomoalign.kernels.Simd.DOUBLE;

import jdk.incubator.vector.DoubleVector;

/**
 * Matrix products on the Vector API for machines with 32 vector registers, in tiles of four rows and four vectors:
 * sixteen sums that stay in registers, for four loads and four broadcasts per step in depth.
 */
final class VectorMatrixKernels extends VectorTiledMatrixKernels {
    private static final int WIDTH = 4 * LANES;

    VectorMatrixKernels() {
        super(4, 4);
    }

    @Override
    void tile(
            int depth, double[] a, int aOffset, int aRowStep, int aDepthStep, double[] panel, int panelOffset,
            double[] c, int at) {
        DoubleVector s00 = DoubleVector.fromArray(DOUBLE, c, at);
        DoubleVector s01 = DoubleVector.fromArray(DOUBLE, c, at + LANES);
        DoubleVector s02 = DoubleVector.fromArray(DOUBLE, c, at + 2 * LANES);
        DoubleVector s03 = DoubleVector.fromArray(DOUBLE, c, at + 3 * LANES);
        DoubleVector s10 = DoubleVector.fromArray(DOUBLE, c, at + WIDTH);
        DoubleVector s11 = DoubleVector.fromArray(DOUBLE, c, at + WIDTH + LANES);
        DoubleVector s12 = DoubleVector.fromArray(DOUBLE, c, at + WIDTH + 2 * LANES);
        DoubleVector s13 = DoubleVector.fromArray(DOUBLE, c, at + WIDTH + 3 * LANES);
        DoubleVector s20 = DoubleVector.fromArray(DOUBLE, c, at + 2 * WIDTH);
        DoubleVector s21 = DoubleVector.fromArray(DOUBLE, c, at + 2 * WIDTH + LANES);
        DoubleVector s22 = DoubleVector.fromArray(DOUBLE, c, at + 2 * WIDTH + 2 * LANES);
        DoubleVector s23 = DoubleVector.fromArray(DOUBLE, c, at + 2 * WIDTH + 3 * LANES);
        DoubleVector s30 = DoubleVector.fromArray(DOUBLE, c, at + 3 * WIDTH);
        DoubleVector s31 = DoubleVector.fromArray(DOUBLE, c, at + 3 * WIDTH + LANES);
        DoubleVector s32 = DoubleVector.fromArray(DOUBLE, c, at + 3 * WIDTH + 2 * LANES);
        DoubleVector s33 = DoubleVector.fromArray(DOUBLE, c, at + 3 * WIDTH + 3 * LANES);
        int left = aOffset;
        int b = panelOffset;
        for (int k = 0; k < depth; k++) {
            DoubleVector b0 = DoubleVector.fromArray(DOUBLE, panel, b);
            DoubleVector b1 = DoubleVector.fromArray(DOUBLE, panel, b + LANES);
            DoubleVector b2 = DoubleVector.fromArray(DOUBLE, panel, b + 2 * LANES);
            DoubleVector b3 = DoubleVector.fromArray(DOUBLE, panel, b + 3 * LANES);
            DoubleVector f = DoubleVector.broadcast(DOUBLE, a[left]);
            s00 = b0.lanewise(FMA, f, s00);
            s01 = b1.lanewise(FMA, f, s01);
            s02 = b2.lanewise(FMA, f, s02);
            s03 = b3.lanewise(FMA, f, s03);
            f = DoubleVector.broadcast(DOUBLE, a[left + aRowStep]);
            s10 = b0.lanewise(FMA, f, s10);
            s11 = b1.lanewise(FMA, f, s11);
            s12 = b2.lanewise(FMA, f, s12);
            s13 = b3.lanewise(FMA, f, s13);
            f = DoubleVector.broadcast(DOUBLE, a[left + 2 * aRowStep]);
            s20 = b0.lanewise(FMA, f, s20);
            s21 = b1.lanewise(FMA, f, s21);
            s22 = b2.lanewise(FMA, f, s22);
            s23 = b3.lanewise(FMA, f, s23);
            f = DoubleVector.broadcast(DOUBLE, a[left + 3 * aRowStep]);
            s30 = b0.lanewise(FMA, f, s30);
            s31 = b1.lanewise(FMA, f, s31);
            s32 = b2.lanewise(FMA, f, s32);
            s33 = b3.lanewise(FMA, f, s33);
            left += aDepthStep;
            b += WIDTH;
        }
        s00.intoArray(c, at);
        s01.intoArray(c, at + LANES);
        s02.intoArray(c, at + 2 * LANES);
        s03.intoArray(c, at + 3 * LANES);
        s10.intoArray(c, at + WIDTH);
        s11.intoArray(c, at + WIDTH + LANES);
        s12.intoArray(c, at + WIDTH + 2 * LANES);
        s13.intoArray(c, at + WIDTH + 3 * LANES);
        s20.intoArray(c, at + 2 * WIDTH);
        s21.intoArray(c, at + 2 * WIDTH + LANES);
        s22.intoArray(c, at + 2 * WIDTH + 2 * LANES);
        s23.intoArray(c, at + 2 * WIDTH + 3 * LANES);
        s30.intoArray(c, at + 3 * WIDTH);
        s31.intoArray(c, at + 3 * WIDTH + LANES);
        s32.intoArray(c, at + 3 * WIDTH + 2 * LANES);
        s33.intoArray(c, at + 3 * WIDTH + 3 * LANES);
    }

    @Override
    void row(
            int depth, double[] a, int aOffset, int aDepthStep, double[] panel, int panelOffset, double[] c, int at) {
        DoubleVector s0 = DoubleVector.fromArray(DOUBLE, c, at);
        DoubleVector s1 = DoubleVector.fromArray(DOUBLE, c, at + LANES);
        DoubleVector s2 = DoubleVector.fromArray(DOUBLE, c, at + 2 * LANES);
        DoubleVector s3 = DoubleVector.fromArray(DOUBLE, c, at + 3 * LANES);
        int left = aOffset;
        int b = panelOffset;
        for (int k = 0; k < depth; k++) {
            DoubleVector f = DoubleVector.broadcast(DOUBLE, a[left]);
            s0 = DoubleVector.fromArray(DOUBLE, panel, b).lanewise(FMA, f, s0);
            s1 = DoubleVector.fromArray(DOUBLE, panel, b + LANES).lanewise(FMA, f, s1);
            s2 = DoubleVector.fromArray(DOUBLE, panel, b + 2 * LANES).lanewise(FMA, f, s2);
            s3 = DoubleVector.fromArray(DOUBLE, panel, b + 3 * LANES).lanewise(FMA, f, s3);
            left += aDepthStep;
            b += WIDTH;
        }
        s0.intoArray(c, at);
        s1.intoArray(c, at + LANES);
        s2.intoArray(c, at + 2 * LANES);
        s3.intoArray(c, at + 3 * LANES);
    }
}
