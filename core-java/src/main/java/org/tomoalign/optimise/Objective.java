package org.tomoalign.optimise;

/** A function of many variables, to be minimised. An object serves one minimiser at a time. */
public interface Objective {
    /** Returns the number of variables. */
    int size();

    /**
     * Returns the value at x and writes the gradient there.
     *
     * @param x        {@code size()} values, not changed
     * @param gradient receives {@code size()} values
     */
    double evaluate(double[] x, double[] gradient);
}
