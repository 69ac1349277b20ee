package org.tomoalign.geometry;

/** A 3x3 matrix, element {@code mRC} in row R and column C; it multiplies column vectors from the left. */
public record Mat3(
        double m00, double m01, double m02,
        double m10, double m11, double m12,
        double m20, double m21, double m22) {
    /** The identity. */
    public static final Mat3 IDENTITY = new Mat3(1, 0, 0, 0, 1, 0, 0, 0, 1);

    /** Returns the right-handed rotation by {@code angle} radians about the x axis. */
    public static Mat3 rotationX(double angle) {
        double c = Math.cos(angle), s = Math.sin(angle);
        return new Mat3(1, 0, 0, 0, c, -s, 0, s, c);
    }

    /** Returns the right-handed rotation by {@code angle} radians about the y axis. */
    public static Mat3 rotationY(double angle) {
        double c = Math.cos(angle), s = Math.sin(angle);
        return new Mat3(c, 0, s, 0, 1, 0, -s, 0, c);
    }

    /** Returns the right-handed rotation by {@code angle} radians about the z axis. */
    public static Mat3 rotationZ(double angle) {
        double c = Math.cos(angle), s = Math.sin(angle);
        return new Mat3(c, -s, 0, s, c, 0, 0, 0, 1);
    }

    /** Returns the matrix product this * b. */
    public Mat3 times(Mat3 b) {
        return new Mat3(
                m00 * b.m00 + m01 * b.m10 + m02 * b.m20,
                m00 * b.m01 + m01 * b.m11 + m02 * b.m21,
                m00 * b.m02 + m01 * b.m12 + m02 * b.m22,
                m10 * b.m00 + m11 * b.m10 + m12 * b.m20,
                m10 * b.m01 + m11 * b.m11 + m12 * b.m21,
                m10 * b.m02 + m11 * b.m12 + m12 * b.m22,
                m20 * b.m00 + m21 * b.m10 + m22 * b.m20,
                m20 * b.m01 + m21 * b.m11 + m22 * b.m21,
                m20 * b.m02 + m21 * b.m12 + m22 * b.m22);
    }

    /** Returns the vector this * v. */
    public Vec3 times(Vec3 v) {
        return new Vec3(
                m00 * v.x() + m01 * v.y() + m02 * v.z(),
                m10 * v.x() + m11 * v.y() + m12 * v.z(),
                m20 * v.x() + m21 * v.y() + m22 * v.z());
    }

    /** Returns the transpose: the inverse of a rotation. */
    public Mat3 transposed() {
        return new Mat3(m00, m10, m20, m01, m11, m21, m02, m12, m22);
    }
}
