package org.tomoalign.kernels;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.MUL;
import static org.tomoalign.kernels.Memory.ALL;
import static org.tomoalign.kernels.Simd.NATIVE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Bicubic interpolation on the Vector API: each of the four rows of a point is one 128-bit load, widened to four
 * doubles; rows are combined first, the four columns last. Needs vectors of 256 bits.
 */
final class VectorBicubicKernels implements BicubicKernels {
    private static final VectorSpecies<Float> ROW = FloatVector.SPECIES_128;
    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_256;
    private static final VectorShuffle<Double> BY_2 = VectorShuffle.fromOp(WIDE, i -> i ^ 2);
    private static final VectorShuffle<Double> BY_1 = VectorShuffle.fromOp(WIDE, i -> i ^ 1);

    // The Catmull-Rom weights of the four columns: constant, linear, quadratic and cubic coefficients.
    private static final DoubleVector C0 = columns(0, 1, 0, 0);
    private static final DoubleVector C1 = columns(-0.5, 0, 0.5, 0);
    private static final DoubleVector C2 = columns(1, -2.5, 2, -0.5);
    private static final DoubleVector C3 = columns(-0.5, 1.5, -1.5, 0.5);
    private static final DoubleVector TWO_C2 = C2.mul(2);
    private static final DoubleVector THREE_C3 = C3.mul(3);
    private static final DoubleVector SIX_C3 = C3.mul(6);

    private static DoubleVector columns(double c0, double c1, double c2, double c3) {
        return DoubleVector.fromArray(WIDE, new double[] {c0, c1, c2, c3}, 0);
    }

    @Override
    public void valueAndGradient(
            MemorySegment windows, int side, long first, int n, double[] x, double[] y, double[] value,
            double[] gradientX, double[] gradientY) {
        long window = WindowBounds.firstWindow(windows, side, first, n);
        long row = 4L * side;
        for (int i = 0; i < n; i++, window += row * side) {
            if (!WindowBounds.inside(x[i], y[i], side)) {
                value[i] = 0;
                gradientX[i] = 0;
                gradientY[i] = 0;
                continue;
            }
            int ix = (int) x[i];
            int iy = (int) y[i];
            double ty = y[i] - iy;
            long p = window + row * (iy - 1) + 4L * (ix - 1);
            DoubleVector r0 = (DoubleVector) fromMemorySegment(ROW, ALL, p, NATIVE)
                    .convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector r1 = (DoubleVector) fromMemorySegment(ROW, ALL, p + row, NATIVE)
                    .convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector r2 = (DoubleVector) fromMemorySegment(ROW, ALL, p + 2 * row, NATIVE)
                    .convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector r3 = (DoubleVector) fromMemorySegment(ROW, ALL, p + 3 * row, NATIVE)
                    .convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector v = r0.lanewise(MUL, broadcast(WIDE, CatmullRom.w0(ty)));
            v = r1.lanewise(FMA, broadcast(WIDE, CatmullRom.w1(ty)), v);
            v = r2.lanewise(FMA, broadcast(WIDE, CatmullRom.w2(ty)), v);
            v = r3.lanewise(FMA, broadcast(WIDE, CatmullRom.w3(ty)), v);
            DoubleVector d = r0.lanewise(MUL, broadcast(WIDE, CatmullRom.d0(ty)));
            d = r1.lanewise(FMA, broadcast(WIDE, CatmullRom.d1(ty)), d);
            d = r2.lanewise(FMA, broadcast(WIDE, CatmullRom.d2(ty)), d);
            d = r3.lanewise(FMA, broadcast(WIDE, CatmullRom.d3(ty)), d);
            DoubleVector tx = broadcast(WIDE, x[i] - ix);
            DoubleVector wx = C3.fma(tx, C2).fma(tx, C1).fma(tx, C0);
            DoubleVector sx = THREE_C3.fma(tx, TWO_C2).fma(tx, C1);
            DoubleVector a = v.mul(wx);
            DoubleVector b = v.mul(sx);
            DoubleVector c = d.mul(wx);
            a = a.add(a.rearrange(BY_2));
            b = b.add(b.rearrange(BY_2));
            c = c.add(c.rearrange(BY_2));
            value[i] = a.add(a.rearrange(BY_1)).lane(0);
            gradientX[i] = b.add(b.rearrange(BY_1)).lane(0);
            gradientY[i] = c.add(c.rearrange(BY_1)).lane(0);
        }
    }

    @Override
    public void valueGradientAndHessian(
            MemorySegment windows, int side, long first, int n, double[] x, double[] y, double[] value,
            double[] gradientX, double[] gradientY, double[] hessianXX, double[] hessianXY, double[] hessianYY) {
        valueAndGradient(windows, side, first, n, x, y, value, gradientX, gradientY);
        hessian(windows, side, first, n, x, y, hessianXX, hessianXY, hessianYY);
    }

    /** A second pass over the batch, whose rows are still in the cache: one method for both would be too large. */
    private static void hessian(
            MemorySegment windows, int side, long first, int n, double[] x, double[] y, double[] hessianXX,
            double[] hessianXY, double[] hessianYY) {
        long window = WindowBounds.firstWindow(windows, side, first, n);
        long row = 4L * side;
        for (int i = 0; i < n; i++, window += row * side) {
            if (!WindowBounds.inside(x[i], y[i], side)) {
                hessianXX[i] = 0;
                hessianXY[i] = 0;
                hessianYY[i] = 0;
                continue;
            }
            int ix = (int) x[i];
            int iy = (int) y[i];
            double ty = y[i] - iy;
            long p = window + row * (iy - 1) + 4L * (ix - 1);
            DoubleVector r0 = (DoubleVector) fromMemorySegment(ROW, ALL, p, NATIVE)
                    .convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector r1 = (DoubleVector) fromMemorySegment(ROW, ALL, p + row, NATIVE)
                    .convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector r2 = (DoubleVector) fromMemorySegment(ROW, ALL, p + 2 * row, NATIVE)
                    .convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector r3 = (DoubleVector) fromMemorySegment(ROW, ALL, p + 3 * row, NATIVE)
                    .convertShape(VectorOperators.F2D, WIDE, 0);
            DoubleVector v = r0.lanewise(MUL, broadcast(WIDE, CatmullRom.w0(ty)));
            v = r1.lanewise(FMA, broadcast(WIDE, CatmullRom.w1(ty)), v);
            v = r2.lanewise(FMA, broadcast(WIDE, CatmullRom.w2(ty)), v);
            v = r3.lanewise(FMA, broadcast(WIDE, CatmullRom.w3(ty)), v);
            DoubleVector d = r0.lanewise(MUL, broadcast(WIDE, CatmullRom.d0(ty)));
            d = r1.lanewise(FMA, broadcast(WIDE, CatmullRom.d1(ty)), d);
            d = r2.lanewise(FMA, broadcast(WIDE, CatmullRom.d2(ty)), d);
            d = r3.lanewise(FMA, broadcast(WIDE, CatmullRom.d3(ty)), d);
            DoubleVector h = r0.lanewise(MUL, broadcast(WIDE, CatmullRom.h0(ty)));
            h = r1.lanewise(FMA, broadcast(WIDE, CatmullRom.h1(ty)), h);
            h = r2.lanewise(FMA, broadcast(WIDE, CatmullRom.h2(ty)), h);
            h = r3.lanewise(FMA, broadcast(WIDE, CatmullRom.h3(ty)), h);
            DoubleVector tx = broadcast(WIDE, x[i] - ix);
            DoubleVector a = v.mul(SIX_C3.fma(tx, TWO_C2));
            DoubleVector b = d.mul(THREE_C3.fma(tx, TWO_C2).fma(tx, C1));
            DoubleVector c = h.mul(C3.fma(tx, C2).fma(tx, C1).fma(tx, C0));
            a = a.add(a.rearrange(BY_2));
            b = b.add(b.rearrange(BY_2));
            c = c.add(c.rearrange(BY_2));
            hessianXX[i] = a.add(a.rearrange(BY_1)).lane(0);
            hessianXY[i] = b.add(b.rearrange(BY_1)).lane(0);
            hessianYY[i] = c.add(c.rearrange(BY_1)).lane(0);
        }
    }
}
