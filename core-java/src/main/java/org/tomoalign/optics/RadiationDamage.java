package org.tomoalign.optics;

import org.tomoalign.tomogram.TiltImage;

/** How much of the signal is left after an exposure. */
public final class RadiationDamage {
    private RadiationDamage() {
    }

    /**
     * Returns the amplitude weight of an image at spatial frequency k. Default: the critical exposure curve of Grant
     * and Grigorieff (eLife 2015;4:e06980), {@code exp(-d / (2 (0.245 k^-1.665 + 2.81)))}; where the image has a
     * B-factor per dose, {@code exp(-B d k^2 / 4)}.
     *
     * @param image its dose d (e/Å^2, before the image) and B-factor per dose
     * @param k     1/Å, not negative
     */
    public static double weight(TiltImage image, double k) {
        if (image.doseBFactor() > 0) {
            return Math.exp(-image.doseBFactor() * image.dose() * k * k / 4);
        }
        return Math.exp(-0.5 * image.dose() / (0.245 * Math.pow(k, -1.665) + 2.81));
    }
}
