package org.tomoalign.alignment.model;

import org.tomoalign.input.Setting;

/**
 * The prior on motion: velocities between consecutive images are Gaussian processes over the particles.
 *
 * @param velocity             standard deviation of a velocity, Å per image, or per unit of dose (e/Å^2) if scaled
 * @param divergence           distance over which motions differ, Å, or Å per unit of dose if scaled
 * @param scaledByDose         whether both are multiplied by the dose per image
 * @param squaredExponential   covariance exp(-(d/divergence)^2) instead of exp(-d/divergence)
 * @param maxEigendeformations upper bound on the number of basis functions; negative (becomes -1) for no bound
 */
public record MotionSettings(
        double velocity, double divergence, boolean scaledByDose, boolean squaredExponential,
        int maxEigendeformations) {
    /** RELION's defaults. */
    public static final MotionSettings DEFAULT = new MotionSettings(0.5, 5000, true, false, -1);

    /**
     * Checks the numbers.
     *
     * @throws org.tomoalign.input.InputException if no motion would be left, or it would have no bounds
     */
    public MotionSettings {
        Setting.VELOCITY.require(velocity > 0 && Double.isFinite(velocity), velocity, "a velocity above 0");
        Setting.DIVERGENCE.require(divergence > 0 && Double.isFinite(divergence), divergence, "a distance above 0");
        Setting.MOTION_FUNCTIONS.require(maxEigendeformations != 0, maxEigendeformations,
                "a positive number, or -1 for all, since no motion would be left");
        maxEigendeformations = Math.max(-1, maxEigendeformations);
    }

    /** Returns the standard deviation of a velocity, px per image; pixel size in Å, dose per image in e/Å^2. */
    public double velocityPx(double pixelSize, double dose) {
        return velocity * (scaledByDose ? dose : 1) / pixelSize;
    }

    /** Returns the distance over which motions differ, px; pixel size in Å, dose per image in e/Å^2. */
    public double divergencePx(double pixelSize, double dose) {
        return divergence * (scaledByDose ? dose : 1) / pixelSize;
    }
}
