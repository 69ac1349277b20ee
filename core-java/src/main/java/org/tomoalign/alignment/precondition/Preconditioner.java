package org.tomoalign.alignment.precondition;

import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.WindowCurvature;

/** An approximate inverse Hessian of the alignment cost: symmetric and positive definite. */
public interface Preconditioner {
    /**
     * Adapts to a point; returns false if the curvature there does not allow it, and then {@link #apply} must not be called
     * before another update has succeeded.
     *
     * @param geometry  there
     * @param curvature of its windows
     */
    boolean update(CurrentGeometry geometry, WindowCurvature curvature);

    /** Writes the approximate inverse Hessian times v, both over the unknowns. */
    void apply(double[] v, double[] out);
}
