package org.tomoalign.tomogram;

/**
 * What an alignment found out about one tilt image.
 *
 * @param weight            signal relative to the prediction; 1 where weights are not estimated
 * @param windows           particle images that count
 * @param correlationBefore sum of their correlations with the input's geometry, units of log-likelihood
 * @param correlationAfter  the same with the refined geometry
 * @param gain              of those that were held out
 * @param rotationError     standard errors of the rotations about x, y and z, radians; 0 where not refined
 * @param shiftError        standard errors of the shifts along x and y, px; 0 where not refined
 * @param projectedError    root mean square predicted error of the particles' positions on the image, both coordinates
 *                          together, px; 0 where there are none
 */
public record ImageScore(
        double weight, int windows, double correlationBefore, double correlationAfter, HeldOutGain gain,
        double[] rotationError, double[] shiftError, double projectedError) {
}
