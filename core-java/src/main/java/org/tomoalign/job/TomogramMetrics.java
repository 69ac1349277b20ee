package org.tomoalign.job;

import java.util.Map;
import java.util.Optional;

/**
 * Numbers about the alignment of one tomogram.
 *
 * @param tomogram         its name
 * @param particles        number of particles
 * @param images           number of tilt images
 * @param windows          particles x images in which the whole box was visible
 * @param outOfRange       windows whose refined displacement exceeds the range
 * @param costFirst        cost of the input's geometry
 * @param costLast         cost of the refined geometry
 * @param iterations       of the optimiser
 * @param evaluations      of the cost and its gradient
 * @param whyStopped       a phrase
 * @param converged        whether the optimiser settled
 * @param rmsDisplacement  root mean square of the refined displacements on the images, px
 * @param scale            measured over predicted power of the reference; 1 if the map is on RELION's grey scale, 0 if
 *                         not measured
 * @param seconds          wall time by stage
 * @param windowsPerSecond correlation windows computed per second
 * @param evaluationsPerSecond evaluations per second of the optimisation
 * @param verdict          whether it is better than the input; empty where only shifts were refined, or none was asked for
 */
public record TomogramMetrics(
        String tomogram, int particles, int images, int windows, int outOfRange, double costFirst, double costLast,
        int iterations, int evaluations, String whyStopped, boolean converged, double rmsDisplacement, double scale,
        Map<String, Double> seconds, double windowsPerSecond, double evaluationsPerSecond,
        Optional<VerdictMetrics> verdict) {
}
