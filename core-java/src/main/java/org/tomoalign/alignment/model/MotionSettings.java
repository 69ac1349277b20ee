package org.tomoalign.alignment.model;

/**
 * The prior on motion: velocities between consecutive images are Gaussian processes over the particles.
 *
 * @param velocity             standard deviation of a velocity, Å per image, or per unit of dose (e/Å^2) if scaled
 * @param divergence           distance over which motions differ, Å, or Å per unit of dose if scaled
 * @param scaledByDose         whether both are multiplied by the dose per image
 * @param squaredExponential   covariance exp(-(d/divergence)^2) instead of exp(-d/divergence)
 * @param maxEigendeformations upper bound on the number of basis functions; -1 for no bound
 */
public record MotionSettings(
        double velocity, double divergence, boolean scaledByDose, boolean squaredExponential,
        int maxEigendeformations) {
    /** RELION's defaults. */
    public static final MotionSettings DEFAULT = new MotionSettings(0.5, 5000, true, false, -1);

    /** Checks the numbers. */
    public MotionSettings {
        if (!(velocity > 0) || !(divergence > 0) || maxEigendeformations == 0 || maxEigendeformations < -1) {
            throw new IllegalArgumentException("velocity " + velocity + ", divergence " + divergence
                    + ", at most " + maxEigendeformations + " basis functions");
        }
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
