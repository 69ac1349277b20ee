package org.tomoalign.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tomoalign.input.InputException;
import org.tomoalign.job.PipelineControl;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What becomes of failures: a sentence or two and an exit code.
 *
 * @param words the command line
 * @param debug show where in the program they happened
 */
record Failures(List<String> words, boolean debug) {
    private static final String HINT = " (" + TomoAlign.DEBUG + " shows where)";

    /** The command line cannot be understood. RELION's pipeline waits for an exit file, whatever the reason. */
    int wrongUse(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        say(err, TomoAlign.WRONG_INPUT, sentence(e));
        pipelineFolder().ifPresent(folder -> {
            try {
                new PipelineControl(Optional.of(folder)).fail();
            } catch (UncheckedIOException unwritable) {
                err.println("tomo-align: " + unwritable.getMessage());
            }
        });
        err.flush();
        return TomoAlign.WRONG_INPUT;
    }

    private static String sentence(ParameterException e) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched);
            case MissingParameterException missing -> missing.getMissing().stream()
                    .map(arg -> name(arg) + ": has no value, expected one").collect(Collectors.joining("\n"));
            case ParameterException wrong when wrong.getCause() instanceof TypeConversionException type
                    && wrong.getArgSpec() != null ->
                    name(wrong.getArgSpec()) + " " + wrong.getValue() + ": " + type.getMessage();
            default -> e.getMessage();
        };
    }

    private static String unmatched(UnmatchedArgumentException e) {
        String word = e.getUnmatched().getFirst();
        List<String> near = e.getSuggestions();
        return word + (word.startsWith("-") ? ": unknown option"
                : e.getCommandLine().getParent() == null ? ": unknown command" : ": belongs to no option")
                + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?");
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    /** Returns the folder of RELION's pipeline, as far as a command line that is wrong elsewhere names it. */
    private Optional<Path> pipelineFolder() {
        Optional<Path> folder = Optional.empty();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals(TomoAlign.PIPELINE_CONTROL) && i + 1 < words.size() && !words.get(i + 1).startsWith("--")) {
                folder = Optional.ofNullable(Values.path(words.get(i + 1)));
            } else if (word.startsWith(TomoAlign.PIPELINE_CONTROL + "=")) {
                folder = Optional.ofNullable(Values.path(word.substring(word.indexOf('=') + 1)));
            }
        }
        return folder;
    }

    /** Returns what is said of a failure. */
    static String sentence(Throwable failure) {
        InputException input = find(InputException.class, failure);
        return input != null ? input.sentence().spelled(OptionNames::of)
                : failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    /** Returns the exit code of a failure. */
    static int code(Throwable failure) {
        return find(InputException.class, failure) != null ? TomoAlign.WRONG_INPUT : TomoAlign.FAILED;
    }

    /** The job failed. */
    int failed(Exception failure, CommandLine command, CommandLine.ParseResult result) {
        PrintWriter err = command.getErr();
        InputException input = find(InputException.class, failure);
        PipelineControl.AbortedException aborted = find(PipelineControl.AbortedException.class, failure);
        if (debug) {
            failure.printStackTrace(err);
        } else if (input != null) {
            say(err, TomoAlign.WRONG_INPUT, input.sentence().spelled(OptionNames::of));
        } else if (aborted != null && aborted.bySignal()) {
            return TomoAlign.FAILED;
        } else if (aborted != null) {
            say(err, TomoAlign.FAILED, aborted.getMessage() + "; --only_do_unfinished continues");
        } else {
            String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
            say(err, TomoAlign.FAILED, message + (failure instanceof UncheckedIOException ? "" : HINT));
        }
        err.flush();
        return input != null ? TomoAlign.WRONG_INPUT : TomoAlign.FAILED;
    }

    /** Out of memory, an image file cut short while it is mapped, a broken installation: no stack trace for these either. */
    int broken(Error e) {
        if (debug) {
            e.printStackTrace(System.err);
        } else {
            System.err.println("tomo-align: " + e + HINT);
        }
        return TomoAlign.FAILED;
    }

    private void say(PrintWriter err, int code, String message) {
        err.flush();
        int progress = words.lastIndexOf(DisplayOptions.PROGRESS);
        boolean json = progress >= 0 && progress + 1 < words.size() && words.get(progress + 1).equalsIgnoreCase("json")
                || words.contains(DisplayOptions.PROGRESS + "=json");
        if (json) {
            JsonListener.failed(System.err, code, message);
        } else {
            err.println("tomo-align: " + message);
        }
    }

    /** Exceptions from worker threads arrive wrapped. */
    private static <T extends Throwable> T find(Class<T> type, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return type.cast(t);
            }
        }
        return null;
    }
}
