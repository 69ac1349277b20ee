package org.tomoalign.mrc;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.tomoalign.input.InputException;

/**
 * The name of an MRC file as RELION's files and options write it: {@code stack.mrc}, {@code series.st:mrc} (a file that
 * is to be read as MRC whatever its suffix) or {@code 3@stack.mrcs} (the third image of a stack).
 *
 * @param file  the path without decorations
 * @param slice zero-based slice that the name chooses, or -1 if it does not
 */
public record MrcName(Path file, int slice) {
    private static final List<String> SUFFIXES =
            List.of(".mrc", ".mrcs", ".st", ".map", ".ali", ".rec");
    private static final List<String> FORMATS = List.of(":mrc", ":mrcs", ":st", ":map", ":ali", ":rec");

    /**
     * Takes a name apart.
     *
     * @throws InputException if neither the suffix nor a {@code :format} says that this is an MRC file, or the slice is
     *                        not a positive number
     */
    public static MrcName parse(String name) {
        String rest = name;
        int slice = -1;
        int at = rest.indexOf('@');
        if (at > 0 && rest.substring(0, at).chars().allMatch(c -> c >= '0' && c <= '9')) {
            slice = sliceNumber(name, rest.substring(0, at)) - 1;
            rest = rest.substring(at + 1);
        }
        String lower = rest.toLowerCase(Locale.ROOT);
        for (String format : FORMATS) {
            if (lower.endsWith(format) && rest.length() > format.length()) {
                return new MrcName(Path.of(rest.substring(0, rest.length() - format.length())), slice);
            }
        }
        String plain = lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
        if (SUFFIXES.stream().noneMatch(plain::endsWith)) {
            throw new InputException(name + ": not the name of an MRC file, expected a suffix out of "
                    + String.join(" ", SUFFIXES) + ", or :mrc after the name");
        }
        return new MrcName(Path.of(rest), slice);
    }

    private static int sliceNumber(String name, String digits) {
        try {
            int number = Integer.parseInt(digits);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InputException(name + ": image number " + digits + ", expected 1 or more", e);
        }
        throw new InputException(name + ": image number " + digits + ", expected 1 or more");
    }
}
