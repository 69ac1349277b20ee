package org.tomoalign.optimise;

import org.tomoalign.kernels.VectorKernels;

/**
 * Limited-memory BFGS (D. C. Liu and J. Nocedal, "On the limited memory BFGS method for large scale optimization",
 * Mathematical Programming 45 (1989) 503-528) with the line search of Moré and Thuente. The first step is a unit step
 * along the normalised negative gradient; later ones start at length 1.
 *
 * <p>Given a {@link PreconditionedObjective}, the first {@link #PLAIN_ITERATIONS} iterations are the same as without
 * preconditioner: they take big common moves first and leave the start, where the preconditioner may know little. Then it
 * replaces the identity from which the inverse Hessian is built up, the memory begins anew, and every search starts at
 * length 1. One that gains by renewal is prepared again after 5, 10, 20, 40 ... iterations with it, and any one that does
 * not fit any more: when 8 searches since then had to try more than one step length; after that 16, 32 ...
 *
 * <p>If a search fails, the memory is dropped and one more search is made along the negative gradient before giving
 * up with {@link Reason#NO_ACCEPTABLE_STEP}; unless the failed step promised less than the cost's rounding error, which
 * is {@link Reason#NO_PROGRESS}.
 */
public final class Lbfgs {
    /** Correction pairs kept by default, as in RELION. */
    public static final int DEFAULT_MEMORY = 6;

    /** Iterations before a preconditioner is used. */
    public static final int PLAIN_ITERATIONS = 15;

    /* Iterations from its first use until it is made anew; then it is twice as many, and so on. */
    private static final int FIRST_USE = 5;
    /*
     * Searches that tried more than one step, until a preconditioner is made anew the first time. Sets whose steps fit need
     * one or two of them; where steps do not fit, 4 to 8 were much the same.
     */
    private static final int FIRST_MISFITS = 8;
    /* Nocedal and Wright, Numerical Optimization (2006), section 3.1, for quasi-Newton directions. */
    static final double SUFFICIENT_DECREASE = 1e-4;
    static final double CURVATURE = 0.9;
    private static final int MAX_TRIALS = 40;
    /* A quasi-Newton step that promises less than this fraction of the cost drowns in its rounding error. */
    private static final double ROUNDING = 1e-13;

    private final VectorKernels vectors;
    private final int memory;
    private final StoppingRule rule;
    private final IterationListener listener;

    /**
     * @param vectors  the arithmetic on vectors
     * @param memory   correction pairs, at least 1
     * @param rule     when to stop
     * @param listener is told of every iteration
     */
    public Lbfgs(VectorKernels vectors, int memory, StoppingRule rule, IterationListener listener) {
        if (memory < 1) {
            throw new IllegalArgumentException("memory must be positive: " + memory);
        }
        this.vectors = vectors;
        this.memory = memory;
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
        private int prepareAt = PLAIN_ITERATIONS;
        private int misfits;
        private int misfitsAllowed = FIRST_MISFITS;
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
            pairs = new CorrectionPairs(vectors, memory, n);
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
                    prepareAt += preconditioned ? prepareAt - PLAIN_ITERATIONS : FIRST_USE;
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
            boolean memory = !pairs.isEmpty();
            if (memory || preconditioned) {
                failure = quasiNewtonStep();
                if (failure != null && promised <= ROUNDING * Math.max(1, Math.abs(cost))) {
                    return Reason.NO_PROGRESS;
                }
                if (failure != null && preconditioned && memory) {
                    // The memory may mislead; the preconditioner alone, adapted to this point, may still do.
                    prepare();
                    failure = quasiNewtonStep();
                }
            }
            if (!(memory || preconditioned) || failure != null) {
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
