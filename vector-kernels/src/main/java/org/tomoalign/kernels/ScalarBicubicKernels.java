package org.tomoalign.kernels;

import static org.tomoalign.kernels.Memory.get;
import static org.tomoalign.kernels.WindowBounds.firstWindow;
import static org.tomoalign.kernels.WindowBounds.inside;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Functions that are cubic piece by piece, in plain Java.
 *
 * @param piece what they are along either axis
 */
record ScalarBicubicKernels(CubicPiece piece) implements BicubicKernels {
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
                v = piece.value(ty, r0, r1, r2, r3);
                gx = piece.value(ty, s0, s1, s2, s3);
                gy = piece.slope(ty, r0, r1, r2, r3);
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
                hxx = piece.value(ty, curvatureInRow(p, tx), curvatureInRow(p + rowBytes, tx),
                        curvatureInRow(p + 2 * rowBytes, tx), curvatureInRow(p + 3 * rowBytes, tx));
                hxy = piece.slope(ty, slopeInRow(p, tx), slopeInRow(p + rowBytes, tx),
                        slopeInRow(p + 2 * rowBytes, tx), slopeInRow(p + 3 * rowBytes, tx));
                hyy = piece.curvature(ty, valueInRow(p, tx), valueInRow(p + rowBytes, tx),
                        valueInRow(p + 2 * rowBytes, tx), valueInRow(p + 3 * rowBytes, tx));
            }
            hessianXX[i] = hxx;
            hessianXY[i] = hxy;
            hessianYY[i] = hyy;
        }
    }

    private double valueInRow(long p, double t) {
        return piece.value(t, get(p), get(p + 4), get(p + 8), get(p + 12));
    }

    private double slopeInRow(long p, double t) {
        return piece.slope(t, get(p), get(p + 4), get(p + 8), get(p + 12));
    }

    private double curvatureInRow(long p, double t) {
        return piece.curvature(t, get(p), get(p + 4), get(p + 8), get(p + 12));
    }
}
