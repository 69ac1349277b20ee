package org.tomoalign.job;

import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectories;

/**
 * How far a tomogram's particles moved.
 *
 * @param tomogram its name
 * @param rms      root mean square of the displacements at the last image against the first, Å
 * @param expected the same as the prior on motion expects it: steps of variance 3 sigma^2 add up, Å
 */
record MotionSize(String tomogram, double rms, double expected) {
    /** Motion of more than so many times the expected size contradicts its prior. */
    private static final double LARGE = 2;

    /**
     * Measures refined motion.
     *
     * @param motion of its particles
     */
    static MotionSize of(TiltSeries series, Trajectories motion, MotionSettings prior) {
        int steps = motion.images() - 1;
        double squares = 0;
        for (int p = 0; p < motion.particles(); p++) {
            squares += Math.pow(motion.displacement(p, steps).norm() * series.pixelSize(), 2);
        }
        double step = prior.velocityPx(series.pixelSize(), series.fractionalDose()) * series.pixelSize();
        return new MotionSize(series.name(), Math.sqrt(squares / motion.particles()), step * Math.sqrt(3.0 * steps));
    }

    /** Returns whether it is much more than expected. */
    boolean isLarge() {
        return rms > LARGE * expected;
    }
}
