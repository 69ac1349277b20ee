package org.tomoalign.star;

import java.nio.charset.StandardCharsets;

/** Reads decimal numbers out of bytes: exact, and fast for the short ones that fill STAR files. */
final class DecimalText {
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22};
    private static final int MAX_EXACT_DIGITS = 15;

    private DecimalText() {
    }

    /** Returns the number in [start, end), NaN if the text is not a decimal number or not finite. */
    static double parse(byte[] text, int start, int end) {
        int i = start;
        boolean negative = i < end && text[i] == '-';
        if (i < end && (text[i] == '-' || text[i] == '+')) {
            i++;
        }
        long mantissa = 0;
        int digits = 0;
        int significant = 0;
        int scale = 0;
        boolean point = false;
        for (; i < end; i++) {
            byte b = text[i];
            if (b >= '0' && b <= '9') {
                digits++;
                if (significant > 0 || b != '0') {
                    significant++;
                }
                if (significant <= MAX_EXACT_DIGITS) {
                    mantissa = 10 * mantissa + (b - '0');
                }
                if (point) {
                    scale++;
                }
            } else if (b == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return Double.NaN;
        }
        int exponent = 0;
        if (i < end) {
            int from = i + 1;
            if (text[i] != 'e' && text[i] != 'E' || !isInteger(text, from, end)) {
                return Double.NaN;
            }
            if (end - from > 6) {
                return slow(text, start, end);
            }
            exponent = Integer.parseInt(new String(text, from, end - from, StandardCharsets.US_ASCII));
        }
        // Both factors are exact doubles, so the one rounding is that of the result (Clinger 1990).
        int power = exponent - scale;
        if (significant > MAX_EXACT_DIGITS || Math.abs(power) >= POWERS.length) {
            return slow(text, start, end);
        }
        double value = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
        return negative ? -value : value;
    }

    private static boolean isInteger(byte[] text, int start, int end) {
        int i = start < end && (text[start] == '-' || text[start] == '+') ? start + 1 : start;
        if (i >= end) {
            return false;
        }
        for (; i < end; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return true;
    }

    private static double slow(byte[] text, int start, int end) {
        double value = Double.parseDouble(new String(text, start, end - start, StandardCharsets.US_ASCII));
        return Double.isInfinite(value) ? Double.NaN : value;
    }
}
