package org.tomoalign.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.tomoalign.job.JobListener;

/** Shows progress: on a terminal a bar with the time left, in a log file one line per stage and tomogram. */
final class ConsoleListener implements JobListener {
    private final PrintStream out;
    private final boolean terminal;

    ConsoleListener(PrintStream out) {
        this.out = out;
        this.terminal = System.console() != null && System.console().isTerminal();
    }

    @Override
    public void message(String line) {
        out.println(line);
    }

    @Override
    public void warning(String line) {
        out.println("Warning: " + line);
    }

    @Override
    public Stage stage(String tomogram, String what, long total) {
        return terminal && total > 0 ? new Bar(tomogram + ": " + what, total) : new Line(tomogram + ": " + what);
    }

    private static final class Bar implements Stage {
        private final ProgressBar bar;

        Bar(String name, long total) {
            bar = new ProgressBarBuilder().setTaskName(name).setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200).build();
        }

        @Override
        public void advance(long steps) {
            bar.stepBy(steps);
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    private final class Line implements Stage {
        private final String name;
        private final long start = System.nanoTime();
        private final LongAdder done = new LongAdder();

        Line(String name) {
            this.name = name;
        }

        @Override
        public void advance(long steps) {
            done.add(steps);
        }

        @Override
        public void close() {
            double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
            out.println(String.format(Locale.ROOT, "%s: %d in %.2f s", name, done.sum(), seconds));
        }
    }
}
