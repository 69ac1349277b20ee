package org.tomoalign.simulate;

/**
 * Errors of one kind and the standard errors that an alignment gave for them, as sums of squares, which add up over tilt
 * series.
 *
 * @param actual    sum of the squared errors
 * @param predicted sum of the squared standard errors
 * @param count     how many there are
 */
public record ErrorSum(double actual, double predicted, int count) {
    /** No errors. */
    public static final ErrorSum NONE = new ErrorSum(0, 0, 0);

    /** Returns the sum with one more error; one without a standard error, which was not refined, does not count. */
    ErrorSum with(double error, double standardError) {
        return standardError > 0
                ? new ErrorSum(actual + error * error, predicted + standardError * standardError, count + 1)
                : this;
    }

    ErrorSum plus(ErrorSum other) {
        return new ErrorSum(actual + other.actual, predicted + other.predicted, count + other.count);
    }

    /** Returns the root mean square error; NaN if there is none. */
    public double actualRms() {
        return Math.sqrt(actual / count);
    }

    /** Returns the root mean square standard error; NaN if there is none. */
    public double predictedRms() {
        return Math.sqrt(predicted / count);
    }

    /** Returns actual over predicted error: 1 if standard errors are right, more if they promise too much. */
    public double ratio() {
        return Math.sqrt(actual / predicted);
    }
}
