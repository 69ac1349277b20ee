package org.tomoalign.kernels;

/** A function that is cubic between neighbouring pixels: a weighted sum of the two pixels on either side of a point. */
sealed interface CubicPiece permits CatmullRom, CubicSpline {
    /**
     * Returns the function's value.
     *
     * @param t distance from pixel b, in [0, 1)
     * @param a pixel at -1
     * @param b pixel at 0
     * @param c pixel at 1
     * @param d pixel at 2
     */
    double value(double t, double a, double b, double c, double d);

    /** Returns the first derivative by t, see {@link #value}. */
    double slope(double t, double a, double b, double c, double d);

    /** Returns the second derivative by t, see {@link #value}. */
    double curvature(double t, double a, double b, double c, double d);
}
