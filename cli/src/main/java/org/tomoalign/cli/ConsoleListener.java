package org.tomoalign.cli;

import java.io.PrintStream;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.JobListener;

/**
 * Shows the progress of a job. On a terminal the lines of the stages in work and of the job are updated in place, and one line
 * for each tomogram stays; in a file there is a line with the time for each stage, and for one that is long once a minute.
 *
 * <p>Warnings go to standard error at once: they are what a scheduler's or RELION's error file is for, and are seen where
 * the rest is redirected or silenced. The job's last lines say them again, on standard output.
 */
final class ConsoleListener implements JobListener, AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss ");
    private static final long NANOSECONDS_BETWEEN_FRAMES = 100_000_000;
    private static final long NANOSECONDS_BETWEEN_LINES = 60_000_000_000L;

    private final PrintStream out;
    private final PrintStream err;
    private final Optional<TerminalLines> terminal;
    private final Verbosity verbosity;
    private final boolean stamped;
    private final LongSupplier clock;
    private final JobProgress progress = new JobProgress();
    private final Set<String> warnings = new LinkedHashSet<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<JobEvent.Stage, Long> lastLines = new HashMap<>();
    private long lastFrame;
    private boolean warnedEarly;

    /** Says all that is usual, on a terminal if there is one. */
    ConsoleListener(PrintStream out) {
        this(out, Verbosity.NORMAL, false);
    }

    /** @param stamped whether lines in a file begin with the time */
    ConsoleListener(PrintStream out, Verbosity verbosity, boolean stamped) {
        this(out, System.err, isTerminal() ? Optional.of(new TerminalLines(out, new TerminalWidth())) : Optional.empty(),
                verbosity, stamped, System::nanoTime);
    }

    /**
     * @param terminal what {@code out} is, if it is one
     * @param clock    nanoseconds
     */
    ConsoleListener(
            PrintStream out, PrintStream err, Optional<TerminalLines> terminal, Verbosity verbosity, boolean stamped,
            LongSupplier clock) {
        this.out = out;
        this.err = err;
        this.terminal = verbosity == Verbosity.QUIET ? Optional.empty() : terminal;
        this.verbosity = verbosity;
        this.stamped = stamped && terminal.isEmpty();
        this.clock = clock;
        lastFrame = clock.getAsLong() - NANOSECONDS_BETWEEN_FRAMES;
    }

    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    @Override
    public synchronized void on(JobEvent event) {
        long now = clock.getAsLong();
        progress.on(event, now);
        switch (event) {
            case JobEvent.Note note -> say(note.text().spelled(OptionNames::of));
            case JobEvent.Warning warning -> warn(warning);
            case JobEvent.Began(var stage) -> lastLines.put(stage, now);
            case JobEvent.Advanced(var stage, var _) -> goesOn(stage, now);
            case JobEvent.Iterated(var stage, var _, var _) -> goesOn(stage, now);
            case JobEvent.Ended ended -> {
                lastLines.remove(ended.stage());
                if (terminal.isEmpty() || verbosity == Verbosity.VERBOSE) {
                    say(named(ended.stage(), JobTexts.ended(ended)));
                }
            }
            case JobEvent.Aligned aligned ->
                    say(progress.label(aligned.metrics().tomogram()) + ": " + JobTexts.aligned(aligned));
            case JobEvent.Failed failed -> fail(failed);
            case JobEvent.Done done -> finish(done);
            case JobEvent.Planned planned -> say(JobTexts.planned(planned));
        }
        boolean quick = event instanceof JobEvent.Advanced || event instanceof JobEvent.Iterated;
        if (!quick || now - lastFrame >= NANOSECONDS_BETWEEN_FRAMES) {
            lastFrame = now;
            terminal.ifPresent(lines -> lines.show(frame(now)));
        }
    }

    /** A stage that takes long says so in a file, too. */
    private void goesOn(JobEvent.Stage stage, long now) {
        boolean due = terminal.isEmpty() && now - lastLines.getOrDefault(stage, now) >= NANOSECONDS_BETWEEN_LINES;
        boolean each = verbosity == Verbosity.VERBOSE && progress.state(stage).cost().isPresent();
        if (due || each) {
            lastLines.put(stage, now);
            say(named(stage, stage.activity().phrase() + ": " + JobTexts.state(stage, progress.state(stage), false).strip()
                    + (due && JobProgress.isCounted(stage) ? "; " + JobTexts.job(progress, now) : "")));
        }
    }

    private String named(JobEvent.Stage stage, String text) {
        return stage.tomogram().isEmpty() ? Character.toUpperCase(text.charAt(0)) + text.substring(1)
                : progress.label(stage.tomogram()) + ": " + text;
    }

    private List<String> frame(long now) {
        List<String> lines = new ArrayList<>();
        boolean counted = false;
        for (JobEvent.Stage stage : progress.stages()) {
            String state = JobTexts.state(stage, progress.state(stage), true);
            lines.add(named(stage, stage.activity().phrase()) + (state.isEmpty() ? " ..." : "  " + state));
            counted |= !stage.tomogram().isEmpty();
        }
        if (counted) {
            lines.add("  " + JobTexts.job(progress, now));
        }
        return lines;
    }

    private void warn(JobEvent.Warning warning) {
        String text = warning.text().spelled(OptionNames::of);
        if (!warning.summedUp()) {
            warnings.add(text);
            complain("Warning: " + text);
        } else if (!warnedEarly || verbosity == Verbosity.VERBOSE) {
            // Once is enough to stop a job that is in vain.
            warnedEarly = true;
            complain("Warning: " + text);
        }
    }

    private void fail(JobEvent.Failed failed) {
        String text = JobTexts.failed(failed);
        failures.add(text);
        complain("Error: " + text);
    }

    private void complain(String text) {
        terminal.ifPresent(TerminalLines::clear);
        int width = terminal.isPresent() && StandardError.isTerminal() ? terminal.get().columns() : 0;
        WordWrap.lines(text, width).forEach(err::println);
    }

    private void finish(JobEvent.Done done) {
        done.advice().forEach(message -> warnings.add(message.spelled(OptionNames::of)));
        if (verbosity == Verbosity.QUIET) {
            done.advice().forEach(message -> complain("Warning: " + message.spelled(OptionNames::of)));
            return;
        }
        repeatWarnings();
        say(JobTexts.done(done, warnings.size()));
    }

    /** Says all warnings once more. */
    synchronized void repeatWarnings() {
        warnings.forEach(text -> say("Warning: " + text));
        failures.forEach(text -> say("Error: " + text));
    }

    private void say(String text) {
        if (verbosity == Verbosity.QUIET) {
            return;
        }
        if (terminal.isPresent()) {
            terminal.get().print(text);
        } else {
            out.println((stamped ? LocalDateTime.now().format(TIME) : "") + text);
        }
    }

    /** Removes what is not to stay on the terminal. */
    @Override
    public synchronized void close() {
        terminal.ifPresent(TerminalLines::clear);
    }
}
