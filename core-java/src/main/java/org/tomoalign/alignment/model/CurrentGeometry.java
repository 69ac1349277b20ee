package org.tomoalign.alignment.model;

import java.util.concurrent.ForkJoinPool;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Geometry;

/** The geometry that a parameter vector stands for. Positions are relative to the tomogram's centre. */
public final class CurrentGeometry {
    public final ParameterLayout layout;
    public final ProjectionModel projections;
    public final ParticlePositions particles;
    /** The current parameter vector. */
    public double[] unknowns;

    private final double[] start;

    /**
     * @param given  the geometry that unknowns of 0 stand for
     * @param centre of the tomogram, px
     * @param pivot  of the rotations
     */
    public CurrentGeometry(ParameterLayout layout, Geometry given, Vec3 centre, Pivot pivot) {
        this.layout = layout;
        projections = new ProjectionModel(layout, given.projections(), centre, pivot);
        start = new double[3 * layout.particles()];
        for (int p = 0; p < layout.particles(); p++) {
            Vec3 x = given.positions().get(p).minus(centre);
            start[3 * p] = x.x();
            start[3 * p + 1] = x.y();
            start[3 * p + 2] = x.z();
        }
        boolean moving = layout.motionParameters() > 0;
        int size = Math.multiplyExact(start.length, layout.images());
        double[] fixed = given.trajectories().arePresent() ? given.trajectories().values() : null;
        particles = new ParticlePositions(start.clone(), moving ? new double[size] : fixed,
                moving ? new double[size] : null);
    }

    /** Sets the geometry to a parameter vector, which must not change until the next call. */
    public void set(double[] u, MotionModel motion, ForkJoinPool pool) {
        unknowns = u;
        projections.set(u);
        if (layout.positions()) {
            int offset = layout.position(0);
            for (int i = 0; i < start.length; i++) {
                particles.positions[i] = start[i] + u[offset + i];
            }
        }
        if (layout.motionParameters() > 0) {
            motion.displacements(u, layout.motion(), particles.displacements, pool);
        }
    }
}
