package org.tomoalign.cli;

import java.util.ArrayList;
import java.util.List;
import org.tomoalign.job.ProgramVersion;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page, in the language of man(7), from picocli's model of the program. (picocli's own generator writes
 * AsciiDoc, which needs one more tool to become a manual page.)
 */
final class ManPage {
    private static final String ENDING = """
            .SH EXIT STATUS
            .TP
            0
            done
            .TP
            1
            failed while running
            .TP
            2
            wrong use or wrong input
            .SH ENVIRONMENT
            .TP
            TOMO_ALIGN_JAVA
            folder of the Java to use
            .TP
            TOMO_ALIGN_JAVA_OPTIONS
            options for Java, for instance \\-Xmx8g
            .TP
            TOMO_ALIGN_FFTW
            FFTW library (single precision) to use instead of the bundled one
            .TP
            SLURM_CPUS_PER_TASK
            number of threads, unless \\-\\-j is given
            .SH SEE ALSO
            The folder docs of the program describes the method and all files.
            """;

    private final StringBuilder page = new StringBuilder();

    private ManPage() {
    }

    /** Returns the page of a program with sub-commands. */
    static String of(CommandLine program) {
        ManPage page = new ManPage();
        CommandSpec spec = program.getCommandSpec();
        page.line(".TH TOMO-ALIGN 1 \"\" \"" + ProgramVersion.text() + "\"");
        page.line(".SH NAME");
        page.line("tomo-align \\- " + text(description(spec)));
        page.line(".SH SYNOPSIS");
        for (CommandLine command : program.getSubcommands().values()) {
            String[] own = command.getCommandSpec().usageMessage().customSynopsis();
            page.line(".B " + text(own.length > 0 ? own[0] : "tomo-align " + command.getCommandName() + " [OPTION ...]"
                    + positionals(command.getCommandSpec())));
            page.line(".br");
        }
        page.line(".SH DESCRIPTION");
        page.line("Called as relion_tomo_align or relion_tomo_align_mpi, the program reads its command line as RELION does and "
                + "runs the command align.");
        page.line(".SH COMMANDS");
        for (CommandLine command : program.getSubcommands().values()) {
            page.command(command.getCommandSpec(), command.getCommand());
        }
        page.page.append(ENDING);
        return page.page.toString();
    }

    /** Commands that take the options of align, as their descriptions say, are given only those of their own. */
    private void command(CommandSpec spec, Object command) {
        line(".SS " + text(spec.name()));
        line(text(description(spec)));
        if (command instanceof SlurmCommand) {
            group(spec.argGroups().getFirst());
        }
        if (command instanceof MergeCommand) {
            spec.positionalParameters().forEach(this::parameter);
        }
        if (command instanceof CheckCommand || command instanceof MergeCommand || command instanceof SlurmCommand) {
            return;
        }
        List<OptionSpec> alone = new ArrayList<>(spec.options());
        for (ArgGroupSpec group : spec.argGroups()) {
            alone.removeAll(group.allOptionsNested());
        }
        spec.positionalParameters().forEach(this::parameter);
        alone.forEach(this::option);
        for (ArgGroupSpec group : spec.argGroups()) {
            group(group);
        }
    }

    private void group(ArgGroupSpec group) {
        line(".PP");
        line(".I " + text(group.heading().replace("%n", "").strip()));
        group.allOptionsNested().forEach(this::option);
    }

    private void parameter(PositionalParamSpec parameter) {
        line(".TP");
        line(".I " + text(parameter.paramLabel()));
        line(text(String.join(" ", parameter.description()).replace("%n", " ").strip()));
    }

    private void option(OptionSpec option) {
        line(".TP");
        String names = String.join(", ", option.names());
        line(".B " + text(names + (option.arity().max() > 0 ? " " + option.paramLabel() : "")));
        String description = String.join(" ", option.description());
        line(text(option.defaultValue() == null ? description
                : description.replace("${DEFAULT-VALUE}", option.defaultValue())));
    }

    private static String positionals(CommandSpec spec) {
        StringBuilder labels = new StringBuilder();
        spec.positionalParameters().forEach(parameter -> labels.append(' ').append(parameter.paramLabel()));
        return labels.toString();
    }

    private static String description(CommandSpec spec) {
        return String.join(" ", spec.usageMessage().description()).replace("%n", " ").strip();
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    /** Returns text that means itself: hyphens that can be copied, no commands at the start of a line. */
    private static String text(String plain) {
        String escaped = plain.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
