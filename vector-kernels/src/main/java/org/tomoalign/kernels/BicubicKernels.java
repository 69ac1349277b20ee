package org.tomoalign.kernels;

import java.lang.foreign.MemorySegment;

/**
 * Evaluates functions that are cubic piece by piece along x and y, in a stack of square float windows; window w starts at byte
 * {@code 4 w side side}, its rows follow each other without gaps. Arithmetic is in double. There are two kinds: bicubic
 * (Catmull-Rom, a = -1/2) interpolation of values, and cubic splines, whose windows hold the coefficients of B-splines.
 */
public interface BicubicKernels {
    /**
     * Evaluates point i at {@code (x[i], y[i])} (px within its window, pixel centres at integers) of window
     * {@code first + i}, i = 0..n-1. Where {@code 1 <= x < side - 2} and the same for y does not hold, value and
     * gradient are zero (callers keep a frame of three zero pixels, so nothing jumps there).
     *
     * @param value     receives the values
     * @param gradientX receives d value / dx per px
     * @param gradientY receives d value / dy per px
     */
    void valueAndGradient(
            MemorySegment windows, int side, long first, int n, double[] x, double[] y, double[] value,
            double[] gradientX, double[] gradientY);

    /**
     * The same with second derivatives.
     *
     * @param hessianXX receives d2 value / dx2
     * @param hessianXY receives d2 value / dx dy
     * @param hessianYY receives d2 value / dy2
     */
    void valueGradientAndHessian(
            MemorySegment windows, int side, long first, int n, double[] x, double[] y, double[] value,
            double[] gradientX, double[] gradientY, double[] hessianXX, double[] hessianXY, double[] hessianYY);
}
