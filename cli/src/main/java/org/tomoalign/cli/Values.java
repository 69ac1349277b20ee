package org.tomoalign.cli;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomoalign.input.Setting;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are read. */
final class Values {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,6})?)([KMGT]?)(?:I?B)?");
    private static final BigDecimal MOST_BYTES = BigDecimal.valueOf(Long.MAX_VALUE);

    private Values() {
    }

    /** Makes a parser read whole numbers, numbers and names of files as this class says. */
    static void register(CommandLine line) {
        line.registerConverter(Integer.class, Values::wholeNumber);
        line.registerConverter(int.class, Values::wholeNumber);
        line.registerConverter(Double.class, Values::number);
        line.registerConverter(double.class, Values::number);
        line.registerConverter(Path.class, Values::path);
    }

    /** Returns a whole number; programs that write commands may have printed it as 5.0. */
    static int wholeNumber(String text) {
        try {
            return new BigDecimal(text.strip()).intValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new TypeConversionException("expected a whole number");
        }
    }

    /** Returns a number; a Java suffix, as in 5f, is none. */
    static double number(String text) {
        try {
            if (!text.isEmpty() && "fFdD".indexOf(text.charAt(text.length() - 1)) < 0) {
                return Double.parseDouble(text);
            }
        } catch (NumberFormatException e) {
            // Below.
        }
        throw new TypeConversionException("expected a number");
    }

    /** Returns bytes: a number with K, M, G or T behind it, powers of 1024, and perhaps a B; without one of these it is M. */
    static long bytes(Setting setting, String text) {
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        setting.require(size.matches(), text, "a size such as 8G or 500M");
        int unit = size.group(2).isEmpty() ? 2 : 1 + "KMGT".indexOf(size.group(2).charAt(0));
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1L << 10 * unit));
        setting.require(bytes.signum() > 0 && bytes.compareTo(MOST_BYTES) < 0, text, "a size such as 8G or 500M");
        return bytes.longValue();
    }

    /** Returns whether a file is named at all: scripts pass empty variables, and Python's None. */
    static boolean isName(String text) {
        return !text.isBlank() && !text.equals("None");
    }

    /** Returns the named file, or null for what is no name. */
    static Path path(String text) {
        try {
            return isName(text) ? Path.of(text) : null;
        } catch (InvalidPathException e) {
            throw new TypeConversionException("is no name of a file (" + e.getReason() + ")");
        }
    }
}
