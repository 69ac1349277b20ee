package org.tomoalign.optimise;

/**
 * The line search of J. J. Moré and D. J. Thuente, "Line search algorithms with guaranteed sufficient decrease",
 * ACM Transactions on Mathematical Software 20 (1994) 286-307. It finds a step with
 * <pre>
 *   f(step) &le; f(0) + ftol step f'(0)      (sufficient decrease)
 *   |f'(step)| &le; gtol |f'(0)|             (curvature)
 * </pre>
 * The search runs as a conversation: {@link #start}, then {@link #next} with the value and the slope at
 * {@link #step} until it no longer answers {@link State#EVALUATE}. Deviation from the paper: a trial point where the
 * function is not finite bounds the interval from above, and the step is cut to a tenth of the way ({@link #reject}).
 */
final class MoreThuente {
    /** What to do next. */
    enum State {
        /** Evaluate at {@link #step} and call {@link #next}. */
        EVALUATE,
        /** {@link #step} satisfies both conditions. */
        FOUND,
        /** The interval has shrunk to nothing, or a bound on the step was reached: no step satisfies both. */
        FAILED
    }

    /* Extrapolation bounds while the minimum is not bracketed, and the factor by which two successive intervals must
       shrink: the values of section 4 of the paper. */
    private static final double EXTRAPOLATE_LOW = 1.1;
    private static final double EXTRAPOLATE_HIGH = 4.0;
    private static final double SHRINK = 0.66;

    private final double ftol;
    private final double gtol;
    private final double xtol;
    private final double minStep;

    private double maxStep;
    private double f0;
    private double slope0;
    private boolean firstStage;
    private boolean bracketed;
    private double width;
    private double previousWidth;
    private double low;
    private double high;
    /* The interval of uncertainty: x with the least value so far, and the other end y. */
    private double x;
    private double fx;
    private double dx;
    private double y;
    private double fy;
    private double dy;
    private double step;

    /**
     * @param ftol    sufficient decrease, {@code 0 < ftol < gtol}
     * @param gtol    curvature, below 1
     * @param xtol    relative width at which an interval counts as empty
     * @param minStep lower bound on the step
     */
    MoreThuente(double ftol, double gtol, double xtol, double minStep) {
        this.ftol = ftol;
        this.gtol = gtol;
        this.xtol = xtol;
        this.minStep = minStep;
    }

    /** Begins a search; f0 and slope0, which is below 0, are value and slope at step 0. */
    void start(double f0, double slope0, double firstStep, double maxStep) {
        this.f0 = f0;
        this.slope0 = slope0;
        this.maxStep = maxStep;
        firstStage = true;
        bracketed = false;
        width = maxStep - minStep;
        previousWidth = 2 * width;
        x = y = 0;
        fx = fy = f0;
        dx = dy = slope0;
        step = Math.max(minStep, Math.min(maxStep, firstStep));
        low = 0;
        high = step + EXTRAPOLATE_HIGH * step;
    }

    double step() {
        return step;
    }

    /** Reports that the function is not finite at {@link #step}. */
    State reject() {
        double distance = step - x;
        if (distance > 0) {
            maxStep = x + 0.5 * distance;
            high = Math.min(high, maxStep);
        }
        step = x + 0.1 * distance;
        return Math.abs(step - x) <= Math.max(minStep, 1e-15 * Math.abs(x)) ? State.FAILED : State.EVALUATE;
    }

    /** Reports value and slope at {@link #step}. */
    State next(double f, double slope) {
        double bound = f0 + step * ftol * slope0;
        if (firstStage && f <= bound && slope >= 0) {
            firstStage = false;
        }
        if (f <= bound && Math.abs(slope) <= gtol * -slope0) {
            return State.FOUND;
        }
        if (bracketed && (step <= low || step >= high || high - low <= xtol * high)) {
            return State.FAILED;
        }
        if (step >= maxStep && f <= bound && slope <= ftol * slope0) {
            return State.FAILED;
        }
        if (step <= minStep && (f > bound || slope >= ftol * slope0)) {
            return State.FAILED;
        }
        if (firstStage && f <= fx && f > bound) {
            // Section 3: the auxiliary function psi(s) = f(s) - f(0) - ftol s f'(0) leads to an acceptable step.
            double tilt = ftol * slope0;
            fx -= x * tilt;
            fy -= y * tilt;
            dx -= tilt;
            dy -= tilt;
            updateInterval(f - step * tilt, slope - tilt);
            fx += x * tilt;
            fy += y * tilt;
            dx += tilt;
            dy += tilt;
        } else {
            updateInterval(f, slope);
        }
        if (bracketed) {
            if (Math.abs(y - x) >= SHRINK * previousWidth) {
                step = x + 0.5 * (y - x);
            }
            previousWidth = width;
            width = Math.abs(y - x);
            low = Math.min(x, y);
            high = Math.max(x, y);
        } else {
            low = step + EXTRAPOLATE_LOW * (step - x);
            high = step + EXTRAPOLATE_HIGH * (step - x);
        }
        step = Math.max(minStep, Math.min(maxStep, step));
        if (bracketed && (step <= low || step >= high || high - low <= xtol * high)) {
            // No room left: fall back on the best point seen.
            step = x;
        }
        return State.EVALUATE;
    }

    /** Section 4 of the paper: a new trial step from cubic and quadratic interpolation, and the new interval. */
    private void updateInterval(double f, double d) {
        double sign = d * Math.signum(dx);
        double trial;
        if (f > fx) {
            // Case 1: a higher value brackets the minimum.
            double theta = 3 * (fx - f) / (step - x) + dx + d;
            double s = Math.max(Math.abs(theta), Math.max(Math.abs(dx), Math.abs(d)));
            double gamma = s * Math.sqrt(Math.max(0, (theta / s) * (theta / s) - (dx / s) * (d / s)));
            if (step < x) {
                gamma = -gamma;
            }
            double p = (gamma - dx) + theta;
            double q = ((gamma - dx) + gamma) + d;
            double cubic = x + p / q * (step - x);
            double quadratic = x + dx / ((fx - f) / (step - x) + dx) / 2 * (step - x);
            trial = Math.abs(cubic - x) < Math.abs(quadratic - x) ? cubic : cubic + (quadratic - cubic) / 2;
            bracketed = true;
        } else if (sign < 0) {
            // Case 2: lower value, slopes of opposite sign.
            double theta = 3 * (fx - f) / (step - x) + dx + d;
            double s = Math.max(Math.abs(theta), Math.max(Math.abs(dx), Math.abs(d)));
            double gamma = s * Math.sqrt(Math.max(0, (theta / s) * (theta / s) - (dx / s) * (d / s)));
            if (step > x) {
                gamma = -gamma;
            }
            double p = (gamma - d) + theta;
            double q = ((gamma - d) + gamma) + dx;
            double cubic = step + p / q * (x - step);
            double secant = step + d / (d - dx) * (x - step);
            trial = Math.abs(cubic - step) > Math.abs(secant - step) ? cubic : secant;
            bracketed = true;
        } else if (Math.abs(d) < Math.abs(dx)) {
            // Case 3: lower value, same sign, slope decreases in magnitude.
            double theta = 3 * (fx - f) / (step - x) + dx + d;
            double s = Math.max(Math.abs(theta), Math.max(Math.abs(dx), Math.abs(d)));
            double gamma = s * Math.sqrt(Math.max(0, (theta / s) * (theta / s) - (dx / s) * (d / s)));
            if (step > x) {
                gamma = -gamma;
            }
            double p = (gamma - d) + theta;
            double q = (gamma + (dx - d)) + gamma;
            double ratio = p / q;
            double cubic;
            if (ratio < 0 && gamma != 0) {
                cubic = step + ratio * (x - step);
            } else {
                cubic = step > x ? high : low;
            }
            double secant = step + d / (d - dx) * (x - step);
            if (bracketed) {
                trial = Math.abs(cubic - step) < Math.abs(secant - step) ? cubic : secant;
                double limit = step + SHRINK * (y - step);
                trial = step > x ? Math.min(limit, trial) : Math.max(limit, trial);
            } else {
                trial = Math.abs(cubic - step) > Math.abs(secant - step) ? cubic : secant;
                trial = Math.max(low, Math.min(high, trial));
            }
        } else {
            // Case 4: lower value, same sign, slope does not decrease.
            if (bracketed) {
                double theta = 3 * (f - fy) / (y - step) + dy + d;
                double s = Math.max(Math.abs(theta), Math.max(Math.abs(dy), Math.abs(d)));
                double gamma = s * Math.sqrt(Math.max(0, (theta / s) * (theta / s) - (dy / s) * (d / s)));
                if (step > y) {
                    gamma = -gamma;
                }
                double p = (gamma - d) + theta;
                double q = ((gamma - d) + gamma) + dy;
                trial = step + p / q * (y - step);
            } else {
                trial = step > x ? high : low;
            }
        }
        if (f > fx) {
            y = step;
            fy = f;
            dy = d;
        } else {
            if (sign < 0) {
                y = x;
                fy = fx;
                dy = dx;
            }
            x = step;
            fx = f;
            dx = d;
        }
        step = trial;
    }
}
