package org.tomoalign.tomogram;

import java.util.List;
import org.tomoalign.geometry.Vec3;

/**
 * The motion of one particle: its displacement from its position, per tilt image.
 *
 * @param offsets Å, tilt images in file order; zero at the chronologically first image
 */
public record Trajectory(List<Vec3> offsets) {
    /** Copies the list. */
    public Trajectory {
        offsets = List.copyOf(offsets);
    }
}
