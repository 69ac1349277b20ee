package org.tomoalign.tomogram;

import org.tomoalign.geometry.Vec3;

/**
 * The motion of a tomogram's particles: displacements from their positions, px; 0 at the first image.
 *
 * @param images F
 * @param values element {@code (3 p + axis) F + t}, t chronological; not copied, not to be changed
 */
public record Trajectories(int images, double[] values) {
    /** Nothing moves. */
    public static final Trajectories NONE = new Trajectories(0, new double[0]);

    /**
     * Checks the shape.
     *
     * @throws IllegalArgumentException if there are not 3 F values per particle
     */
    public Trajectories {
        if (images == 0 ? values.length > 0 : values.length % (3 * images) != 0) {
            throw new IllegalArgumentException(values.length + " values for trajectories of " + images + " images");
        }
    }

    /** Returns whether anything may move. */
    public boolean arePresent() {
        return images > 0;
    }

    /** Returns the number of particles that may move. */
    public int particles() {
        return images == 0 ? 0 : values.length / (3 * images);
    }

    /** Returns the displacement of a particle on a chronological image, px. */
    public Vec3 displacement(int particle, int image) {
        if (images == 0) {
            return Vec3.ZERO;
        }
        int at = 3 * particle * images + image;
        return new Vec3(values[at], values[at + images], values[at + 2 * images]);
    }
}
