package org.tomoalign.simulate;

import java.util.List;
import java.util.random.RandomGenerator;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Vec3;

/** Where the particles of a tomogram are, and which way they are turned. */
sealed interface Placement permits ScatteredPlacement, ShellPlacement {
    /**
     * @param position px
     * @param angles   orientation
     */
    record Place(Vec3 position, EulerAngles angles) {
    }

    /** Draws the places of all particles. */
    List<Place> draw(RandomGenerator random);

    /** Returns the placement that the options ask for. */
    static Placement of(SimulationOptions options) {
        return options.lattice() > 0 ? new ShellPlacement(options) : new ScatteredPlacement(options);
    }

    /** Returns how far from the edges of the image that is not tilted particles stay, px. */
    static double margin(int box) {
        return 0.55 * box;
    }
}
