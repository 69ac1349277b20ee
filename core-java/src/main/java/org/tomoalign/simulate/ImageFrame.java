package org.tomoalign.simulate;

import java.util.Arrays;
import java.util.OptionalInt;
import org.tomoalign.geometry.Vec3;

/**
 * What decides whether a particle is visible on an image.
 *
 * @param width  of the images, px
 * @param height of the images, px
 * @param radius of the particle, px: the program counts an image of a particle while that much of it is on the image
 * @param box    RELION counts it while a box of this size is, px; empty if not asked for
 */
record ImageFrame(int width, int height, double radius, OptionalInt box) {
    /** Returns whether the particle itself is on the image, for particle p and image f of m at {@code p m + f}. */
    boolean[] visible(ScoredGeometry truth) {
        return inside(truth, radius);
    }

    /** Returns the same for the whole box; nowhere if its size is not known. */
    boolean[] boxed(ScoredGeometry truth) {
        return inside(truth, box.isPresent() ? box.getAsInt() / 2.0 : Double.POSITIVE_INFINITY);
    }

    /** For the score without images and mask: every window counts. */
    static boolean[] all(ScoredGeometry truth) {
        boolean[] all = new boolean[truth.positions().size() * truth.projections().size()];
        Arrays.fill(all, true);
        return all;
    }

    private boolean[] inside(ScoredGeometry truth, double margin) {
        int images = truth.projections().size();
        boolean[] inside = new boolean[truth.positions().size() * images];
        for (int i = 0; i < inside.length; i++) {
            Vec3 q = truth.image(i / images, i % images);
            inside[i] = q.x() > margin && q.x() < width - margin && q.y() > margin && q.y() < height - margin;
        }
        return inside;
    }
}
