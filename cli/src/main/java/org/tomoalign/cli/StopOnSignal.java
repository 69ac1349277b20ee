package org.tomoalign.cli;

import java.time.Duration;
import org.tomoalign.job.PipelineControl;

/**
 * Lets a job end by itself when the process is told to end (SIGTERM, SIGINT, SIGHUP): files in work are removed, and
 * RELION's pipeline gets its exit file, which its GUI waits for. Schedulers kill a process some 30 s after the signal.
 */
final class StopOnSignal implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Thread hook;

    private StopOnSignal(Thread hook) {
        this.hook = hook;
    }

    /**
     * Watches until it is closed.
     *
     * @param first to be done before anything is said
     */
    static StopOnSignal watch(PipelineControl control, Runnable first) {
        Thread hook = new Thread(() -> {
            first.run();
            // Said here, as the process may end before the job's own thread comes to say anything.
            System.err.println("tomo-align: stopped by a signal; --only_do_unfinished continues");
            control.terminate(PATIENCE);
        }, "stop on signal");
        Runtime.getRuntime().addShutdownHook(hook);
        return new StopOnSignal(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is at work; the process ends with it.
        }
    }
}
