package org.tomoalign.alignment.model;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;

/** Particles stay where they are. */
public record NoMotion() implements MotionModel {
    @Override
    public int parameters() {
        return 0;
    }

    @Override
    public void displacements(double[] u, int offset, double[] out, ForkJoinPool pool) {
        Arrays.fill(out, 0);
    }

    @Override
    public void addGradient(double[] positionGradient, double[] gradient, int offset, ForkJoinPool pool) {
        // There is nothing to differentiate by.
    }

    @Override
    public double prior(double[] u, int offset, double[] gradient) {
        return 0;
    }
}
