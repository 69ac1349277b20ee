package org.tomoalign.job;

import java.util.List;
import org.tomoalign.alignment.AlignmentResult;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectory;

/**
 * The outcome for one tomogram.
 *
 * @param geometry refined projections (file order), positions (the particles' order) and displacements
 * @param costs    cost at the start and after each iteration
 * @param metrics  numbers about it
 */
public record AlignedTomogram(AlignmentResult geometry, List<Double> costs, TomogramMetrics metrics) {
    /** Copies the lists. */
    public AlignedTomogram {
        costs = List.copyOf(costs);
    }

    /** Returns the refined motion in Å, one trajectory per particle; an empty list if it was not refined. */
    List<Trajectory> motion(TiltSeries series, AlignSettings settings) {
        return settings.motion().isEmpty() ? List.of()
                : geometry.trajectories(series.chronologicalOrder(), series.pixelSize());
    }
}
