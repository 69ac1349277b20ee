package org.tomoalign.alignment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Trajectory;

/**
 * The refined geometry of a tomogram.
 *
 * @param projections   in file order
 * @param positions     of the particles, px
 * @param displacements of the particles from these, px: element {@code (3 p + axis) F + t}, t chronological; null where
 *                      nothing moves
 * @param deformations  coefficients of the images' deformations in file order; empty if they were not refined
 */
public record AlignmentResult(
        List<Projection> projections, List<Vec3> positions, double[] displacements, List<List<Double>> deformations) {
    /** Copies the lists. */
    public AlignmentResult {
        projections = List.copyOf(projections);
        positions = List.copyOf(positions);
        deformations = deformations.stream().map(List::copyOf).toList();
    }

    /** Returns the position of a particle on a chronological image, px. */
    public Vec3 position(int particle, int image) {
        Vec3 x = positions.get(particle);
        if (displacements == null) {
            return x;
        }
        int images = projections.size();
        int at = 3 * particle * images + image;
        return x.plus(new Vec3(displacements[at], displacements[at + images], displacements[at + 2 * images]));
    }

    /**
     * Returns the trajectories, one per particle, in Å and in file order; an empty list where nothing moves.
     *
     * @param order     file index of each chronological image
     * @param pixelSize Å
     */
    public List<Trajectory> trajectories(int[] order, double pixelSize) {
        if (displacements == null) {
            return List.of();
        }
        List<Trajectory> out = new ArrayList<>();
        for (int p = 0; p < positions.size(); p++) {
            List<Vec3> offsets = new ArrayList<>(Collections.nCopies(order.length, null));
            for (int t = 0; t < order.length; t++) {
                offsets.set(order[t], position(p, t).minus(positions.get(p)).times(pixelSize));
            }
            out.add(new Trajectory(offsets));
        }
        return out;
    }
}
