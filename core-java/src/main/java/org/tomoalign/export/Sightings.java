package org.tomoalign.export;

import java.util.ArrayList;
import java.util.List;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectories;

/**
 * Where the particles of a tomogram are on its images, motion and deformation included: what an export has to
 * reproduce. A tomogram without particles gets a lattice of points instead.
 *
 * @param series    its tilt series
 * @param geometry  where everything is
 * @param names     of the particles; of the points of the lattice, if there are no particles
 * @param positions at the beginning of the exposure, px
 * @param particles whether these are particles
 * @param points    element {@code [p][t]}: particle p on the chronological image t
 */
record Sightings(
        TiltSeries series, Geometry geometry, List<String> names, List<Vec3> positions, boolean particles,
        ImagePoint[][] points) {
    /** Points of the lattice along the longer and the shorter sides. */
    private static final int[] LATTICE = {5, 5, 3};

    /** Projects a tomogram's particles. */
    static Sightings of(TiltSeries series, Geometry geometry, List<Particle> particles) {
        if (!particles.isEmpty()) {
            return project(series, geometry, particles.stream().map(Particle::name).toList(), true);
        }
        List<Vec3> lattice = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int z = 0; z < LATTICE[2]; z++) {
            for (int y = 0; y < LATTICE[1]; y++) {
                for (int x = 0; x < LATTICE[0]; x++) {
                    lattice.add(new Vec3(series.size().x() * x / (LATTICE[0] - 1), series.size().y() * y / (LATTICE[1] - 1),
                            series.size().z() * z / (LATTICE[2] - 1)));
                    names.add(series.name() + "/lattice_" + x + "_" + y + "_" + z);
                }
            }
        }
        return project(series, new Geometry(geometry.projections(), lattice,
                Trajectories.NONE, geometry.deformation()), names, false);
    }

    private static Sightings project(TiltSeries series, Geometry geometry, List<String> names, boolean particles) {
        Projector projector = new Projector(series, geometry);
        ImagePoint[][] points = new ImagePoint[names.size()][series.images().size()];
        for (int p = 0; p < points.length; p++) {
            for (int t = 0; t < points[p].length; t++) {
                points[p][t] = ImagePoint.of(projector.project(p, t));
            }
        }
        return new Sightings(series, geometry, names, geometry.positions(), particles, points);
    }

    int images() {
        return series.images().size();
    }

    int count() {
        return positions.size();
    }

    /** Returns half the tomogram's size: the lever by which an angle moves its rim, px. */
    Vec3 lever() {
        return series.size().times(0.5);
    }
}
