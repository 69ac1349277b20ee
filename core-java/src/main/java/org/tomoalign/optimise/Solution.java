package org.tomoalign.optimise;

/**
 * What a minimiser found.
 *
 * @param x            the best point; the record owns the array
 * @param costs        cost at the start and after each iteration, {@code iterations + 1} values
 * @param gradientNorm Euclidean norm of the gradient at x
 * @param iterations   accepted steps
 * @param evaluations  evaluations of value and gradient; preparing a preconditioner counts as one
 * @param reason       why it stopped
 */
public record Solution(
        double[] x, double[] costs, double gradientNorm, int iterations, int evaluations, Reason reason) {
    /** Returns the cost at the start. */
    public double firstCost() {
        return costs[0];
    }

    /** Returns the cost at {@link #x}. */
    public double lastCost() {
        return costs[costs.length - 1];
    }
}
