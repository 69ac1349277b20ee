package org.tomoalign.output;

import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

/**
 * How a refined projection differs from the one that went in: {@code L' = Rz(psi) Ry(theta) Rx(phi) L} for the linear
 * parts, and the shift of the tomogram's centre on the image. Axes x and y are the image's, z is the viewing direction.
 *
 * @param phi    rotation about x, radians
 * @param theta  rotation about y, radians
 * @param psi    rotation about z (in the plane of the image), radians
 * @param shiftX of the tomogram's centre, px
 * @param shiftY of the tomogram's centre, px
 */
public record PoseChange(double phi, double theta, double psi, double shiftX, double shiftY) {
    /**
     * Computes the change.
     *
     * @param centre of the tomogram, px
     * @throws IllegalArgumentException if the linear part of {@code before} cannot be inverted
     */
    public static PoseChange between(Projection before, Projection after, Vec3 centre) {
        Mat3 r = after.linear().times(inverse(before.linear()));
        double theta = Math.asin(Math.clamp(-r.m20(), -1.0, 1.0));
        Vec3 shift = after.apply(centre).minus(before.apply(centre));
        return new PoseChange(Math.atan2(r.m21(), r.m22()), theta, Math.atan2(r.m10(), r.m00()), shift.x(), shift.y());
    }

    /** By cofactors: projections may carry a scale, so the transpose would not do. */
    private static Mat3 inverse(Mat3 m) {
        double c00 = m.m11() * m.m22() - m.m12() * m.m21();
        double c01 = m.m12() * m.m20() - m.m10() * m.m22();
        double c02 = m.m10() * m.m21() - m.m11() * m.m20();
        double determinant = m.m00() * c00 + m.m01() * c01 + m.m02() * c02;
        if (determinant == 0 || !Double.isFinite(determinant)) {
            throw new IllegalArgumentException("a projection with determinant " + determinant);
        }
        double f = 1 / determinant;
        return new Mat3(
                f * c00, f * (m.m02() * m.m21() - m.m01() * m.m22()), f * (m.m01() * m.m12() - m.m02() * m.m11()),
                f * c01, f * (m.m00() * m.m22() - m.m02() * m.m20()), f * (m.m02() * m.m10() - m.m00() * m.m12()),
                f * c02, f * (m.m01() * m.m20() - m.m00() * m.m21()), f * (m.m00() * m.m11() - m.m01() * m.m10()));
    }
}
