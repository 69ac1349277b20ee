package org.tomoalign.alignment.model;

import java.util.List;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

/**
 * One tomogram as it comes to the alignment; px throughout.
 *
 * @param windows     cross-correlation windows and the positions on the images that they belong to
 * @param projections in file order
 * @param order       file index of each chronological image
 * @param centre      of the tomogram: the pivot of the rotations
 * @param positions   of the particles
 * @param offsets     given trajectories, px: element {@code (3 p + axis) F + t}, t chronological; or null. Where motion
 *                    is refined it starts from them, elsewhere they are added to the positions for good
 */
public record AlignmentInput(
        CorrelationStack windows, List<Projection> projections, int[] order, Vec3 centre, List<Vec3> positions,
        double[] offsets) {
    /**
     * Checks that the shapes agree.
     *
     * @throws IllegalArgumentException if they do not
     */
    public AlignmentInput {
        projections = List.copyOf(projections);
        positions = List.copyOf(positions);
        int images = windows.images();
        if (projections.size() != images || order.length != images || positions.size() != windows.particles()) {
            throw new IllegalArgumentException("windows of " + windows.particles() + " particles x " + images
                    + " images, but " + positions.size() + " positions, " + projections.size() + " projections, "
                    + order.length + " chronological images");
        }
        if (offsets != null && offsets.length != 3 * images * windows.particles()) {
            throw new IllegalArgumentException("trajectories of " + offsets.length + " values instead of 3 x "
                    + windows.particles() + " x " + images);
        }
    }
}
