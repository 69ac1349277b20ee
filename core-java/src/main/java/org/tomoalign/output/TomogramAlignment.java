package org.tomoalign.output;

import java.util.List;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectory;

/**
 * What became of one tomogram, as the report needs it. Particles are in one order throughout.
 *
 * @param before             the tilt series with the projections that went in
 * @param refined            projections that came out, file order
 * @param positionsBefore    px
 * @param positionsAfter     px
 * @param trajectoriesBefore given trajectories; empty if there were none
 * @param trajectoriesAfter  refined trajectories; empty without motion
 * @param costs              at the start and after each iteration; empty if nothing was optimised
 * @param whyStopped         a phrase
 * @param range              {@code --r}: how far a particle's image was searched for, px
 * @param boxSize            {@code --b}, px: particles nearer than half of it to the rim of an image do not count there
 */
public record TomogramAlignment(
        TiltSeries before, List<Projection> refined, List<Vec3> positionsBefore, List<Vec3> positionsAfter,
        List<Trajectory> trajectoriesBefore, List<Trajectory> trajectoriesAfter, double[] costs, String whyStopped,
        int range, int boxSize) {
    /**
     * Copies the lists and checks that the shapes agree.
     *
     * @throws IllegalArgumentException if they do not
     */
    public TomogramAlignment {
        refined = List.copyOf(refined);
        positionsBefore = List.copyOf(positionsBefore);
        positionsAfter = List.copyOf(positionsAfter);
        trajectoriesBefore = List.copyOf(trajectoriesBefore);
        trajectoriesAfter = List.copyOf(trajectoriesAfter);
        costs = costs.clone();
        int images = before.images().size();
        int particles = positionsBefore.size();
        if (refined.size() != images) {
            throw mismatch(before, refined.size() + " refined projections of " + images + " images");
        }
        if (positionsAfter.size() != particles) {
            throw mismatch(before, positionsAfter.size() + " refined positions of " + particles + " particles");
        }
        check(before, trajectoriesBefore, particles);
        check(before, trajectoriesAfter, particles);
    }

    private static void check(TiltSeries series, List<Trajectory> trajectories, int particles) {
        if (!trajectories.isEmpty() && trajectories.size() != particles) {
            throw mismatch(series, trajectories.size() + " trajectories of " + particles + " particles");
        }
        for (Trajectory trajectory : trajectories) {
            if (trajectory.offsets().size() != series.images().size()) {
                throw mismatch(series, "a trajectory of " + trajectory.offsets().size() + " offsets for "
                        + series.images().size() + " images");
            }
        }
    }

    private static IllegalArgumentException mismatch(TiltSeries series, String what) {
        return new IllegalArgumentException(series.name() + ": " + what);
    }

    /** Returns whether there are refined trajectories. */
    public boolean moving() {
        return !trajectoriesAfter.isEmpty();
    }
}
