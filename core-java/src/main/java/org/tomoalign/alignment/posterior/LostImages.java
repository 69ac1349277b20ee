package org.tomoalign.alignment.posterior;

import java.util.List;
import java.util.Optional;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.ParameterLayout;

/**
 * Images that an optimiser has left at a wrong peak: with all else as it is, they would be far more probable at another shift.
 * A gradient does not lead there where the input is off by more than the width of the correlation's peak. Every place is taken
 * with the amplitude that fits it best, so that an image without signal has no reason to move to a peak of noise.
 *
 * @param x     the unknowns, with these images where they fit best
 * @param found per chronological image, whether it is one of these
 */
record LostImages(double[] x, boolean[] found) {
    /* Natural logarithm of the factor by which the new place has to be more probable: noise has many places to offer. */
    private static final double MARGIN = 8;
    /* Shifts by less belong to the present peak, px. */
    private static final double NEAR = 2;

    /**
     * Looks for them.
     *
     * @param problem its windows have the weights that they would have if all images were as strong as the reference predicts
     * @param power   predicted, of the windows with these weights: what their sum is expected to be, per chronological image
     * @param x       an optimum
     * @param spread  of the prior on shifts, px; infinite: there is none
     * @return empty if there are none
     */
    static Optional<LostImages> find(AlignmentProblem problem, double[] power, double[] x, double spread) {
        ParameterLayout layout = problem.layout();
        if (!layout.shifts()) {
            return Optional.empty();
        }
        List<double[]> sums = problem.shiftedSums(x);
        double[] moved = x.clone();
        boolean[] found = new boolean[layout.images()];
        boolean any = false;
        for (int t = 0; t < found.length; t++) {
            found[t] = move(sums.get(t), power[t], problem.shiftsPerPx(), spread, moved, layout.shift(t));
            any |= found[t];
        }
        return any ? Optional.of(new LostImages(moved, found)) : Optional.empty();
    }

    /** Moves an image if another place is far better, and returns whether it did. */
    private static boolean move(double[] sums, double power, int perPx, double spread, double[] x, int at) {
        int n = (int) Math.round(Math.sqrt(sums.length));
        double here = Double.NEGATIVE_INFINITY;
        double best = Double.NEGATIVE_INFINITY;
        double bestX = 0;
        double bestY = 0;
        for (int i = 0; i < sums.length; i++) {
            double dx = (double) (i % n - n / 2) / perPx;
            double dy = (double) (i / n - n / 2) / perPx;
            double ux = (x[at] + dx) / spread;
            double uy = (x[at + 1] + dy) / spread;
            double logProbability = SignalWeights.logLikelihood(sums[i], power) - 0.5 * (ux * ux + uy * uy);
            if (Math.hypot(dx, dy) <= NEAR) {
                here = Math.max(here, logProbability);
            } else if (logProbability > best) {
                best = logProbability;
                bestX = dx;
                bestY = dy;
            }
        }
        if (!(best > here + MARGIN)) {
            return false;
        }
        x[at] += bestX;
        x[at + 1] += bestY;
        return true;
    }
}
