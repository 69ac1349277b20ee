package org.tomoalign.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lets the last of several equal options win, as RELION does and its users' scripts expect. picocli cannot do this in a
 * group of options: it takes the second one for the beginning of another group, whose other options are not set.
 */
final class RepeatedOptions {
    private RepeatedOptions() {
    }

    /** Returns the arguments without options that are given again further on. */
    static String[] lastOnly(CommandLine program, String[] args) {
        CommandLine command = args.length == 0 ? null : program.getSubcommands().get(args[0]);
        if (command == null) {
            return args;
        }
        List<List<String>> words = new ArrayList<>();
        List<OptionSpec> options = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String name = args[i].startsWith("--") ? args[i].split("=", 2)[0] : args[i];
            OptionSpec option = i == 0 ? null : command.getCommandSpec().findOption(name);
            boolean value = option != null && name.equals(args[i]) && option.arity().min() > 0 && i + 1 < args.length;
            options.add(option);
            words.add(value ? List.of(args[i], args[i + 1]) : List.of(args[i]));
            i += value ? 1 : 0;
        }
        Set<OptionSpec> seen = new HashSet<>();
        List<List<String>> kept = new ArrayList<>();
        for (int i = words.size() - 1; i >= 0; i--) {
            if (options.get(i) == null || seen.add(options.get(i))) {
                kept.addFirst(words.get(i));
            }
        }
        return kept.stream().flatMap(List::stream).toArray(String[]::new);
    }
}
