package org.tomoalign.simulate;

import java.util.OptionalDouble;

/**
 * The signal weights that an alignment found, against the truth.
 *
 * @param there        particles that are there
 * @param meanThere    their mean weight; NaN if there are none
 * @param absent       particles that are only listed
 * @param meanAbsent   their mean weight; NaN if there are none
 * @param imageCorrelation of the images' weights with their true signal; empty if all have the same
 */
public record FoundWeights(
        int there, double meanThere, int absent, double meanAbsent, OptionalDouble imageCorrelation) {
}
