package org.tomoalign.project;

import org.tomoalign.star.RelionNumbers;
import org.tomoalign.star.StarColumn;

/**
 * What values of files can be. Outside of these ranges, wide as they are, a value has another unit or is a slip: it would
 * be computed with, and the result would only look like one.
 */
final class Plausible {
    private static final double LEAST_VOLTAGE = 10;
    private static final double MOST_VOLTAGE = 3000;
    /** Of an aberration-corrected microscope Cs may be slightly negative. */
    private static final double LEAST_CS = -1;
    private static final double MOST_CS = 100;
    private static final double LEAST_PIXEL = 0.05;
    private static final double MOST_PIXEL = 500;
    private static final double ANGSTROM_PER_MM = 1e7;
    /** Exponent of the envelope at the Nyquist frequency. */
    private static final double MOST_GROWTH = 10;

    private Plausible() {
    }

    /** Returns a voltage, kV. */
    static double voltage(StarColumn column, int row) {
        double value = column.number(row);
        return require(value >= LEAST_VOLTAGE && value <= MOST_VOLTAGE, column, row, value, "kV, from 10 to 3000"
                + (value > MOST_VOLTAGE ? hint(value, "V", value / 1000, "kV") : ""));
    }

    /** Returns a spherical aberration, mm. */
    static double sphericalAberration(StarColumn column, int row) {
        double value = column.number(row);
        return require(value >= LEAST_CS && value <= MOST_CS, column, row, value, "mm, from -1 to 100"
                + (value > MOST_CS ? hint(value, "Å", value / ANGSTROM_PER_MM, "mm") : ""));
    }

    /** Returns an amplitude contrast, a fraction. */
    static double amplitudeContrast(StarColumn column, int row) {
        double value = column.number(row);
        return require(value >= 0 && value < 1, column, row, value, "a fraction from 0 to below 1"
                + (value >= 1 && value < 100 ? hint(value, "per cent", value / 100, "") : ""));
    }

    /** Returns a pixel size, Å. */
    static double pixelSize(StarColumn column, int row) {
        double value = column.number(row);
        return require(value >= LEAST_PIXEL && value <= MOST_PIXEL, column, row, value, "Å, from 0.05 to 500");
    }

    /** Returns a handedness. */
    static double hand(StarColumn column, int row) {
        double value = column.number(row);
        return require(Math.abs(value) == 1, column, row, value, "1 or -1");
    }

    /** Returns a number above 0. */
    static double positive(StarColumn column, int row) {
        double value = column.number(row);
        return require(value > 0, column, row, value, "a number above 0");
    }

    /** Returns a number that is not negative. */
    static double notNegative(StarColumn column, int row, String unit) {
        double value = column.number(row);
        return require(value >= 0, column, row, value, unit + ", 0 or more");
    }

    /** Returns a B-factor, Å^2: positive ones damp. With a large negative one the highest frequencies outgrow all others. */
    static double bFactor(StarColumn column, int row, double pixelSize) {
        double value = column.number(row);
        double growth = -value / (16 * pixelSize * pixelSize);
        return require(growth <= MOST_GROWTH, column, row, value, "Å^2, 0 or more where high frequencies are damped");
    }

    private static double require(boolean condition, StarColumn column, int row, double value, String expected) {
        if (!condition) {
            throw column.expected(row, expected);
        }
        return value;
    }

    private static String hint(double found, String unit, double converted, String wanted) {
        return " (" + RelionNumbers.precise(found) + " " + unit + " are " + RelionNumbers.precise(converted)
                + (wanted.isEmpty() ? "" : " " + wanted) + ")";
    }
}
