package org.tomoalign.alignment.posterior;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.ShiftedWindows;
import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.parallel.Workers;

/**
 * Images and particles that an optimiser has left at a wrong peak: with all else as it is, they would be far more probable at
 * another place. A gradient does not lead there where the input is off by more than the width of the correlation's peak. Every
 * place is taken with the amplitude that fits it best, so that what has no signal has no reason to move to a peak of noise.
 *
 * @param x         the unknowns, with these images or particles where they fit best
 * @param images    per chronological image, whether it is one of these
 * @param particles per particle
 */
record Lost(double[] x, boolean[] images, boolean[] particles) {
    /* Natural logarithm of the factor by which the new place has to be more probable: noise has many places to offer. */
    private static final double MARGIN = 8;
    /* In three dimensions there are more of them. */
    private static final double PARTICLE_MARGIN = 11;
    /* Shifts by less belong to the present peak, px. */
    private static final double NEAR = 2;
    /* Particles whose amplitude is less, times the median, are looked for elsewhere. */
    private static final double WEAK = 0.5;
    /* Steps from the present place of a particle to the farthest; not finer than a px. */
    private static final double MOST_STEPS = 12;

    /**
     * Looks for images.
     *
     * @param problem its windows have the weights that they would have if all images were as strong as the reference predicts
     * @param power   predicted, of the windows with these weights: what their sum is expected to be, per chronological image
     * @param x       an optimum
     * @param spread  of the prior on shifts, px; infinite: there is none
     * @return empty if there are none
     */
    static Optional<Lost> images(AlignmentProblem problem, double[] power, double[] x, double spread) {
        ParameterLayout layout = problem.layout();
        if (!layout.shifts()) {
            return Optional.empty();
        }
        ShiftedWindows windows = problem.shifted(x);
        List<double[]> sums = Workers.map(problem.pool(), layout.images(), windows::sum);
        double[] moved = x.clone();
        boolean[] found = new boolean[layout.images()];
        int n = 2 * windows.reach() + 1;
        for (int t = 0; t < found.length; t++) {
            Search search = new Search(power[t], spread, x, layout.shift(t), 2);
            for (int i = 0; i < n * n; i++) {
                search.at(sums.get(t)[i], (double) (i % n - n / 2) / windows.shiftsPerPx(),
                        (double) (i / n - n / 2) / windows.shiftsPerPx(), 0);
            }
            found[t] = search.move(moved, MARGIN);
        }
        return of(moved, found, new boolean[layout.particles()]);
    }

    /**
     * Looks for particles, among those whose amplitude is much below the others'.
     *
     * @param problem its windows have the weights that they would have if all particles were as strong as the reference predicts
     * @param power   predicted, of the windows with these weights: what their sum is expected to be, per particle
     * @param x       an optimum
     * @param spread  of the prior on coordinates, px; infinite: there is none
     * @return empty if there are none
     */
    static Optional<Lost> particles(AlignmentProblem problem, double[] power, double[] x, double spread) {
        ParameterLayout layout = problem.layout();
        if (!layout.positions()) {
            return Optional.empty();
        }
        ShiftedWindows windows = problem.shifted(x);
        AffineMaps maps = problem.current(x).projections.maps();
        int[] weak = weak(windows, power, layout.particles());
        double step = Math.max(1, (double) windows.reach() / windows.shiftsPerPx() / MOST_STEPS);
        List<Search> searches = Workers.map(problem.pool(), weak.length, i -> {
            Search search = new Search(power[weak[i]], spread, x, layout.position(weak[i]), 3);
            windows.forEachPlace(weak[i], maps, step, search);
            return search;
        });
        double[] moved = x.clone();
        boolean[] found = new boolean[layout.particles()];
        for (int i = 0; i < weak.length; i++) {
            found[weak[i]] = searches.get(i).move(moved, PARTICLE_MARGIN);
        }
        return of(moved, new boolean[layout.images()], found);
    }

    private static int[] weak(ShiftedWindows windows, double[] power, int particles) {
        double[] amplitudes = new double[particles];
        for (int p = 0; p < particles; p++) {
            amplitudes[p] = power[p] > 0 ? windows.present(p) / power[p] : Double.POSITIVE_INFINITY;
        }
        double[] sorted = Arrays.stream(amplitudes).filter(Double::isFinite).sorted().toArray();
        double limit = sorted.length == 0 ? 0 : WEAK * sorted[sorted.length / 2];
        return IntStream.range(0, particles).filter(p -> amplitudes[p] < limit).toArray();
    }

    private static Optional<Lost> of(double[] moved, boolean[] images, boolean[] particles) {
        boolean any = false;
        for (boolean[] found : new boolean[][] {images, particles}) {
            for (boolean one : found) {
                any |= one;
            }
        }
        return any ? Optional.of(new Lost(moved, images, particles)) : Optional.empty();
    }

    /** Compares places of an image or a particle. */
    private static final class Search implements ShiftedWindows.Places {
        private final double power;
        private final double spread;
        private final double[] x;
        private final int unknown;
        private final double[] best;
        private double here = Double.NEGATIVE_INFINITY;
        private double logProbability = Double.NEGATIVE_INFINITY;

        /**
         * @param unknown the first of the place's coordinates
         * @param axes    their number
         */
        Search(double power, double spread, double[] x, int unknown, int axes) {
            this.power = power;
            this.spread = spread;
            this.x = x;
            this.unknown = unknown;
            best = new double[axes];
        }

        @Override
        public void at(double sum, double dx, double dy, double dz) {
            double value = SignalWeights.logLikelihood(sum, power) - prior(0, dx) - prior(1, dy) - prior(2, dz);
            if (dx * dx + dy * dy + dz * dz <= NEAR * NEAR) {
                here = Math.max(here, value);
            } else if (value > logProbability) {
                logProbability = value;
                best[0] = dx;
                best[1] = dy;
                if (best.length > 2) {
                    best[2] = dz;
                }
            }
        }

        private double prior(int axis, double displacement) {
            double u = axis < best.length ? (x[unknown + axis] + displacement) / spread : 0;
            return 0.5 * u * u;
        }

        /** Moves the unknowns if another place is far better, and returns whether it is. */
        boolean move(double[] moved, double margin) {
            if (!(logProbability > here + margin)) {
                return false;
            }
            for (int axis = 0; axis < best.length; axis++) {
                moved[unknown + axis] += best[axis];
            }
            return true;
        }
    }
}
