package org.tomoalign.tomogram;

import org.tomoalign.geometry.Vec3;

/**
 * When a particle takes part in an image ("Visibility" in the method): it has a correlation window there, and nothing else of
 * it counts.
 *
 * @param margin       from the rim of an image within which particles do not count, px; their boxes may hang over the rim
 * @param ignoresLists whether particles also count on images that their lists of visible frames leave out, as in RELION
 */
public record Visibility(double margin, boolean ignoresLists) {
    /**
     * Returns whether a particle takes part in a chronological image.
     *
     * @param q its position on the image, px
     */
    public boolean includes(Tomogram tomogram, int particle, int image, Vec3 q) {
        return (ignoresLists || !tomogram.excludes(particle, image)) && isInside(tomogram.series(), q);
    }

    /** Returns whether a particle takes part in a chronological image where the tomogram's own geometry puts it. */
    public boolean includes(Tomogram tomogram, Projector projector, int particle, int image) {
        return includes(tomogram, particle, image, projector.project(particle, image));
    }

    private boolean isInside(TiltSeries series, Vec3 q) {
        return q.x() > margin && q.x() < series.imageWidth() - margin
                && q.y() > margin && q.y() < series.imageHeight() - margin;
    }
}
