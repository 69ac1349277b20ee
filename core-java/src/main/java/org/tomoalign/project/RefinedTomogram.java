package org.tomoalign.project;

import java.util.List;
import java.util.Optional;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.ImageDeformations;
import org.tomoalign.tomogram.Trajectory;

/**
 * What was refined of one tomogram.
 *
 * @param projections  per tilt image in file order
 * @param positions    per particle of the tomogram, in the order of {@link ParticleSet#of}, px; empty if the particles
 *                     are to stay as they are
 * @param trajectories in the same order; empty if motion was not refined
 * @param deformations of the images; empty if they were not refined
 */
public record RefinedTomogram(
        List<Projection> projections, List<Vec3> positions, List<Trajectory> trajectories,
        Optional<ImageDeformations> deformations) {
    /** A tomogram whose deformations were not refined. */
    public RefinedTomogram(List<Projection> projections, List<Vec3> positions, List<Trajectory> trajectories) {
        this(projections, positions, trajectories, Optional.empty());
    }

    /** Copies the lists. */
    public RefinedTomogram {
        projections = List.copyOf(projections);
        positions = List.copyOf(positions);
        trajectories = List.copyOf(trajectories);
    }
}
