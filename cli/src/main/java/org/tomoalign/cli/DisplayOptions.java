package org.tomoalign.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import org.tomoalign.job.JobListener;
import picocli.CommandLine.Option;

/** What a job says, and how. */
final class DisplayOptions {
    static final String PROGRESS = "--progress";

    /** Forms of progress. */
    enum Progress {
        /** For people. */
        TEXT,
        /** For programs. */
        JSON
    }

    @Option(names = "--quiet", description = "say nothing but warnings and errors")
    private boolean quiet;

    @Option(names = "--verbose", description = "say every stage and every iteration")
    private boolean verbose;

    @Option(names = PROGRESS, paramLabel = "FORM", defaultValue = "text",
            description = "text; or json: also one JSON object a line on standard error (default: ${DEFAULT-VALUE})")
    private Progress progress;

    /** What listens to a job, and what of it is to be closed. */
    record Display(JobListener listener, ConsoleListener console) {
    }

    /** @param stamped whether lines in a file begin with the time */
    Display display(boolean stamped) {
        Verbosity verbosity = quiet ? Verbosity.QUIET : verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
        if (progress == Progress.TEXT) {
            ConsoleListener console = new ConsoleListener(System.out, verbosity, stamped);
            return new Display(console, console);
        }
        // Standard error belongs to the programs.
        ConsoleListener console = new ConsoleListener(System.out, new PrintStream(OutputStream.nullOutputStream()),
                Optional.empty(), verbosity, stamped, System::nanoTime);
        JsonListener json = new JsonListener(System.err, System::nanoTime);
        return new Display(event -> {
            json.on(event);
            console.on(event);
        }, console);
    }
}
