package org.tomoalign.output;

import java.util.Optional;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.MeanWindows;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.TomogramScores;

/**
 * What became of one tomogram, as the report needs it.
 *
 * @param before     with the geometry that went in
 * @param after      the geometry that came out
 * @param costs      at the start and after each iteration; empty if nothing was optimised
 * @param whyStopped a phrase
 * @param range      largest displacement that was searched, px
 * @param margin     px: particles nearer than that to the rim of an image do not count there
 * @param scale      measured over predicted power of the reference; NaN if not known
 * @param expectedMotion root mean square displacement that the prior on motion expects, Å; NaN without one
 * @param scores     of its images and particles, if the job had them
 * @param windows    mean correlation windows, if the job kept them
 */
public record TomogramAlignment(
        Tomogram before, Geometry after, double[] costs, String whyStopped, int range, double margin, double scale,
        double expectedMotion, Optional<TomogramScores> scores, Optional<MeanWindows> windows) {
    /**
     * Copies the costs and checks that the shapes agree.
     *
     * @throws IllegalArgumentException if they do not
     */
    public TomogramAlignment {
        costs = costs.clone();
        // Refuses a geometry of another number of images or particles.
        before.at(after);
        scores.ifPresent(s -> {
            if (s.images().size() != before.series().images().size() || s.particles().size() != before.particles().size()) {
                throw new IllegalArgumentException(before.name() + ": scores of " + s.images().size() + " images and "
                        + s.particles().size() + " particles");
            }
        });
        windows.ifPresent(w -> {
            if (w.images().size() != before.series().images().size()) {
                throw new IllegalArgumentException(before.name() + ": windows of " + w.images().size() + " images");
            }
        });
    }

    /** Takes an alignment of which nothing else is known. */
    public TomogramAlignment(
            Tomogram before, Geometry after, double[] costs, String whyStopped, int range, double margin) {
        this(before, after, costs, whyStopped, range, margin, Double.NaN, Double.NaN, Optional.empty(), Optional.empty());
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
