package org.tomoalign.geometry;

/**
 * A family of 2-D deformations of an image, {@code D(y) = y + g(y)}, g linear in its coefficients. Positions and g are in
 * px, coordinate order x, y; pixel (0, 0) is the first pixel of the image. Coefficients are laid out as in RELION's files.
 */
public sealed interface DeformationField permits LinearField, SplineField, FourierField {
    /** Returns the number of coefficients, at least 1. */
    int coefficients();

    /**
     * Evaluates g and its first derivatives at (x, y).
     *
     * @param c  the coefficients start at {@code at}
     * @param at see c
     */
    void evaluate(double x, double y, double[] c, int at, Displacement out);

    /**
     * Adds the gradient with respect to the coefficients of {@code gx g_x(x, y) + gy g_y(x, y)}.
     *
     * @param gradient receives it from {@code at}
     */
    void addGradient(double x, double y, double gx, double gy, double[] gradient, int at);

    /**
     * Returns the size of a coefficient that displaces parts of the image by about one px: in these units all
     * coefficients matter alike.
     */
    double unit(int coefficient);

    /** Returns the weight of the coefficient's square in RELION's regulariser. */
    double penalty(int coefficient);

    /** A displacement g and its derivatives: {@code dxy} is that of its x component by y. */
    final class Displacement {
        /** Displacement, px. */
        public double x;
        /** Displacement, px. */
        public double y;
        /** d g_x / dx. */
        public double dxx;
        /** d g_x / dy. */
        public double dxy;
        /** d g_y / dx. */
        public double dyx;
        /** d g_y / dy. */
        public double dyy;
    }
}
