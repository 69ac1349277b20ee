package org.tomoalign.alignment.model;

/**
 * The rotation {@code Rz(psi) Ry(theta) Rx(phi)} and its derivatives, 3x3 matrices in rows of nine. All rotations are
 * right-handed.
 */
final class TaitBryan {
    /* The rotation about one axis and its derivative. */
    private final double[] x = new double[18];
    private final double[] y = new double[18];
    private final double[] z = new double[18];
    private final double[] zy = new double[9];

    /** Sets the angles, radians. */
    void set(double phi, double theta, double psi) {
        fill(x, phi, 1, 2);
        fill(y, theta, 2, 0);
        fill(z, psi, 0, 1);
    }

    /**
     * Writes the derivative of the given order in each angle (0 or 1): order 0, 0, 0 is the rotation itself.
     *
     * @param out receives nine values, row by row
     */
    void derivative(int inPhi, int inTheta, int inPsi, double[] out) {
        product(z, 9 * inPsi, y, 9 * inTheta, zy);
        product(zy, 0, x, 9 * inPhi, out);
    }

    /** Writes the derivative in one angle: 0 for phi, 1 for theta, 2 for psi. */
    void first(int axis, double[] out) {
        derivative(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0, out);
    }

    /**
     * Writes the rotation in the plane of axes a, b (a towards b), and its derivative.
     */
    private static void fill(double[] m, double angle, int a, int b) {
        java.util.Arrays.fill(m, 0);
        m[8 - 4 * a - 4 * b + 4] = 1; // the third axis is 3 - a - b
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        for (int order = 0; order < 2; order++) {
            m[9 * order + 4 * a] = c;
            m[9 * order + 4 * b] = c;
            m[9 * order + 3 * a + b] = -s;
            m[9 * order + 3 * b + a] = s;
            double t = c;
            c = -s;
            s = t;
        }
    }

    private static void product(double[] a, int atA, double[] b, int atB, double[] out) {
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                out[3 * r + c] = a[atA + 3 * r] * b[atB + c] + a[atA + 3 * r + 1] * b[atB + 3 + c]
                        + a[atA + 3 * r + 2] * b[atB + 6 + c];
            }
        }
    }
}
