package org.tomoalign.output;

import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/**
 * What became of one tomogram, as the report needs it.
 *
 * @param before     with the geometry that went in
 * @param after      the geometry that came out
 * @param costs      at the start and after each iteration; empty if nothing was optimised
 * @param whyStopped a phrase
 * @param range      largest displacement that was searched, px
 * @param margin     px: particles nearer than that to the rim of an image do not count there
 */
public record TomogramAlignment(
        Tomogram before, Geometry after, double[] costs, String whyStopped, int range, double margin) {
    /**
     * Copies the costs and checks that the shapes agree.
     *
     * @throws IllegalArgumentException if they do not
     */
    public TomogramAlignment {
        costs = costs.clone();
        // Refuses a geometry of another number of images or particles.
        before.at(after);
    }

    /** Returns the tilt series. */
    public TiltSeries series() {
        return before.series();
    }

    /** Returns whether particles move. */
    public boolean moving() {
        return after.trajectories().arePresent();
    }

    /** Returns how far a particle moves until a chronological image is taken, Å. */
    public double motion(int particle, int image) {
        return after.trajectories().displacement(particle, image).norm() * series().pixelSize();
    }
}
