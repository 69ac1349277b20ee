package org.tomoalign.simulate;

import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Vec3;

/** Rotations next to matrices. */
final class Rotations {
    private Rotations() {
    }

    /** Returns a + b. */
    static Mat3 sum(Mat3 a, Mat3 b) {
        return new Mat3(a.m00() + b.m00(), a.m01() + b.m01(), a.m02() + b.m02(),
                a.m10() + b.m10(), a.m11() + b.m11(), a.m12() + b.m12(),
                a.m20() + b.m20(), a.m21() + b.m21(), a.m22() + b.m22());
    }

    private static Mat3 scaled(Mat3 a, double f) {
        return new Mat3(f * a.m00(), f * a.m01(), f * a.m02(), f * a.m10(), f * a.m11(), f * a.m12(),
                f * a.m20(), f * a.m21(), f * a.m22());
    }

    /**
     * Returns the orthogonal matrix nearest to one that is not singular: U V of its singular value decomposition, by
     * Newton's iteration X = (X + X^-T) / 2 (Higham 1986), scaled to converge in a few steps.
     */
    static Mat3 nearest(Mat3 matrix) {
        Mat3 x = matrix;
        for (int i = 0; i < 100; i++) {
            Mat3 inverse = inverseTransposed(x);
            double scale = Math.sqrt(norm(inverse) / norm(x));
            Mat3 next = scaled(sum(scaled(x, scale), scaled(inverse, 1 / scale)), 0.5);
            double change = norm(sum(next, scaled(x, -1)));
            x = next;
            if (change < 1e-14) {
                break;
            }
        }
        return x;
    }

    /** Returns the angle of a rotation, radians; exact for small ones, unlike the arc cosine of the trace. */
    static double angle(Mat3 r) {
        double chord = norm(sum(r, scaled(Mat3.IDENTITY, -1)));
        return 2 * Math.asin(Math.min(1, chord / Math.sqrt(8)));
    }

    /** Returns axis times angle of a rotation, radians; of one by less than a half turn. */
    static Vec3 vector(Mat3 r) {
        Vec3 axis = new Vec3(r.m21() - r.m12(), r.m02() - r.m20(), r.m10() - r.m01());
        double sine = axis.norm() / 2;
        return sine > 0 ? axis.times(angle(r) / (2 * sine)) : Vec3.ZERO;
    }

    private static double norm(Mat3 a) {
        return Math.sqrt(a.m00() * a.m00() + a.m01() * a.m01() + a.m02() * a.m02() + a.m10() * a.m10()
                + a.m11() * a.m11() + a.m12() * a.m12() + a.m20() * a.m20() + a.m21() * a.m21() + a.m22() * a.m22());
    }

    /** The matrix of cofactors over the determinant. */
    private static Mat3 inverseTransposed(Mat3 a) {
        double c00 = a.m11() * a.m22() - a.m12() * a.m21();
        double c01 = a.m12() * a.m20() - a.m10() * a.m22();
        double c02 = a.m10() * a.m21() - a.m11() * a.m20();
        double determinant = a.m00() * c00 + a.m01() * c01 + a.m02() * c02;
        if (determinant == 0) {
            throw new ArithmeticException("a singular matrix has no nearest rotation");
        }
        Mat3 cofactors = new Mat3(c00, c01, c02,
                a.m02() * a.m21() - a.m01() * a.m22(), a.m00() * a.m22() - a.m02() * a.m20(),
                a.m01() * a.m20() - a.m00() * a.m21(),
                a.m01() * a.m12() - a.m02() * a.m11(), a.m02() * a.m10() - a.m00() * a.m12(),
                a.m00() * a.m11() - a.m01() * a.m10());
        return scaled(cofactors, 1 / determinant);
    }
}
