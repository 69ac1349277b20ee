package org.tomoalign.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Reads a command line as RELION does, whose programs take a lot: unknown options and stray words are passed over, whole
 * numbers end at their first character that is no digit, an option without value counts as not given. What is passed
 * over, or read otherwise than it was meant, becomes a warning.
 */
final class RelionArguments {
    /** RELION reads the padding as a number with decimals, which must not be cut off. */
    private static final String PADDING = "--pad";
    private static final Pattern WHOLE = Pattern.compile("\\s*([+-]?\\d+).*", Pattern.DOTALL);
    private static final Pattern DECIMAL =
            Pattern.compile("\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?).*", Pattern.DOTALL);
    private static final String SHIFT_ONLY = "--shift_only";
    private static final String BY_PARTICLES = "--shift_only_by_particles";
    /** Scipion's plug-in for RELION's tomography passes the place in its list of models. */
    private static final String MODEL = "--def_model";
    private static final Map<String, String> SCIPION_MODELS = Map.of("0", "linear", "1", "spline", "2", "Fourier");

    private final CommandSpec spec;
    private final List<String> kept = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private RelionArguments(CommandSpec spec) {
        this.spec = spec;
    }

    /**
     * A command line that a strict parser understands, too.
     *
     * @param words    its words
     * @param warnings what was passed over or read otherwise
     */
    record Translated(List<String> words, List<String> warnings) {
    }

    /** Translates the words of a command line, without the program's name. */
    static Translated translate(CommandSpec spec, List<String> words) {
        RelionArguments arguments = new RelionArguments(spec);
        arguments.read(words);
        arguments.dropWhatHasNoEffect();
        return new Translated(List.copyOf(arguments.kept), List.copyOf(arguments.warnings));
    }

    private void read(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            // RELION knows no --name=value, but nothing else can be meant.
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            OptionSpec option = spec.findOption(name);
            if (option == null) {
                i += passOver(words, i);
            } else if (option.arity().max() == 0) {
                kept.add(name);
            } else if (equals >= 0) {
                keep(option, name, word.substring(equals + 1));
            } else if (i + 1 == words.size() || spec.findOption(words.get(i + 1)) != null) {
                warnings.add(name + ": has no value; taken as not given");
            } else {
                keep(option, name, words.get(++i));
            }
        }
    }

    private void dropWhatHasNoEffect() {
        if (kept.contains(BY_PARTICLES) && !kept.contains(SHIFT_ONLY)) {
            kept.removeIf(BY_PARTICLES::equals);
            warnings.add(BY_PARTICLES + ": has no effect without " + SHIFT_ONLY + "; ignored");
        }
    }

    /** Passes over a word, and if it looks like an option, over what may be its value. Returns the number of more words. */
    private int passOver(List<String> words, int i) {
        String word = words.get(i);
        if (!word.startsWith("--")) {
            warnings.add("'" + word + "': belongs to no option; ignored");
            return 0;
        }
        warnings.add(word + ": not an option of this program; ignored");
        return i + 1 < words.size() && !words.get(i + 1).startsWith("--") && spec.findOption(words.get(i + 1)) == null
                && !word.contains("=") ? 1 : 0;
    }

    private void keep(OptionSpec option, String name, String value) {
        Class<?> type = option.type();
        boolean whole = (type == int.class || type == Integer.class) && !name.equals(PADDING);
        boolean decimal = type == double.class || type == Double.class || name.equals(PADDING);
        if (!Values.isName(value)) {
            if (whole || decimal) {
                warnings.add(name + " '" + value + "': has no value; taken as not given");
            }
            return;
        }
        String read = whole ? number(WHOLE, value) : decimal ? number(DECIMAL, value)
                : name.equals(MODEL) ? SCIPION_MODELS.getOrDefault(value, value) : value;
        if ((whole || decimal) && !isSame(read, value)) {
            warnings.add(name + " " + value + ": read as " + read + ", as RELION does");
        }
        kept.add(name);
        kept.add(read);
    }

    /** Returns the part of a text that RELION would read; all of it, if there is none. */
    private static String number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches() ? matcher.group(1) : text;
    }

    private static boolean isSame(String read, String value) {
        try {
            return read.equals(value) || new BigDecimal(read).compareTo(new BigDecimal(value.strip())) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
