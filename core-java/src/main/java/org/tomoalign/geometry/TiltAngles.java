package org.tomoalign.geometry;

/**
 * A projection as RELION 5 describes it: the tomogram is rotated about its centre, first around x, then y, then z
 * (right-handed), shifted in the image plane, and its centre put on the image's centre:
 * {@code P = T(shift) T(image centre) Rz Ry Rx T(-tomogram centre)}. Which centres are meant is the caller's matter:
 * RELION 5.0.1 rounds half sizes down when it reads its files.
 *
 * @param xTilt  degrees
 * @param yTilt  degrees
 * @param zRot   degrees
 * @param xShift px
 * @param yShift px
 */
public record TiltAngles(double xTilt, double yTilt, double zRot, double xShift, double yShift) {
    /** Below this cosine of the y tilt the x tilt and the z rotation are about the same axis. */
    private static final double GIMBAL = 1e-12;

    /**
     * Returns the projection.
     *
     * @param centre      of the tomogram, px
     * @param imageCentre of the image, px; z is 0
     */
    public Projection toProjection(Vec3 centre, Vec3 imageCentre) {
        Mat3 rotation = Mat3.rotationZ(Math.toRadians(zRot))
                .times(Mat3.rotationY(Math.toRadians(yTilt)))
                .times(Mat3.rotationX(Math.toRadians(xTilt)));
        Vec3 shift = new Vec3(xShift, yShift, 0).plus(imageCentre).minus(rotation.times(centre));
        return new Projection(rotation, shift);
    }

    /**
     * Returns the angles and shifts of a projection whose linear part is a rotation. They reproduce all of it but the
     * depth of the tomogram's centre, for which they have no place and which no image depends on.
     *
     * @param projection  with a rotation for its linear part
     * @param centre      of the tomogram, px
     * @param imageCentre of the image, px; z is 0
     */
    public static TiltAngles of(Projection projection, Vec3 centre, Vec3 imageCentre) {
        Mat3 m = projection.linear();
        double cosine = Math.hypot(m.m21(), m.m22());
        double x;
        double z;
        if (cosine > GIMBAL) {
            x = Math.atan2(m.m21(), m.m22());
            z = Math.atan2(m.m10(), m.m00());
        } else {
            x = 0;
            z = Math.atan2(-m.m01(), m.m11());
        }
        // The arc sine of m20 alone would lose half the digits near 90 degrees.
        double y = Math.atan2(-m.m20(), cosine);
        Vec3 shift = projection.apply(centre).minus(imageCentre);
        return new TiltAngles(Math.toDegrees(x), Math.toDegrees(y), Math.toDegrees(z), shift.x(), shift.y());
    }
}
