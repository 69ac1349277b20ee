package org.tomoalign.optimise;

/**
 * When to stop.
 *
 * <p>A minimiser stops when {@code |g| <= gradientTolerance max(1, |x|)}, when the cost has fallen by no more than
 * {@code progressTolerance max(1, |cost|)} over the last {@code progressSpan} iterations together, or after
 * {@code maxIterations}. One poor step among good ones is common near curved valleys, so progress is judged over
 * several. With a preconditioner it also stops when the next step promises to lower the cost by no more than half of
 * {@code leastPromise}.
 *
 * @param maxIterations     at least 0
 * @param gradientTolerance relative to max(1, |x|)
 * @param progressTolerance relative to max(1, |cost|)
 * @param progressSpan      iterations, at least 1
 * @param leastPromise      in units of the cost; 0: not asked
 */
public record StoppingRule(
        int maxIterations, double gradientTolerance, double progressTolerance, int progressSpan, double leastPromise) {
    /** A rule that does not ask for a promise. */
    public StoppingRule(
            int maxIterations, double gradientTolerance, double progressTolerance, int progressSpan) {
        this(maxIterations, gradientTolerance, progressTolerance, progressSpan, 0);
    }

    /** Checks the numbers. */
    public StoppingRule {
        if (maxIterations < 0 || !(gradientTolerance >= 0) || !(progressTolerance >= 0) || progressSpan < 1
                || !(leastPromise >= 0)) {
            throw new IllegalArgumentException("invalid stopping rule: " + maxIterations + " iterations, gradient "
                    + gradientTolerance + ", progress " + progressTolerance + " over " + progressSpan + ", promise "
                    + leastPromise);
        }
    }

    /** Returns this rule with another iteration limit. */
    public StoppingRule withMaxIterations(int iterations) {
        return new StoppingRule(iterations, gradientTolerance, progressTolerance, progressSpan, leastPromise);
    }

    /** Returns this rule with another least promise. */
    public StoppingRule withLeastPromise(double promise) {
        return new StoppingRule(maxIterations, gradientTolerance, progressTolerance, progressSpan, promise);
    }

    /** Returns whether the gradient is small enough to stop. */
    boolean gradientSmall(double gradientNorm, double xNorm) {
        return gradientNorm <= gradientTolerance * Math.max(1, xNorm);
    }

    /** Returns whether the last {@link #progressSpan} iterations achieved next to nothing. */
    boolean stalled(CostHistory costs) {
        int last = costs.iterations();
        if (last < progressSpan) {
            return false;
        }
        double now = costs.cost(last);
        return costs.cost(last - progressSpan) - now <= progressTolerance * Math.max(1, Math.abs(now));
    }
}
