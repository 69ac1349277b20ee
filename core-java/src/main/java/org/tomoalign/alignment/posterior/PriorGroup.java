package org.tomoalign.alignment.posterior;

/** Unknowns that share a prior. */
public enum PriorGroup {
    /** The images' rotations; spread in radians. */
    ANGLE(Math.toRadians(0.3), Math.toRadians(0.01)),
    /** The images' shifts; spread in px. */
    SHIFT(2, 0.05),
    /** The particles' coordinates; spread in px. */
    POSITION(2, 0.05),
    /** The coefficients of deformations; spread in px over the image. */
    DEFORMATION(2, 0.05);

    private final double wide;
    private final double least;

    PriorGroup(double wide, double least) {
        this.wide = wide;
        this.least = least;
    }

    /** Returns the spread from which learning starts: what is left after a fair alignment of the tilt series. */
    double wide() {
        return wide;
    }

    /** Returns the least spread that is learned. */
    double least() {
        return least;
    }
}
