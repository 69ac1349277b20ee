package org.tomoalign.job;

import java.util.List;
import org.tomoalign.alignment.AlignmentResult;
import org.tomoalign.project.Trajectory;

/**
 * The outcome for one tomogram.
 *
 * @param geometry refined projections (file order) and positions (the particles' order)
 * @param trajectories refined motion, in the particles' order; empty if it was not refined
 * @param costs    cost at the start and after each iteration
 * @param metrics  numbers about it
 */
public record AlignedTomogram(AlignmentResult geometry, List<Trajectory> trajectories, List<Double> costs, TomogramMetrics metrics) {
    /** Copies the lists. */
    public AlignedTomogram {
        trajectories = List.copyOf(trajectories);
        costs = List.copyOf(costs);
    }
}
