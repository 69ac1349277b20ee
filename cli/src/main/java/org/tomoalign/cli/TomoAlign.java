package org.tomoalign.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tomoalign.input.InputException;
import org.tomoalign.job.PipelineControl;
import org.tomoalign.job.ProgramVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program: its sub-commands, and what becomes of their failures. */
@Command(
        name = "tomo-align",
        description = "Refines tilt-series projections, particle positions and motion in cryo-electron tomography.",
        mixinStandardHelpOptions = true,
        versionProvider = TomoAlign.Version.class,
        synopsisSubcommandLabel = "COMMAND")
final class TomoAlign {
    /** Done. */
    static final int DONE = 0;
    /** Failed while running. */
    static final int FAILED = 1;
    /** Wrong use or wrong input. */
    static final int WRONG_INPUT = 2;

    static final String PIPELINE_CONTROL = "--pipeline_control";

    private static final String DEBUG = "--debug";
    private static final List<String> COMMANDS = List.of("align", "check", "demo", "simulate", "score");

    private TomoAlign() {
    }

    /** Runs a command line. Returns the exit code: 0 done, 1 failed while running, 2 wrong use or input. */
    static int run(String... args) {
        boolean debug = Arrays.asList(args).contains(DEBUG);
        String[] rest = Arrays.stream(args).filter(arg -> !arg.equals(DEBUG)).toArray(String[]::new);
        CommandLine line = commandLine(rest);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setParameterExceptionHandler(TomoAlign::wrongUse);
        line.setExecutionExceptionHandler((failure, command, result) -> failed(failure, command, debug));
        if (rest.length == 0) {
            line.usage(System.out);
            return DONE;
        }
        try {
            return line.execute(RepeatedOptions.lastOnly(line, rest));
        } catch (Error e) {
            return broken(e, debug);
        }
    }

    /**
     * Returns the parser of a command line. It knows the command asked for, or else all: reading the options of one takes
     * longer than parsing.
     */
    static CommandLine commandLine(String... args) {
        CommandLine line = new CommandLine(new TomoAlign());
        boolean known = args.length > 0 && COMMANDS.contains(args[0]);
        for (String name : known ? List.of(args[0]) : COMMANDS) {
            line.addSubcommand(name, switch (name) {
                case "align" -> new AlignCommand();
                case "check" -> new CheckCommand();
                case "demo" -> new DemoCommand();
                case "simulate" -> new SimulateCommand();
                case "score" -> new ScoreCommand();
                default -> throw new IllegalArgumentException(name);
            });
        }
        return line;
    }

    /** Out of memory, an image file cut short while it is mapped, a broken installation: no stack trace for these either. */
    private static int broken(Error e, boolean debug) {
        if (debug) {
            e.printStackTrace(System.err);
        } else {
            System.err.println("tomo-align: " + e + " (" + DEBUG + " shows where)");
        }
        return FAILED;
    }

    private static int wrongUse(CommandLine.ParameterException e, String[] args) {
        // RELION waits for an exit file, whatever the reason.
        int control = Arrays.asList(args).indexOf(PIPELINE_CONTROL);
        if (control >= 0 && control + 1 < args.length) {
            new PipelineControl(Optional.of(Path.of(args[control + 1]))).fail();
        }
        PrintWriter err = e.getCommandLine().getErr();
        err.println("tomo-align: " + e.getMessage());
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched && !unmatched.getSuggestions().isEmpty()) {
            err.println("Did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?");
        }
        err.flush();
        return WRONG_INPUT;
    }

    private static int failed(Exception failure, CommandLine command, boolean debug) {
        PrintWriter err = command.getErr();
        InputException input = inputException(failure);
        if (debug) {
            failure.printStackTrace(err);
        } else if (input != null) {
            err.println("tomo-align: " + input.sentence().spelled(OptionNames::of));
        } else {
            String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
            err.println("tomo-align: " + message + " (" + DEBUG + " shows where)");
        }
        err.flush();
        return input != null ? WRONG_INPUT : FAILED;
    }

    /** Exceptions from worker threads arrive wrapped. */
    private static InputException inputException(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof InputException input) {
                return input;
            }
        }
        return null;
    }

    /** Asks the job package, so that all outputs name the same version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {ProgramVersion.text()};
        }
    }
}
