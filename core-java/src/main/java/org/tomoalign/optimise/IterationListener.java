package org.tomoalign.optimise;

/** Receives every accepted step, for progress and logs. */
@FunctionalInterface
public interface IterationListener {
    /** Listens to nothing. */
    IterationListener NONE = (iteration, cost, gradientNorm) -> { };

    /**
     * Called after each iteration.
     *
     * @param iteration    number of accepted steps so far, at least 1
     * @param cost         value at the accepted point
     * @param gradientNorm Euclidean norm of the gradient there
     */
    void accepted(int iteration, double cost, double gradientNorm);
}
