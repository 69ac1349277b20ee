package org.tomoalign.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lets the last of several equal options win, as RELION does and its users' scripts expect. picocli cannot do this in a
 * group of options: it takes the second one for the beginning of another group, whose other options are not set.
 */
final class RepeatedOptions {
    private RepeatedOptions() {
    }

    /** Returns a command's words without options that are given again further on. */
    static List<String> lastOnly(CommandSpec command, List<String> words) {
        List<List<String>> parts = new ArrayList<>();
        List<OptionSpec> options = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String name = word.startsWith("--") ? word.split("=", 2)[0] : word;
            OptionSpec option = command.findOption(name);
            boolean value = option != null && name.equals(word) && option.arity().min() > 0 && i + 1 < words.size();
            options.add(option);
            parts.add(value ? List.of(word, words.get(i + 1)) : List.of(word));
            i += value ? 1 : 0;
        }
        Set<OptionSpec> seen = new HashSet<>();
        List<List<String>> kept = new ArrayList<>();
        for (int i = parts.size() - 1; i >= 0; i--) {
            if (options.get(i) == null || options.get(i).isMultiValue() || seen.add(options.get(i))) {
                kept.addFirst(parts.get(i));
            }
        }
        return kept.stream().flatMap(List::stream).toList();
    }
}
