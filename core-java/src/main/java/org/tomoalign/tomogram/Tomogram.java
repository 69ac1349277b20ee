package org.tomoalign.tomogram;

import java.util.List;
import java.util.Map;

/**
 * A tomogram with its particles, ready to be aligned.
 *
 * @param series      its tilt series
 * @param particles   at least one
 * @param geometry    where they are, and where the images look from, before the alignment
 * @param aberrations by number of the optics group; groups without any may be missing
 */
public record Tomogram(
        TiltSeries series, List<Particle> particles, Geometry geometry, Map<Integer, Aberrations> aberrations) {
    /**
     * Copies the lists and checks that the shapes agree.
     *
     * @throws IllegalArgumentException if they do not
     */
    public Tomogram {
        particles = List.copyOf(particles);
        aberrations = Map.copyOf(aberrations);
        if (geometry.projections().size() != series.images().size()
                || geometry.positions().size() != particles.size()) {
            throw new IllegalArgumentException(series.name() + ": " + series.images().size() + " images and "
                    + particles.size() + " particles, but " + geometry.projections().size() + " projections and "
                    + geometry.positions().size() + " positions");
        }
    }

    /** Returns its name, that of the tilt series. */
    public String name() {
        return series.name();
    }

    /** Returns this tomogram with another geometry. */
    public Tomogram at(Geometry other) {
        return new Tomogram(series, particles, other, aberrations);
    }

    /** Returns the positions of its particles on its images. */
    public Projector projector() {
        return new Projector(series, geometry);
    }

    /** Returns whether a particle does not count on a chronological image, whatever its position there. */
    public boolean excludes(int particle, int image) {
        return particles.get(particle).excluded().contains(series.images().get(image).row());
    }

    /** Returns the number of particle images, visible or not. */
    public long particleImages() {
        return (long) particles.size() * series.images().size();
    }
}
