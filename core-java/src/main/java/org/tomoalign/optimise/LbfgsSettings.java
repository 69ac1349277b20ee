package org.tomoalign.optimise;

/**
 * What {@link Lbfgs} depends on besides the stopping rule. The last three concern preconditioned minimisation only; good
 * values depend on the family of objectives.
 *
 * @param memory          correction pairs kept, at least 1
 * @param plainIterations before the preconditioner is used, at least 0
 * @param firstRenewal    iterations with the preconditioner until it is prepared anew, at least 1; then it is twice as many,
 *                        and so on
 * @param misfits         searches that try more than one step until the preconditioner counts as not fitting any more and
 *                        is prepared anew, at least 1; then it is twice as many, and so on
 */
public record LbfgsSettings(int memory, int plainIterations, int firstRenewal, int misfits) {
    /** Checks the numbers. */
    public LbfgsSettings {
        if (memory < 1 || plainIterations < 0 || firstRenewal < 1 || misfits < 1) {
            throw new IllegalArgumentException("memory " + memory + ", " + plainIterations + " plain iterations, renewal after "
                    + firstRenewal + ", misfits " + misfits);
        }
    }
}
