package org.tomoalign.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.tomoalign.input.Message;
import org.tomoalign.job.JobListener;

/**
 * Shows progress: on a terminal a bar with the time left, in a log file one line per stage and tomogram. Of stages that
 * are open at once the first has the bar; the others get a line.
 */
final class ConsoleListener implements JobListener {
    /** Back to the beginning of the line, which is deleted: a bar may be there. It is drawn again within its interval. */
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private final AtomicBoolean barShown = new AtomicBoolean();

    ConsoleListener(PrintStream out) {
        this.out = out;
        this.terminal = System.console() != null && System.console().isTerminal();
    }

    @Override
    public void message(String line) {
        out.println(barShown.get() ? CLEAR_LINE + line : line);
    }

    @Override
    public void warning(Message line) {
        message("Warning: " + line.spelled(OptionNames::of));
    }

    @Override
    public Stage stage(String tomogram, String what, long total) {
        String name = tomogram + ": " + what;
        return terminal && total > 0 && barShown.compareAndSet(false, true) ? new Bar(name, total) : new Line(name);
    }

    private final class Bar implements Stage {
        private final ProgressBar bar;

        Bar(String name, long total) {
            bar = new ProgressBarBuilder().setTaskName(name).setInitialMax(total)
                    .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(200)
                    .setConsumer(new ConsoleProgressBarConsumer(out)).build();
        }

        @Override
        public void advance(long steps) {
            bar.stepBy(steps);
        }

        @Override
        public void close() {
            bar.close();
            barShown.set(false);
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
            message(String.format(Locale.ROOT, "%s: %d in %.2f s", name, done.sum(), seconds));
        }
    }
}
