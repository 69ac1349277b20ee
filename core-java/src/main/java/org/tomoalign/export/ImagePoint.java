package org.tomoalign.export;

import org.tomoalign.geometry.Vec3;

/** A position on an image, px; pixel (0, 0) is the first pixel. */
public record ImagePoint(double x, double y) {
    /** Returns a projected position without its depth. */
    static ImagePoint of(Vec3 projected) {
        return new ImagePoint(projected.x(), projected.y());
    }

    /** Returns this - other. */
    ImagePoint minus(ImagePoint other) {
        return new ImagePoint(x - other.x, y - other.y);
    }

    /** Returns the length. */
    double norm() {
        return Math.hypot(x, y);
    }
}
