package org.tomoalign.correlation;

import java.util.function.DoubleUnaryOperator;

/**
 * A function of |k| given at whole shells 0..size/2, linear in between and constant beyond the last shell.
 *
 * @param values one per shell
 */
record RadialProfile(double[] values) implements DoubleUnaryOperator {
    @Override
    public double applyAsDouble(double radius) {
        int r0 = (int) radius;
        if (r0 + 1 >= values.length) {
            return values[values.length - 1];
        }
        double t = radius - r0;
        return (1 - t) * values[r0] + t * values[r0 + 1];
    }
}
