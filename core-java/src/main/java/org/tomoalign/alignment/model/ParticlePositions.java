package org.tomoalign.alignment.model;

/**
 * Positions of the particles, or changes of them, and the gradient by them; px. Element (p, axis) of an array over
 * particles is at {@code 3 p + axis}, element (p, axis, t) of one over particles and images at
 * {@code (3 p + axis) F + t}.
 */
public final class ParticlePositions {
    /** 3 N values. */
    public final double[] positions;
    /** 3 N F values, added to the positions; or null where nothing moves. */
    public final double[] displacements;
    /** 3 N values. */
    public final double[] positionGradient;
    /** 3 N F values, or null where motion is not refined. */
    public final double[] displacementGradient;

    ParticlePositions(double[] positions, double[] displacements, double[] displacementGradient) {
        this.positions = positions;
        this.displacements = displacements;
        this.displacementGradient = displacementGradient;
        positionGradient = new double[positions.length];
    }
}
