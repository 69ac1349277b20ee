package org.tomoalign.output.figure;

import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Texts and numbers in figures and tables. */
public final class Texts {
    /** Below, every whole number is a double. */
    private static final double MOST_EXACT = 0x1p53;
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    private Texts() {
    }

    /** Returns the width of a text in the report's font, pt. */
    public static double width(String text, double size) {
        return ReportFont.size(size).getStringBounds(text, CONTEXT).getWidth();
    }

    /** Returns a number with a given number of decimals, a dash if it is NaN, and never minus zero. */
    public static String fixed(double value, int decimals) {
        if (Double.isNaN(value)) {
            return "–";
        }
        long power = 1;
        for (int i = 0; i < decimals; i++) {
            power *= 10;
        }
        double scaled = Math.abs(value) * power;
        if (!(scaled < MOST_EXACT)) {
            return String.format(Locale.ROOT, "%." + decimals + "f", value);
        }
        // A report holds thousands of numbers, and a Formatter takes microseconds for each.
        long units = Math.round(scaled);
        String text = (value < 0 && units > 0 ? "-" : "") + units / power;
        return decimals == 0 ? text : text + "." + Long.toString(power + units % power).substring(1);
    }

    /** Returns a number with about three significant digits, for notes; a dash if it is NaN. */
    public static String brief(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return fixed(value, decimals);
    }

    /** Returns the inverse of a positive number with about three significant digits; that of 0 is infinite. */
    static String inverse(double value) {
        return value > 0 ? 1 / value >= 20 ? fixed(1 / value, 0) : fixed(1 / value, 1) : "∞";
    }

    /** Returns a fraction as a percentage. */
    public static String percent(double fraction) {
        double percent = 100 * fraction;
        return (percent > 0 && percent < 0.1 ? "< 0.1" : fixed(percent, percent >= 10 || percent == 0 ? 0 : 1)) + " %";
    }

    /** Returns a text that is no wider than given (pt); what is cut off its end is replaced by an ellipsis. */
    public static String shortened(String text, double size, double width) {
        if (width(text, size) <= width) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(text.substring(0, end) + "…", size) > width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "…";
    }

    /** Returns a text that is no wider than given (pt); what is cut out of its middle is replaced by an ellipsis. */
    public static String shortenedInside(String text, double size, double width) {
        int most = text.codePointCount(0, text.length());
        String shorter = text;
        while (most > 1 && width(shorter, size) > width) {
            shorter = shortenedInside(text, --most);
        }
        return shorter;
    }

    /** Returns a text of at most so many characters; what is cut out of its middle is replaced by an ellipsis. */
    public static String shortenedInside(String text, int most) {
        int[] characters = text.codePoints().toArray();
        if (characters.length <= most) {
            return text;
        }
        int end = (most - 1) / 2;
        int start = most - 1 - end;
        return new String(characters, 0, start) + "…" + new String(characters, characters.length - end, end);
    }

    /** Returns a text broken at spaces into lines no wider than given (pt); longer words are broken anywhere. */
    public static List<String> wrapped(String text, double size, double width) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (width(rest, size) > width) {
            int end = rest.offsetByCodePoints(0, 1);
            int space = -1;
            while (width(rest.substring(0, end), size) <= width) {
                if (rest.charAt(end) == ' ') {
                    space = end;
                }
                end = rest.offsetByCodePoints(end, 1);
            }
            int cut = space > 0 ? space : Math.max(rest.offsetByCodePoints(0, 1), rest.offsetByCodePoints(end, -1));
            lines.add(rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }
}
