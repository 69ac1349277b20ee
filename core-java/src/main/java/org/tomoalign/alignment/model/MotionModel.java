package org.tomoalign.alignment.model;

import java.util.concurrent.ForkJoinPool;

/**
 * How particles move during exposure. Displacements and their gradients are arrays over (particle, axis, chronological
 * image): element {@code (3 p + axis) F + t}, px; a displacement is zero at t = 0.
 */
public sealed interface MotionModel permits NoMotion, GaussianProcessMotion {
    /** Returns the number of unknowns. */
    int parameters();

    /**
     * Writes the displacements.
     *
     * @param u      parameter vector; the unknowns of this model start at {@code offset}
     * @param offset see u
     * @param out    receives 3 N F values
     * @param pool   runs the work; the result does not depend on it
     */
    void displacements(double[] u, int offset, double[] out, ForkJoinPool pool);

    /**
     * Adds the gradient of the cost with respect to the unknowns.
     *
     * @param positionGradient gradient with respect to the displacements, 3 N F values; may be changed
     * @param gradient         the unknowns of this model start at {@code offset}
     * @param offset           see gradient
     * @param pool             runs the work; the result does not depend on it
     */
    void addGradient(double[] positionGradient, double[] gradient, int offset, ForkJoinPool pool);

    /** Returns minus the logarithm of the prior (up to a constant) and adds its gradient. */
    double prior(double[] u, int offset, double[] gradient);
}
