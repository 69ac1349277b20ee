package org.tomoalign.optimise;

import org.tomoalign.kernels.VectorKernels;

/**
 * Limited-memory BFGS (D. C. Liu and J. Nocedal, "On the limited memory BFGS method for large scale optimization",
 * Mathematical Programming 45 (1989) 503-528) with the line search of Moré and Thuente. The first step is a unit step
 * along the normalised negative gradient; later ones start at length 1.
 *
 * <p>Given a {@link PreconditionedObjective}, the first iterations are the same as without preconditioner: they take big
 * common moves first and leave the start, where the preconditioner may know little. Then it replaces the identity from which
 * the inverse Hessian is built up, the memory begins anew, and every search starts at length 1. It is prepared again, at
 * growing distances ({@link LbfgsSettings}), if it gains by renewal; and whatever it is, if it does not fit any more: when
 * several searches since then had to try more than one step length.
 *
 * <p>A preconditioner is a help, not a need. Where none can be prepared, or what it gives is not a finite direction
 * downhill, minimisation goes on without it, and it is asked again later.
 *
 * <p>If a search fails, and there is both a preconditioner and a memory, one more is made with the preconditioner alone,
 * prepared at this point; then one along the negative gradient, without memory. If that fails too, the result is
 * {@link Reason#NO_ACCEPTABLE_STEP}. If a quasi-Newton step that failed promised less than the cost's rounding error, it is
 * {@link Reason#NO_PROGRESS}.
 */
public final class Lbfgs {
    /* Nocedal and Wright, Numerical Optimization (2006), section 3.1, for quasi-Newton directions. */
    static final double SUFFICIENT_DECREASE = 1e-4;
    static final double CURVATURE = 0.9;
    private static final int MAX_TRIALS = 40;
    /* A quasi-Newton step that promises less than this fraction of the cost drowns in its rounding error. */
    private static final double ROUNDING = 1e-13;

    private final VectorKernels vectors;
    private final LbfgsSettings settings;
    private final StoppingRule rule;
    private final IterationListener listener;

    /**
     * @param vectors  the arithmetic on vectors
     * @param settings of the method
     * @param rule     when to stop
     * @param listener receives every iteration
     */
    public Lbfgs(VectorKernels vectors, LbfgsSettings settings, StoppingRule rule, IterationListener listener) {
        this.vectors = vectors;
        this.settings = settings;
        this.rule = rule;
        this.listener = listener;
    }

    /**
     * Minimises the objective.
     *
     * @param start not changed
     * @throws ArithmeticException if the value or the gradient at the start is not finite
     */
    public Solution minimise(Objective objective, double[] start) {
        return new Run(objective, null, start).go();
    }

    /**
     * Minimises the objective with the help of its preconditioner.
     *
     * @param start not changed
     * @throws ArithmeticException if the value or the gradient at the start is not finite
     */
    public Solution minimisePreconditioned(PreconditionedObjective objective, double[] start) {
        return new Run(objective, objective, start).go();
    }

    /** The state of one minimisation. */
    private final class Run {
        private final Objective objective;
        private final PreconditionedObjective preconditioner;
        private final int n;
        private boolean preconditioned;
        private int prepareAt = settings.plainIterations();
        private int misfits;
        private int misfitsAllowed = settings.misfits();
        private double[] x;
        private double[] gradient;
        private double[] trial;
        private double[] trialGradient;
        private final double[] direction;
        private final CorrectionPairs pairs;
        private double cost;
        private double trialCost;
        private int evaluations;

        Run(Objective objective, PreconditionedObjective preconditioner, double[] start) {
            this.objective = objective;
            this.preconditioner = preconditioner;
            n = objective.size();
            if (start.length != n) {
                throw new IllegalArgumentException("start has " + start.length + " values, the objective " + n);
            }
            x = start.clone();
            gradient = new double[n];
            trial = new double[n];
            trialGradient = new double[n];
            direction = new double[n];
            pairs = new CorrectionPairs(vectors, settings.memory(), n);
        }

        Solution go() {
            cost = objective.evaluate(x, gradient);
            evaluations = 1;
            double gradientNorm = norm(gradient);
            if (!Double.isFinite(cost) || !Double.isFinite(gradientNorm)) {
                throw new ArithmeticException(
                        "cannot minimise: cost " + cost + ", gradient norm " + gradientNorm + " at the start");
            }
            CostHistory costs = new CostHistory(cost);
            Reason reason = null;
            if (rule.gradientSmall(gradientNorm, norm(x))) {
                reason = Reason.GRADIENT_SMALL;
            }
            while (reason == null) {
                if (costs.iterations() == rule.maxIterations()) {
                    reason = Reason.ITERATION_LIMIT;
                    break;
                }
                prepareIfDue(costs.iterations());
                reason = step(gradientNorm);
                if (reason != null) {
                    break;
                }
                gradientNorm = norm(gradient);
                costs.add(cost);
                listener.accepted(costs.iterations(), cost, gradientNorm);
                if (rule.gradientSmall(gradientNorm, norm(x))) {
                    reason = Reason.GRADIENT_SMALL;
                } else if (rule.stalled(costs)) {
                    reason = Reason.NO_PROGRESS;
                }
            }
            return new Solution(x, costs.toArray(), gradientNorm, costs.iterations(), evaluations, reason);
        }

        private void prepareIfDue(int iterations) {
            if (preconditioner == null) {
                return;
            }
            if (iterations >= prepareAt && (!preconditioned || preconditioner.gainsByRenewal())) {
                prepareAt = iterations + Math.max(settings.firstRenewal(), iterations - settings.plainIterations());
                prepare();
            } else if (misfits >= misfitsAllowed) {
                misfitsAllowed *= 2;
                prepare();
            }
        }

        private void prepare() {
            preconditioned = preconditioner.prepare(x);
            evaluations++;
            misfits = 0;
            if (preconditioned) {
                pairs.clear();
            }
        }

        /** Makes one iteration; returns null, or why there was none. */
        private Reason step(double gradientNorm) {
            Reason failure = quasiNewtonStep();
            if (failure == Reason.NO_PROGRESS) {
                return failure;
            }
            if (failure != null && preconditioned && !pairs.isEmpty()) {
                // The memory may mislead; the preconditioner alone, adapted to this point, may still do.
                prepare();
                failure = quasiNewtonStep();
            }
            if (failure != null) {
                pairs.clear();
                for (int i = 0; i < n; i++) {
                    direction[i] = -gradient[i];
                }
                failure = search(-gradientNorm * gradientNorm, 1 / gradientNorm);
            }
            if (failure != null) {
                return failure;
            }
            pairs.add(x, trial, gradient, trialGradient);
            double[] swap = x;
            x = trial;
            trial = swap;
            swap = gradient;
            gradient = trialGradient;
            trialGradient = swap;
            cost = trialCost;
            return null;
        }

        /** Makes a step with the memory and the preconditioner; returns null, or why there was none. */
        private Reason quasiNewtonStep() {
            if (pairs.isEmpty() && !preconditioned) {
                return Reason.NO_ACCEPTABLE_STEP;
            }
            pairs.descentDirection(gradient, preconditioned ? preconditioner : null, direction);
            double slope = vectors.dot(gradient, direction, n);
            if (!(slope < 0 && slope > Double.NEGATIVE_INFINITY)) {
                if (pairs.isEmpty()) {
                    preconditioned = false;
                }
                return Reason.NO_ACCEPTABLE_STEP;
            }
            if (preconditioned && -slope < rule.leastPromise()) {
                return Reason.NO_PROGRESS;
            }
            Reason failure = search(slope, 1);
            boolean drowned = -slope <= ROUNDING * Math.max(1, Math.abs(cost));
            return failure != null && drowned ? Reason.NO_PROGRESS : failure;
        }

        /** Searches along {@link #direction}; leaves the accepted point in trial. */
        private Reason search(double slope, double firstStep) {
            MoreThuente search = new MoreThuente(SUFFICIENT_DECREASE, CURVATURE, 1e-12, 1e-20);
            search.start(cost, slope, firstStep, 1e20);
            MoreThuente.State state = MoreThuente.State.EVALUATE;
            boolean finite = false;
            int trials = 0;
            for (; trials < MAX_TRIALS && state == MoreThuente.State.EVALUATE; trials++) {
                System.arraycopy(x, 0, trial, 0, n);
                vectors.axpy(search.step(), direction, trial, n);
                trialCost = objective.evaluate(trial, trialGradient);
                evaluations++;
                double trialSlope = vectors.dot(trialGradient, direction, n);
                if (Double.isFinite(trialCost) && Double.isFinite(trialSlope)) {
                    finite = true;
                    state = search.next(trialCost, trialSlope);
                } else {
                    state = search.reject();
                }
            }
            if (preconditioned && trials > 1) {
                misfits++;
            }
            if (state == MoreThuente.State.FOUND) {
                return null;
            }
            return finite ? Reason.NO_ACCEPTABLE_STEP : Reason.NOT_FINITE;
        }

        private double norm(double[] v) {
            return Math.sqrt(vectors.dot(v, v, n));
        }
    }
}
