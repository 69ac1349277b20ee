package org.tomoalign.geometry;

/**
 * The projection of one tilt image: an affine map from a position in the tomogram (px, x y z) to
 * (image x, image y, depth) in px, where image pixel (0,0) is the first pixel of the image.
 * It is the 4x4 matrix P of RELION without its constant last row (0 0 0 1); the linear part need not be a
 * pure rotation.
 *
 * @param linear the upper left 3x3 part
 * @param shift  the last column
 */
public record Projection(Mat3 linear, Vec3 shift) {
    /** Returns the image of a position: (x, y) on the tilt image and the depth, all in px. */
    public Vec3 apply(Vec3 position) {
        return linear.times(position).plus(shift);
    }

    /** Returns the projection that applies this one and then moves the result by {@code offset} px. */
    public Projection shiftedBy(Vec3 offset) {
        return new Projection(linear, shift.plus(offset));
    }

    /**
     * Returns {@code T(pivot) * rotation * T(-pivot) * this}: this projection followed by a rotation (or another linear
     * map) about a pivot of the image space.
     */
    public Projection rotatedAbout(Vec3 pivot, Mat3 rotation) {
        return new Projection(rotation.times(linear), rotation.times(shift.minus(pivot)).plus(pivot));
    }
}
