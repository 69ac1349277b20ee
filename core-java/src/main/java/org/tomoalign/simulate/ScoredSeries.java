package org.tomoalign.simulate;

import java.util.Optional;

/**
 * One tilt series to score. The three geometries have the same particles, all of which are there, and images, in the same
 * order.
 *
 * @param name      of the series
 * @param pixelSize Å
 * @param truth     where everything is
 * @param given     what the alignment began with
 * @param found     what it made of it
 * @param frame     of the images; empty if it is not known which windows are visible
 * @param errors    the alignment's standard errors against the actual ones; empty if it gave none
 * @param weights   that the alignment found; none if it wrote none
 */
record ScoredSeries(
        String name, double pixelSize, ScoredGeometry truth, ScoredGeometry given, ScoredGeometry found,
        Optional<ImageFrame> frame, Optional<StandardErrorScore> errors, WeightPool weights) {
}
