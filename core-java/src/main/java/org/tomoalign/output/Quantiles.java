package org.tomoalign.output;

import java.util.Arrays;

/** Quantiles of a sample. */
public final class Quantiles {
    private final double[] sorted;

    /** Takes a sample, which may be empty; the array is copied. */
    public Quantiles(double[] sample) {
        sorted = sample.clone();
        Arrays.sort(sorted);
    }

    /** Returns the size of the sample. */
    public int size() {
        return sorted.length;
    }

    /**
     * Returns a quantile, linear between the values of the sample; NaN if that is empty.
     *
     * @param fraction 0 (smallest) to 1 (largest)
     */
    public double at(double fraction) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = fraction * (sorted.length - 1);
        int below = Math.min((int) at, sorted.length - 1);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** Returns which fraction of the sample exceeds a limit; 0 if the sample is empty. */
    public double beyond(double limit) {
        int count = 0;
        for (int i = sorted.length - 1; i >= 0 && sorted[i] > limit; i--) {
            count++;
        }
        return sorted.length == 0 ? 0 : (double) count / sorted.length;
    }
}
