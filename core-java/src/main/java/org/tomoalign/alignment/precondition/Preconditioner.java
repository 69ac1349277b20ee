package org.tomoalign.alignment.precondition;

import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.WindowCurvature;

/** An approximate inverse Hessian of the alignment cost: symmetric and positive definite. */
public interface Preconditioner {
    /**
     * Adapts to a point.
     *
     * @param geometry  there
     * @param curvature of its windows
     */
    void update(CurrentGeometry geometry, WindowCurvature curvature);

    /** Writes the approximate inverse Hessian times v. */
    void apply(double[] v, double[] out);
}
