package org.tomoalign.tomogram;

/**
 * What an alignment found out about one particle.
 *
 * @param weight            signal relative to the prediction; 1 where weights are not estimated
 * @param windows           images in which it counts
 * @param outOfRange        of these, where it moved farther than was searched
 * @param correlationBefore sum of its correlations with the input's geometry, units of log-likelihood
 * @param correlationAfter  the same with the refined geometry
 * @param gain              of the windows that were held out
 * @param positionError     standard errors of its coordinates, px; 0 where not refined
 * @param projectedError    root mean square predicted error of its positions on the images, both coordinates together, px
 * @param motionError       standard errors of its displacement, along x, y and z, between the first image and the last,
 *                          px; empty if motion was not refined
 */
public record ParticleScore(
        double weight, int windows, int outOfRange, double correlationBefore, double correlationAfter, HeldOutGain gain,
        double[] positionError, double projectedError, double[] motionError) {
}
