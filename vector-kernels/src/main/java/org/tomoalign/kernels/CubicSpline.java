package org.tomoalign.kernels;

/**
 * The uniform cubic B-splines of the four coefficients at distance -1, 0, 1, 2 from the cell's lower corner, t in [0, 1), and
 * their derivatives. (M. Unser, IEEE Signal Processing Magazine 16, 1999, 22-38.)
 */
record CubicSpline() implements CubicPiece {
    private static final double SIXTH = 1.0 / 6;

    static double w0(double t) {
        return SIXTH * (1 - t) * (1 - t) * (1 - t);
    }

    static double w1(double t) {
        return 4 * SIXTH + t * t * (0.5 * t - 1);
    }

    static double w2(double t) {
        return SIXTH + 0.5 * t * (1 + t * (1 - t));
    }

    static double w3(double t) {
        return SIXTH * t * t * t;
    }

    static double d0(double t) {
        return -0.5 * (1 - t) * (1 - t);
    }

    static double d1(double t) {
        return t * (1.5 * t - 2);
    }

    static double d2(double t) {
        return 0.5 + t * (1 - 1.5 * t);
    }

    static double d3(double t) {
        return 0.5 * t * t;
    }

    static double h0(double t) {
        return 1 - t;
    }

    static double h1(double t) {
        return 3 * t - 2;
    }

    static double h2(double t) {
        return 1 - 3 * t;
    }

    static double h3(double t) {
        return t;
    }

    @Override
    public double value(double t, double a, double b, double c, double d) {
        return w0(t) * a + w1(t) * b + w2(t) * c + w3(t) * d;
    }

    @Override
    public double slope(double t, double a, double b, double c, double d) {
        return d0(t) * a + d1(t) * b + d2(t) * c + d3(t) * d;
    }

    @Override
    public double curvature(double t, double a, double b, double c, double d) {
        return h0(t) * a + h1(t) * b + h2(t) * c + h3(t) * d;
    }
}
