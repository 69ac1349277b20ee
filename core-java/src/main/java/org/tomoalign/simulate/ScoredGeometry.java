package org.tomoalign.simulate;

import java.util.List;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

/**
 * The geometry of one tilt series, as true, given or found.
 *
 * @param projections per image, file order, px
 * @param positions   per particle, px
 * @param offsets     per particle and image, px
 */
record ScoredGeometry(List<Projection> projections, List<Vec3> positions, List<List<Vec3>> offsets) {
    /** Where particle p is on image f; its depth is of no interest. */
    Vec3 image(int p, int f) {
        return projections.get(f).apply(positions.get(p).plus(offsets.get(p).get(f)));
    }

    /** Returns how far apart particle p is on image f in this geometry and in another, px. */
    double distance(ScoredGeometry other, int p, int f) {
        Vec3 d = other.image(p, f).minus(image(p, f));
        return Math.hypot(d.x(), d.y());
    }

    /**
     * Returns the non-rigid part of the trajectories, [particle][image], px: an error of all particles alike cannot be
     * told from the image's shift, nor one of all images alike from the particle's position.
     */
    Vec3[][] nonRigid() {
        int n = positions.size(), images = projections.size();
        Vec3[][] out = new Vec3[n][images];
        for (int f = 0; f < images; f++) {
            Vec3 mean = Vec3.ZERO;
            for (int p = 0; p < n; p++) {
                mean = mean.plus(offsets.get(p).get(f));
            }
            for (int p = 0; p < n; p++) {
                out[p][f] = offsets.get(p).get(f).minus(mean.times(1.0 / n));
            }
        }
        for (Vec3[] row : out) {
            Vec3 mean = Vec3.ZERO;
            for (Vec3 v : row) {
                mean = mean.plus(v);
            }
            for (int f = 0; f < images; f++) {
                row[f] = row[f].minus(mean.times(1.0 / images));
            }
        }
        return out;
    }
}
