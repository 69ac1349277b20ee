package org.tomoalign.optimise;

/** Why a minimiser stopped. */
public enum Reason {
    /** The gradient's norm fell to the tolerance: a stationary point. */
    GRADIENT_SMALL("converged: the gradient vanishes"),
    /** The cost fell by less than the tolerance over the last several iterations. */
    NO_PROGRESS("converged: no further progress is possible"),
    /** The permitted number of iterations is used up. */
    ITERATION_LIMIT("not converged: iteration limit reached"),
    /** No acceptable step along a descent direction: the limit of rounding, or an inconsistent gradient. */
    NO_ACCEPTABLE_STEP("not converged: no acceptable step found"),
    /** The function was not finite at every step tried, however short. */
    NOT_FINITE("failed: the cost is not finite near the current point");

    private final String description;

    Reason(String description) {
        this.description = description;
    }

    /** Returns a phrase for logs. It begins with "converged" if and only if the reason is {@link #settled}. */
    public String description() {
        return description;
    }

    /** Returns whether the result may be used as a minimum within the tolerances. */
    public boolean settled() {
        return this == GRADIENT_SMALL || this == NO_PROGRESS;
    }
}
