package org.tomoalign.alignment.posterior;

import org.tomoalign.alignment.AlignmentProblem;

/** The predicted power of all windows, where it was measured for some of the particles only. */
final class PredictedPower {
    private PredictedPower() {
    }

    /** Returns whether the power of any window that counts was measured. */
    static boolean isMeasured(AlignmentProblem problem, double[] measured) {
        for (int w = 0; w < measured.length; w++) {
            if (problem.counts(w) && !Double.isNaN(measured[w])) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the power of every window: 0 where it does not count, else as measured, else the mean of its image's measured
     * ones; in images without any, the mean of all. Where nothing was measured all windows are taken to be alike, and have 1.
     *
     * @param measured element {@code p F + t}; NaN where it was not measured
     */
    static double[] complete(AlignmentProblem problem, double[] measured) {
        int images = problem.layout().images();
        double[] sums = new double[images];
        int[] counts = new int[images];
        double all = 0;
        int known = 0;
        for (int w = 0; w < measured.length; w++) {
            if (problem.counts(w) && !Double.isNaN(measured[w])) {
                sums[w % images] += measured[w];
                counts[w % images]++;
                all += measured[w];
                known++;
            }
        }
        double[] out = new double[measured.length];
        for (int w = 0; w < out.length; w++) {
            if (problem.counts(w)) {
                int t = w % images;
                out[w] = !Double.isNaN(measured[w]) ? measured[w] : counts[t] > 0 ? sums[t] / counts[t]
                        : known > 0 ? all / known : 1;
            }
        }
        return out;
    }
}
