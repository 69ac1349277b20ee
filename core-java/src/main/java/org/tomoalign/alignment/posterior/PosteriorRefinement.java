package org.tomoalign.alignment.posterior;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.model.ProjectionModel;
import org.tomoalign.alignment.model.WindowCurvature;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.optimise.IterationListener;
import org.tomoalign.optimise.Lbfgs;
import org.tomoalign.optimise.LbfgsSettings;
import org.tomoalign.optimise.Reason;
import org.tomoalign.optimise.Solution;
import org.tomoalign.optimise.StoppingRule;

/**
 * Finds the most probable geometry of a tomogram together with the spreads of its priors and the weights of its images and
 * particles, its standard errors, and what windows that are held out say about it.
 */
public final class PosteriorRefinement {
    private static final int MOST_ROUNDS = 8;
    private static final int LEAST_ROUNDS = 3;
    private static final int ROUNDS_WITH_MOTION = 2;
    private static final int ROUNDS_WITHOUT_FOLD = 2;
    private static final int MOST_LOOKS = 4;
    /* Spreads that change by less count as learned. */
    private static final double TOLERANCE = 0.03;
    /* Fits end when the next step promises less, in units of log-likelihood: far below what noise does to it. */
    private static final double ROUGH = 0.1;
    private static final double FINE = 1e-3;
    /* Windows from which on one fold tells enough. */
    private static final int MANY_WINDOWS = 10_000;
    /* With less, the refinement without a fold begins anew. */
    private static final int FEW_WINDOWS = 2000;

    private final PosteriorSettings settings;
    private final StoppingRule rule;
    private final Kernels kernels;
    private final ForkJoinPool pool;
    private final IterationListener listener;

    /**
     * @param settings what is asked
     * @param rule     when the first fit stops; its iterations are those of all fits of a refinement together
     * @param kernels  the arithmetic
     * @param pool     runs the work; results do not depend on its size
     * @param listener receives every iteration of every fit
     */
    public PosteriorRefinement(
            PosteriorSettings settings, StoppingRule rule, Kernels kernels, ForkJoinPool pool,
            IterationListener listener) {
        this.settings = settings;
        this.rule = rule;
        this.kernels = kernels;
        this.pool = pool;
        this.listener = listener;
    }

    /**
     * Returns where a refinement starts: at the input's geometry, with wide priors, weights of 1, and a dispersion of 1.
     *
     * @param pixelSize Å
     */
    public PosteriorState start(AlignmentProblem problem, double pixelSize) {
        double[] dispersion = new double[problem.layout().images()];
        Arrays.fill(dispersion, 1);
        return new PosteriorState(problem.start(), settings.start(pixelSize),
                SignalWeights.ones(problem.layout().images(), problem.layout().particles()), dispersion);
    }

    /**
     * Refines a tomogram.
     *
     * @param problem its plain likelihood
     * @param power   predicted, per window {@code p F + t}; NaN where it was not measured
     * @param from    where to begin
     * @param near    whether that is near the optimum
     */
    public PosteriorResult refine(AlignmentProblem problem, double[] power, PosteriorState from, boolean near) {
        return new Run(problem, power, from).go(near);
    }

    /**
     * Asks windows that are held out whether the refined geometry is better than the input's.
     *
     * @param problem its plain likelihood
     * @param result  the optimum with all windows
     * @param power   predicted, per window {@code p F + t}; NaN where it was not measured
     * @param start   the unknowns of the input's geometry
     * @param before  the windows' correlations with it, {@code p F + t}; NaN where one did not count then
     * @param name    of the tomogram: seeds the division into folds
     * @return empty if no window was held out
     */
    public Optional<Verdict> holdOut(
            AlignmentProblem problem, PosteriorResult result, double[] power, double[] start, double[] before,
            String name) {
        int windows = before.length;
        int counted = 0;
        for (int w = 0; w < windows; w++) {
            counted += problem.counts(w) ? 1 : 0;
        }
        int folds = settings.folds().orElse(counted >= MANY_WINDOWS ? 1 : Folds.COUNT);
        if (folds == 0) {
            return Optional.empty();
        }
        PosteriorState state = result.state();
        // What windows once helped to find is one of several optima where few of them determine it, or noise alone does,
        // and when they are held out they go on liking it: without them all begins anew. Where there are many, there is one
        // optimum.
        return Optional.of(counted >= FEW_WINDOWS ? holdOut(problem, state, start, before, name, folds)
                : new HeldOut(problem, before, name).ask(
                        folds, (division, k) -> afresh(problem, division, power, state, start, k)));
    }

    /**
     * Asks the windows of some folds whether the geometry that is refined without them is better than the input's.
     *
     * @param problem its plain likelihood
     * @param state   spreads and weights, and the optimum or nearly so with all windows: where to begin, if there are
     *                priors. Without them it would remember the windows that helped to find it
     * @param start   the unknowns of the input's geometry
     * @param before  the windows' correlations with it, {@code p F + t}; NaN where one did not count then
     * @param name    of the tomogram: seeds the division into folds
     * @param folds   how many are held out in turn, at most {@value Folds#COUNT}
     */
    public Verdict holdOut(
            AlignmentProblem problem, PosteriorState state, double[] start, double[] before, String name, int folds) {
        return new HeldOut(problem, before, name).ask(folds, (division, k) -> fit(
                problem, division, settings.prior() ? state : state.at(start), k, settings.prior(), FINE).x());
    }

    /** Finds unknowns without a fold. */
    private interface Refit {
        double[] without(Folds division, int fold);
    }

    /**
     * Windows that are held out in turn.
     *
     * @param before their correlations with the input's geometry; NaN where one did not count then
     * @param name   of the tomogram
     */
    private record HeldOut(AlignmentProblem problem, double[] before, String name) {
        Verdict ask(int folds, Refit refit) {
            Folds division = new Folds(before.length, name);
            double[] after = new double[before.length];
            Arrays.fill(after, Double.NaN);
            for (int k = 0; k < folds; k++) {
                double[] found = problem.windows(refit.without(division, k)).correlation;
                for (int w = 0; w < after.length; w++) {
                    if (problem.counts(w) && !Double.isNaN(before[w]) && division.contains(w, k)) {
                        after[w] = found[w];
                    }
                }
            }
            return Verdict.of(before, after, problem.layout().images());
        }
    }

    /** Returns a state with the optimum without a fold. */
    private PosteriorState fit(
            AlignmentProblem problem, Folds division, PosteriorState from, int fold, boolean near, double promise) {
        AlignmentProblem rest = problem.with(division.without(fold, from.factors()), prior(problem, from.spreads()));
        return from.at(minimise(rest, from.x(), near, promise, rule.maxIterations()).x());
    }

    /** Finds the optimum without a fold from the input's geometry, with weights of its own; of the others' it takes the spreads. */
    private double[] afresh(
            AlignmentProblem problem, Folds division, double[] measured, PosteriorState others, double[] start, int fold) {
        ParameterLayout layout = problem.layout();
        boolean weighs = settings.weights() && PredictedPower.isMeasured(problem, measured);
        double[] power = division.without(fold, PredictedPower.complete(problem, measured));
        SignalWeights weights = SignalWeights.ones(layout.images(), layout.particles());
        PosteriorState state = fit(problem, division,
                new PosteriorState(start, others.spreads(), weights, others.dispersion()), fold, false, weighs ? 1 : FINE);
        for (int look = 0; look < MOST_LOOKS; look++) {
            Optional<PosteriorState> better = recover(problem, PredictedPower.complete(problem, measured), state,
                    factors -> division.without(fold, factors), rule.maxIterations(), solution -> { });
            if (better.isEmpty()) {
                break;
            }
            state = better.get();
        }
        for (int round = 0; weighs && round < ROUNDS_WITHOUT_FOLD; round++) {
            double[] correlation = division.without(fold, problem.windows(state.x()).correlation);
            weights = weights.fit(correlation, power, layout.imageStride(), layout.positions() ? 3 : 0);
            state = fit(problem, division, new PosteriorState(state.x(), state.spreads(), weights, state.dispersion()), fold,
                    true, FINE);
        }
        return state.x();
    }

    /**
     * Looks for images and particles at a wrong peak, and fits all anew from where they fit better.
     *
     * @param power      predicted, per window
     * @param kept       sets the factors of windows that are held out to zero
     * @param iterations the most that the fit may take
     * @param solved     takes the fit if it is better
     * @return empty if there are none, or the fit is no better
     */
    private Optional<PosteriorState> recover(
            AlignmentProblem problem, double[] power, PosteriorState at, UnaryOperator<double[]> kept, int iterations,
            Consumer<Solution> solved) {
        if (iterations <= 0) {
            return Optional.empty();
        }
        Optional<Lost> lost = lostImages(problem, power, at, kept).or(() -> lostParticles(problem, power, at, kept));
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        PosteriorState moved = at.with(at.weights().withFull(lost.get().images(), lost.get().particles()));
        AlignmentProblem weighted = problem.with(kept.apply(moved.factors()), prior(problem, at.spreads()));
        double before = weighted.evaluate(at.x(), new double[at.x().length]);
        Solution solution = minimise(weighted, lost.get().x(), true, ROUGH, iterations);
        if (!(solution.lastCost() < before)) {
            return Optional.empty();
        }
        solved.accept(solution);
        return Optional.of(moved.at(solution.x()));
    }

    private Optional<Lost> lostImages(
            AlignmentProblem problem, double[] power, PosteriorState at, UnaryOperator<double[]> kept) {
        PosteriorState full = at.with(at.weights().withFullImages());
        double[] factors = kept.apply(full.factors());
        return Lost.images(problem.with(factors, NormalPrior.NONE), full.weights().imagePowers(factors, power), at.x(),
                settings.prior() ? at.spreads().shift() : Double.POSITIVE_INFINITY);
    }

    private Optional<Lost> lostParticles(
            AlignmentProblem problem, double[] power, PosteriorState at, UnaryOperator<double[]> kept) {
        PosteriorState full = at.with(at.weights().withFullParticles());
        double[] factors = kept.apply(full.factors());
        return Lost.particles(problem.with(factors, NormalPrior.NONE), full.weights().particlePowers(factors, power), at.x(),
                settings.prior() ? at.spreads().position() : Double.POSITIVE_INFINITY);
    }

    private NormalPrior prior(AlignmentProblem problem, PriorSpreads spreads) {
        return settings.prior() ? new PriorGroups(problem).prior(spreads) : NormalPrior.NONE;
    }

    private Solution minimise(
            AlignmentProblem problem, double[] start, boolean near, double promise, int iterations) {
        StoppingRule fits = rule.withLeastPromise(promise).withMaxIterations(iterations);
        LbfgsSettings lbfgs = AlignmentProblem.OPTIMISER;
        if (near) {
            problem.expectOptimumNear();
            lbfgs = new LbfgsSettings(lbfgs.memory(), 0, lbfgs.firstRenewal(), lbfgs.misfits());
        }
        return new Lbfgs(kernels.vectors(), lbfgs, fits, listener).minimisePreconditioned(problem, start);
    }

    /** The state of one refinement. */
    private final class Run {
        private final AlignmentProblem problem;
        private final double[] power;
        private final boolean powerIsMeasured;
        private final ParameterLayout layout;
        private final PriorGroups groups;
        private final List<Solution> fits = new ArrayList<>();
        private PriorSpreads spreads;
        private SignalWeights weights;
        private double[] dispersion;
        private double[] x;
        private WindowCurvature windows;
        private PosteriorVariances variances;

        Run(AlignmentProblem problem, double[] measured, PosteriorState from) {
            this.problem = problem;
            power = PredictedPower.complete(problem, measured);
            powerIsMeasured = PredictedPower.isMeasured(problem, measured);
            layout = problem.layout();
            groups = new PriorGroups(problem);
            x = from.x();
            spreads = from.spreads();
            weights = from.weights();
            dispersion = from.dispersion();
        }

        PosteriorResult go(boolean near) {
            learn(near);
            for (int look = 0; look < MOST_LOOKS && foundTheLost(); look++) {
                learn(true);
            }
            fit(true, FINE);
            measure(true);
            return new PosteriorResult(sum(), new PosteriorState(x, spreads, weights, dispersion), errors(),
                    windows.correlation.clone());
        }

        private void learn(boolean near) {
            int rounds = !settings.prior() && !settings.weights() ? 1
                    : layout.motionParameters() > 0 ? ROUNDS_WITH_MOTION : MOST_ROUNDS;
            for (int round = 0; round < rounds; round++) {
                fit(near || round > 0, round > 0 ? ROUGH : 1);
                if (fits.getLast().reason() == Reason.ITERATION_LIMIT) {
                    break;
                }
                measure(false);
                PriorSpreads old = spreads;
                if (settings.prior()) {
                    spreads = groups.learn(spreads, x, variances, settings);
                }
                if (settings.weights() && powerIsMeasured) {
                    weights = weights.fit(windows.correlation, power, layout.imageStride(), layout.positions() ? 3 : 0);
                }
                if (spreads.change(old) < TOLERANCE && round + 1 >= LEAST_ROUNDS) {
                    break;
                }
            }
        }

        /** Brings images or particles that are at a wrong peak to a better one. */
        private boolean foundTheLost() {
            int left = rule.maxIterations() - iterations();
            PosteriorState state = new PosteriorState(x, spreads, weights, dispersion);
            Optional<PosteriorState> better = recover(
                    problem, power, state, UnaryOperator.identity(), left, fits::add);
            better.ifPresent(b -> {
                x = b.x();
                weights = b.weights();
            });
            return better.isPresent();
        }

        private int iterations() {
            return fits.stream().mapToInt(Solution::iterations).sum();
        }

        private void fit(boolean near, double promise) {
            double[] factors = new PosteriorState(x, spreads, weights, dispersion).factors();
            NormalPrior prior = PosteriorRefinement.this.prior(problem, spreads);
            Solution solution = minimise(problem.with(factors, prior), x, near, promise,
                    rule.maxIterations() - iterations());
            fits.add(solution);
            x = solution.x();
        }

        /**
         * Measures the windows, the variances and, for the next fit, the dispersion at the optimum.
         *
         * @param last whether this was the last fit: the variances of the projected positions are wanted
         */
        private void measure(boolean last) {
            windows = problem.windows(x);
            double[] counted = weights.ofWindows();
            for (int w = 0; w < counted.length; w++) {
                counted[w] = problem.counts(w) ? counted[w] : 0;
            }
            ExpectedCurvature expected = ExpectedCurvature.of(windows, counted, power, layout.images());
            variances = variances(expected, counted, last);
            if (!last) {
                dispersion = expected.dispersion(windows, counted, variances.determined());
            }
        }

        private PosteriorVariances variances(ExpectedCurvature expected, double[] counted, boolean ofWindows) {
            CurrentGeometry geometry = problem.current(x);
            NormalPrior prior = groups.prior(spreads);
            if (layout.motionParameters() > 0 && problem.motion() instanceof GaussianProcessMotion moving) {
                return MovingVariances.of(geometry, moving.covariance(), expected,
                        ExpectedCurvature.factors(counted, dispersion), prior, ofWindows, kernels, pool);
            }
            return StaticVariances.of(geometry, problem.deformation(), expected.ofWindows(counted, dispersion), prior,
                    ofWindows, kernels, pool);
        }

        /** Returns the last fit, with the costs of the first, and all iterations and evaluations. */
        private Solution sum() {
            int evaluations = fits.stream().mapToInt(Solution::evaluations).sum();
            Solution last = fits.getLast();
            return new Solution(last.x(), fits.getFirst().costs(), last.gradientNorm(), iterations(), evaluations,
                    last.reason());
        }

        private StandardErrors errors() {
            int stride = layout.imageStride();
            int images = layout.images();
            double[] angles = new double[3 * images];
            double[] shifts = new double[2 * images];
            double[] own = CommonMotion.without(problem, x, groups.prior(spreads), variances.unknowns());
            for (int t = 0; t < images; t++) {
                for (int i = 0; i < 3 && layout.angles(); i++) {
                    angles[3 * t + i] = ProjectionModel.ANGLE_SCALE * Math.sqrt(own[t * stride + i]);
                }
                for (int i = 0; i < 2 && layout.shifts(); i++) {
                    shifts[2 * t + i] = Math.sqrt(own[(t + 1) * stride - 2 + i]);
                }
            }
            double[] positions = new double[3 * layout.particles()];
            for (int i = 0; i < positions.length && layout.positions(); i++) {
                positions[i] = Math.sqrt(own[layout.position(0) + i]);
            }
            return new StandardErrors(angles, shifts, positions, rms(images, true), rms(layout.particles(), false),
                    Optional.ofNullable(variances.lastDisplacements())
                            .map(v -> Arrays.stream(v).map(Math::sqrt).toArray()));
        }

        private double[] rms(int n, boolean byImage) {
            double[] sums = new double[n];
            int[] counts = new int[n];
            for (int w = 0; w < power.length; w++) {
                if (problem.counts(w)) {
                    int i = byImage ? w % layout.images() : w / layout.images();
                    sums[i] += variances.windows()[w];
                    counts[i]++;
                }
            }
            for (int i = 0; i < n; i++) {
                sums[i] = counts[i] == 0 ? 0 : Math.sqrt(sums[i] / counts[i]);
            }
            return sums;
        }
    }
}
