package org.tomoalign.geometry;

/** A point or displacement in space; coordinate order x, y, z; units are the user's (px inside the program). */
public record Vec3(double x, double y, double z) {
    /** The origin. */
    public static final Vec3 ZERO = new Vec3(0, 0, 0);

    /** Returns this + other. */
    public Vec3 plus(Vec3 other) {
        return new Vec3(x + other.x, y + other.y, z + other.z);
    }

    /** Returns this - other. */
    public Vec3 minus(Vec3 other) {
        return new Vec3(x - other.x, y - other.y, z - other.z);
    }

    /** Returns factor * this. */
    public Vec3 times(double factor) {
        return new Vec3(factor * x, factor * y, factor * z);
    }

    /** Returns the Euclidean length. */
    public double norm() {
        return Math.sqrt(x * x + y * y + z * z);
    }
}
