package org.tomoalign.alignment;

/** An approximate inverse Hessian of the alignment cost: symmetric and positive definite. */
interface Preconditioner {
    /**
     * Adapts to a point.
     *
     * @param geometry  there
     * @param curvature of its windows
     */
    void update(Geometry geometry, WindowCurvature curvature);

    /** Writes the approximate inverse Hessian times v. */
    void apply(double[] v, double[] out);
}
