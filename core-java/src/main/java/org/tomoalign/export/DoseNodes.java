package org.tomoalign.export;

import java.util.Optional;
import org.tomoalign.tomogram.TiltSeries;

/**
 * Nodes spread evenly over a tilt series' doses such that every image is at one of its own.
 *
 * @param count number of nodes
 * @param of    node of each chronological image
 */
record DoseNodes(int count, int[] of) {
    /** How far an image may be from its node, in distances of nodes. */
    private static final double TOLERANCE = 0.01;
    private static final int MOST_PER_IMAGE = 4;

    /** Returns the fewest nodes that do; none if doses are alike, or too uneven. */
    static Optional<DoseNodes> of(TiltSeries series) {
        int images = series.images().size();
        for (int count = images; images > 1 && count <= MOST_PER_IMAGE * images; count++) {
            int[] nodes = new int[images];
            boolean good = true;
            for (int t = 0; t < images; t++) {
                double at = fraction(series, t) * (count - 1);
                nodes[t] = (int) Math.round(at);
                good &= Math.abs(at - nodes[t]) <= TOLERANCE && (t == 0 || nodes[t] > nodes[t - 1]);
            }
            if (good) {
                return Optional.of(new DoseNodes(count, nodes));
            }
        }
        return Optional.empty();
    }

    /** Returns where an image is in the range of doses; 0 if there is no range. */
    static double fraction(TiltSeries series, int image) {
        double low = series.images().getFirst().dose();
        double high = series.images().getLast().dose();
        return high > low ? (series.images().get(image).dose() - low) / (high - low) : 0;
    }
}
