package org.tomoalign.job;

import java.util.List;
import org.tomoalign.tomogram.Geometry;

/**
 * The outcome for one tomogram.
 *
 * @param geometry refined
 * @param costs    cost at the start and after each iteration
 * @param metrics  numbers about it
 */
public record AlignedTomogram(Geometry geometry, List<Double> costs, TomogramMetrics metrics) {
    /** Copies the list. */
    public AlignedTomogram {
        costs = List.copyOf(costs);
    }
}
