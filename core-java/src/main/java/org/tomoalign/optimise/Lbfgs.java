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
 * <p>If a search fails, the memory is dropped and one more search is made along the negative gradient before giving
 * up with {@link Reason#NO_ACCEPTABLE_STEP}; unless the failed step promised less than the cost's rounding error, which
 * is {@link Reason#NO_PROGRESS}.
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
     * @param listener is told of every iteration
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
        private double promised;
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
                if (preconditioner != null && costs.iterations() == prepareAt
                        && (!preconditioned || preconditioner.gainsByRenewal())) {
                    prepareAt += preconditioned ? prepareAt - settings.plainIterations() : settings.firstRenewal();
                    prepare();
                } else if (misfits >= misfitsAllowed) {
                    misfitsAllowed *= 2;
                    prepare();
                }
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

        private void prepare() {
            preconditioner.prepare(x);
            evaluations++;
            misfits = 0;
            pairs.clear();
            preconditioned = true;
        }

        /** Makes one iteration; returns null, or why there was none. */
        private Reason step(double gradientNorm) {
            Reason failure = null;
            boolean remembers = !pairs.isEmpty();
            if (remembers || preconditioned) {
                failure = quasiNewtonStep();
                if (failure != null && promised <= ROUNDING * Math.max(1, Math.abs(cost))) {
                    return Reason.NO_PROGRESS;
                }
                if (failure != null && preconditioned && remembers) {
                    // The memory may mislead; the preconditioner alone, adapted to this point, may still do.
                    prepare();
                    failure = quasiNewtonStep();
                }
            }
            if (!(remembers || preconditioned) || failure != null) {
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

        private Reason quasiNewtonStep() {
            pairs.descentDirection(gradient, preconditioned ? preconditioner : null, direction);
            double slope = vectors.dot(gradient, direction, n);
            promised = -slope;
            return slope < 0 ? search(slope, 1) : Reason.NO_ACCEPTABLE_STEP;
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
