package org.tomoalign.optimise;

/** An objective that can approximate its inverse Hessian. */
public interface PreconditionedObjective extends Objective {
    /**
     * Adapts the preconditioner to a point; costs about as much as an evaluation. Returns false if there is none for this
     * point, and then {@link #precondition} is not called before another call of this method has succeeded.
     *
     * @param x not changed, and not kept
     */
    boolean prepare(double[] x);

    /** Returns whether the preconditioner gains by being prepared anew from time to time on the way to the optimum. */
    boolean gainsByRenewal();

    /**
     * Writes the product of v with the preconditioner, a symmetric positive definite matrix that does not change until
     * the next {@link #prepare}. Should the product not be finite, or not point downhill, the minimiser goes on without.
     */
    void precondition(double[] v, double[] out);
}
