package org.tomoalign.optimise;

/** An objective that can approximate its inverse Hessian. */
public interface PreconditionedObjective extends Objective {
    /**
     * Adapts the preconditioner to a point; costs about as much as an evaluation.
     *
     * @param x not changed, and not kept
     */
    void prepare(double[] x);

    /** Returns whether the preconditioner gains by being prepared anew from time to time on the way to the optimum. */
    boolean gainsByRenewal();

    /**
     * Writes the product of v with the preconditioner, a symmetric positive definite matrix that does not change until
     * the next {@link #prepare}.
     */
    void precondition(double[] v, double[] out);
}
