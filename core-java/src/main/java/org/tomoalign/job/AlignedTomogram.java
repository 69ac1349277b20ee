package org.tomoalign.job;

import java.util.List;
import java.util.Optional;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.MeanWindows;
import org.tomoalign.tomogram.TomogramScores;

/**
 * The outcome for one tomogram.
 *
 * @param geometry refined
 * @param costs    cost at the start and after each iteration
 * @param metrics  numbers about it
 * @param scores   weights, standard errors and what windows that were held out say; empty where none were asked for
 * @param windows  mean correlation windows for the report; empty where none were computed, and in checkpoints of versions
 *                 that did not keep them
 */
public record AlignedTomogram(
        Geometry geometry, List<Double> costs, TomogramMetrics metrics, Optional<TomogramScores> scores,
        Optional<MeanWindows> windows) {
    /** Copies the list. */
    public AlignedTomogram {
        costs = List.copyOf(costs);
    }
}
