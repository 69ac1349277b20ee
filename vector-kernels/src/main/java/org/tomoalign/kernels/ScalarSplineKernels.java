package org.tomoalign.kernels;

import static org.tomoalign.kernels.CatmullRom.firstWindow;
import static org.tomoalign.kernels.CatmullRom.inside;
import static org.tomoalign.kernels.CubicSpline.*;
import static org.tomoalign.kernels.Memory.get;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Cubic splines in plain Java. */
final class ScalarSplineKernels implements BicubicKernels {
    @Override
    public void valueAndGradient(
            MemorySegment windows, int side, long first, int n, double[] x, double[] y, double[] value,
            double[] gradientX, double[] gradientY) {
        long base = firstWindow(windows, side, first, n);
        long rowBytes = 4L * side;
        for (int i = 0; i < n; i++) {
            double v = 0;
            double gx = 0;
            double gy = 0;
            if (inside(x[i], y[i], side)) {
                int ix = (int) x[i];
                int iy = (int) y[i];
                double tx = x[i] - ix;
                double ty = y[i] - iy;
                long p = base + rowBytes * side * i + rowBytes * (iy - 1) + 4L * (ix - 1);
                double r0 = valueInRow(p, tx);
                double r1 = valueInRow(p + rowBytes, tx);
                double r2 = valueInRow(p + 2 * rowBytes, tx);
                double r3 = valueInRow(p + 3 * rowBytes, tx);
                double s0 = slopeInRow(p, tx);
                double s1 = slopeInRow(p + rowBytes, tx);
                double s2 = slopeInRow(p + 2 * rowBytes, tx);
                double s3 = slopeInRow(p + 3 * rowBytes, tx);
                v = w0(ty) * r0 + w1(ty) * r1 + w2(ty) * r2 + w3(ty) * r3;
                gx = w0(ty) * s0 + w1(ty) * s1 + w2(ty) * s2 + w3(ty) * s3;
                gy = d0(ty) * r0 + d1(ty) * r1 + d2(ty) * r2 + d3(ty) * r3;
            }
            value[i] = v;
            gradientX[i] = gx;
            gradientY[i] = gy;
        }
    }

    @Override
    public void valueGradientAndHessian(
            MemorySegment windows, int side, long first, int n, double[] x, double[] y, double[] value,
            double[] gradientX, double[] gradientY, double[] hessianXX, double[] hessianXY, double[] hessianYY) {
        valueAndGradient(windows, side, first, n, x, y, value, gradientX, gradientY);
        long base = firstWindow(windows, side, first, n);
        long rowBytes = 4L * side;
        Objects.checkFromIndexSize(0, n, Math.min(hessianXX.length, Math.min(hessianXY.length, hessianYY.length)));
        for (int i = 0; i < n; i++) {
            double hxx = 0;
            double hxy = 0;
            double hyy = 0;
            if (inside(x[i], y[i], side)) {
                int ix = (int) x[i];
                int iy = (int) y[i];
                double tx = x[i] - ix;
                double ty = y[i] - iy;
                long p = base + rowBytes * side * i + rowBytes * (iy - 1) + 4L * (ix - 1);
                hxx = w0(ty) * curvatureInRow(p, tx) + w1(ty) * curvatureInRow(p + rowBytes, tx)
                        + w2(ty) * curvatureInRow(p + 2 * rowBytes, tx) + w3(ty) * curvatureInRow(p + 3 * rowBytes, tx);
                hxy = d0(ty) * slopeInRow(p, tx) + d1(ty) * slopeInRow(p + rowBytes, tx)
                        + d2(ty) * slopeInRow(p + 2 * rowBytes, tx) + d3(ty) * slopeInRow(p + 3 * rowBytes, tx);
                hyy = h0(ty) * valueInRow(p, tx) + h1(ty) * valueInRow(p + rowBytes, tx)
                        + h2(ty) * valueInRow(p + 2 * rowBytes, tx) + h3(ty) * valueInRow(p + 3 * rowBytes, tx);
            }
            hessianXX[i] = hxx;
            hessianXY[i] = hxy;
            hessianYY[i] = hyy;
        }
    }

    private static double valueInRow(long p, double t) {
        return w0(t) * get(p) + w1(t) * get(p + 4) + w2(t) * get(p + 8) + w3(t) * get(p + 12);
    }

    private static double slopeInRow(long p, double t) {
        return d0(t) * get(p) + d1(t) * get(p + 4) + d2(t) * get(p + 8) + d3(t) * get(p + 12);
    }

    private static double curvatureInRow(long p, double t) {
        return h0(t) * get(p) + h1(t) * get(p + 4) + h2(t) * get(p + 8) + h3(t) * get(p + 12);
    }
}
