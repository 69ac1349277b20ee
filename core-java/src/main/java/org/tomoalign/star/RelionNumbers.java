package org.tomoalign.star;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as RELION's {@code MetaDataTable::getValueToString} prints them, with the rounding of C's printf. */
public final class RelionNumbers {
    /** Width to which RELION pads a number, on the left. */
    static final int NUMBER_WIDTH = 12;
    private static final MathContext VECTOR_DIGITS = new MathContext(12, RoundingMode.HALF_EVEN);
    private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

    private RelionNumbers() {
    }

    /**
     * Returns a number without padding: six decimals, five if negative; with an exponent below 0.001 and above
     * 100000. Numbers below 1e-99 become 0, since RELION cuts a three-digit exponent in two.
     */
    public static String decimal(double value) {
        requireFinite(value);
        double size = Math.abs(value);
        if (size < 1e-99) {
            return "0.000000";
        }
        int digits = value < 0 ? 5 : 6;
        String sign = value < 0 ? "-" : "";
        return sign + (size < 0.001 || size > 100_000 ? scientific(size, digits) : fixed(size, digits));
    }

    /** Returns a list {@code [a,b,c]} with up to 12 significant digits each, as C++ streams print them. */
    public static String vector(double... values) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                text.append(',');
            }
            text.append(general(values[i]));
        }
        return text.append(']').toString();
    }

    /** Returns a number with up to 12 significant digits, as in a list: more than RELION prints, and it reads them. */
    public static String precise(double value) {
        return general(value);
    }

    private static String fixed(double size, int digits) {
        double scaled = size * POWERS[digits];
        long whole = (long) scaled;
        double rest = scaled - whole;
        if (Math.abs(rest - 0.5) < 1e-3) {
            // Too near to a tie to decide in floating point.
            return new BigDecimal(size).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
        }
        long rounded = rest > 0.5 ? whole + 1 : whole;
        String fraction = Long.toString(rounded % POWERS[digits]);
        return rounded / POWERS[digits] + "." + "0".repeat(digits - fraction.length()) + fraction;
    }

    private static String scientific(double size, int digits) {
        BigDecimal rounded = new BigDecimal(size).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
        String mantissa = rounded.unscaledValue().toString();
        mantissa += "0".repeat(Math.max(0, digits + 1 - mantissa.length()));
        return mantissa.charAt(0) + "." + mantissa.substring(1) + exponent(rounded.precision() - rounded.scale() - 1);
    }

    private static String general(double value) {
        requireFinite(value);
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(VECTOR_DIGITS).stripTrailingZeros();
        int power = rounded.precision() - rounded.scale() - 1;
        if (power >= -4 && power < 12) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + exponent(power);
    }

    private static String exponent(int power) {
        int size = Math.abs(power);
        return (power < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }

    private static void requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("cannot write " + value + " to a STAR file");
        }
    }
}
