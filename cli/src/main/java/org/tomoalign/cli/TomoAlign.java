package org.tomoalign.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** The program: its sub-commands, and how its command line is read. */
@Command(
        name = "tomo-align",
        description = "Refines tilt-series projections, particle positions and motion in cryo-electron tomography.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "COMMAND")
final class TomoAlign {
    /** Done. */
    static final int DONE = 0;
    /** Failed while running. */
    static final int FAILED = 1;
    /** Wrong use or wrong input. */
    static final int WRONG_INPUT = 2;

    /** Done, but some tomograms failed. */
    static final int DONE_WITH_FAILURES = 3;

    static final String PIPELINE_CONTROL = "--pipeline_control";
    static final String DEBUG = "--debug";

    private static final String CITATION = "--citation";
    private static final String HELP = "help";
    private static final List<String> COMMANDS =
            List.of("align", "merge", "slurm", "check", "demo", "simulate", "score", "report", "export", "warm-up", "completion",
                    "man", HELP);

    private TomoAlign() {
    }

    /** Runs a command line. Returns the exit code: 0 done, 1 failed while running, 2 wrong use or input, 3 done with failures. */
    static int run(String... args) {
        Invocation invocation = new Invocation(List.of(args));
        List<String> words = new ArrayList<>(List.of(args));
        Failures failures = new Failures(List.of(args), words.removeIf(DEBUG::equals));
        if (words.contains(CITATION)) {
            System.out.print(Citation.text());
            return DONE;
        }
        try {
            CommandLine line = commandLine(invocation);
            line.setParameterExceptionHandler(failures::wrongUse);
            line.setExecutionExceptionHandler(failures::failed);
            if (invocation.asRelion()) {
                words.removeFirst();
            }
            if (words.isEmpty()) {
                line.usage(System.out);
                return DONE;
            }
            return line.execute(simplified(line, words).toArray(String[]::new));
        } catch (Error e) {
            return failures.broken(e);
        }
    }

    /** Returns the words that picocli understands. */
    private static List<String> simplified(CommandLine line, List<String> words) {
        if (line.getCommand() instanceof RelionCommand relion) {
            return RepeatedOptions.lastOnly(line.getCommandSpec(), relion.translate(words));
        }
        CommandLine command = line.getSubcommands().get(words.getFirst());
        if (command == null) {
            return words;
        }
        List<String> all = new ArrayList<>(words.subList(0, 1));
        all.addAll(RepeatedOptions.lastOnly(command.getCommandSpec(), words.subList(1, words.size())));
        return all;
    }

    /**
     * Returns the parser of a command line. It knows the command asked for, or else all: reading the options of one takes
     * longer than parsing.
     */
    static CommandLine commandLine(Invocation invocation) {
        CommandLine line;
        if (invocation.asRelion()) {
            line = new CommandLine(new RelionCommand(invocation)).setCommandName(invocation.program());
        } else {
            line = new CommandLine(new TomoAlign());
            String first = invocation.words().isEmpty() ? HELP : invocation.words().getFirst();
            for (String name : COMMANDS.contains(first) && !first.equals(HELP) ? List.of(first) : COMMANDS) {
                line.addSubcommand(name, command(name, invocation));
            }
            line.getSubcommands().values().forEach(TomoAlign::addDebug);
        }
        addDebug(line);
        line.getCommandSpec().addOption(OptionSpec.builder(CITATION).description("say what to cite, and exit").build());
        Values.register(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        // The characters of these streams are the terminal's; picocli's own writers would always write UTF-8.
        line.setOut(new PrintWriter(System.out, true));
        line.setErr(new PrintWriter(System.err, true));
        return line;
    }

    private static Object command(String name, Invocation invocation) {
        return switch (name) {
            case "align" -> new AlignCommand(invocation);
            case "merge" -> new MergeCommand(invocation);
            case "slurm" -> new SlurmCommand(invocation);
            case "check" -> new CheckCommand(invocation);
            case "demo" -> new DemoCommand();
            case "simulate" -> new SimulateCommand();
            case "score" -> new ScoreCommand();
            case "report" -> new ReportCommand();
            case "export" -> new ExportCommand();
            case "warm-up" -> new WarmUpCommand();
            case "completion" -> new CompletionCommand();
            case "man" -> new ManCommand();
            case HELP -> new CommandLine.HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** The option is taken out before anything is parsed, so that it works whatever else is wrong; this is for the help. */
    private static void addDebug(CommandLine line) {
        line.getCommandSpec().addOption(OptionSpec.builder(DEBUG)
                .description("say where in the program a failure happened").build());
    }
}
