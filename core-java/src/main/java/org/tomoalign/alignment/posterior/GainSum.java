package org.tomoalign.alignment.posterior;

import org.tomoalign.tomogram.HeldOutGain;

/** A sum of independent gains, and its standard error. */
final class GainSum {
    private double before;
    private double gain;
    private double squares;
    private int windows;

    void add(double correlationBefore, double windowGain) {
        before += correlationBefore;
        gain += windowGain;
        squares += windowGain * windowGain;
        windows++;
    }

    void merge(GainSum other) {
        before += other.before;
        gain += other.gain;
        squares += other.squares;
        windows += other.windows;
    }

    double gain() {
        return gain;
    }

    int windows() {
        return windows;
    }

    /**
     * Returns the standard error: what the standard deviation of the sum over n draws with replacement, the bootstrap, tends
     * to with their number, times {@code sqrt(n / (n - 1))}.
     */
    double error() {
        if (windows < 2) {
            return Math.abs(gain);
        }
        double n = windows;
        return Math.sqrt(Math.max(0, squares - gain * gain / n) * n / (n - 1));
    }

    HeldOutGain result(double error) {
        return windows == 0 ? HeldOutGain.NONE
                : new HeldOutGain(gain, error, 100 * gain / Math.max(1, Math.abs(before)), windows);
    }
}
