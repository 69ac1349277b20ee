package org.tomoalign.tomogram;

import java.util.List;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

/**
 * Where everything in a tomogram is: what an alignment is given, and what it refines. Px; images in chronological order.
 *
 * @param projections  per image: position in the tomogram to position on the image
 * @param positions    per particle
 * @param trajectories of the particles from these positions
 * @param deformation  of the images
 */
public record Geometry(
        List<Projection> projections, List<Vec3> positions, Trajectories trajectories, Deformation deformation) {
    /**
     * Copies the lists and checks that the shapes agree.
     *
     * @throws IllegalArgumentException if they do not
     */
    public Geometry {
        projections = List.copyOf(projections);
        positions = List.copyOf(positions);
        int images = projections.size();
        if (trajectories.arePresent()
                && (trajectories.images() != images || trajectories.particles() != positions.size())) {
            throw new IllegalArgumentException("trajectories of " + trajectories.particles() + " particles on "
                    + trajectories.images() + " images, but " + positions.size() + " positions and " + images
                    + " projections");
        }
        if (deformation.isPresent() && deformation.coefficients().size() != images) {
            throw new IllegalArgumentException("deformations of " + deformation.coefficients().size()
                    + " images, but " + images + " projections");
        }
    }

    /** Returns where a particle is in the tomogram when an image is taken, px. */
    public Vec3 position(int particle, int image) {
        Vec3 start = positions.get(particle);
        return trajectories.arePresent() ? start.plus(trajectories.displacement(particle, image)) : start;
    }

    /** Returns this geometry with other projections. */
    public Geometry withProjections(List<Projection> other) {
        return new Geometry(other, positions, trajectories, deformation);
    }

    /** Returns this geometry with another deformation. */
    public Geometry withDeformation(Deformation other) {
        return new Geometry(projections, positions, trajectories, other);
    }
}
