package org.tomoalign.job;

import org.tomoalign.input.Message;

/**
 * Receives the events of a job: what it does, how far it is, and what looks wrong. Events come from any thread, also at the same time, and stages of several tomograms may be
 * open at once: events of one tomogram come in order, those of different ones mix.
 */
@FunctionalInterface
public interface JobListener {
    /** Listens to nothing. */
    JobListener SILENT = event -> { };

    /** Something happened. */
    void on(JobEvent event);

    /** Says something worth a line in a log. */
    default void message(String line) {
        on(new JobEvent.Note(Message.of(line)));
    }

    /** Says, without naming a setting, that something looks wrong but does not stop the job. */
    default void warning(String line) {
        warning(Message.of(line));
    }

    /** Says that something looks wrong but does not stop the job. */
    default void warning(Message line) {
        on(new JobEvent.Warning(line, false));
    }

    /**
     * Says that a stage begins. Whoever asks for it closes it.
     *
     * @param tomogram the tomogram's name; empty for the stages of the job as a whole
     * @param total    number of steps; 0 if not known
     */
    default Stage stage(String tomogram, Activity activity, long total) {
        return new OpenStage(this, new JobEvent.Stage(tomogram, activity, total));
    }

    /** A stage in progress; closing it ends it. */
    interface Stage extends AutoCloseable {
        /** Some steps are done; may be called from any thread. */
        void advance(long steps);

        /** The optimiser made an iteration, which is a step. */
        void iterated(int iteration, double cost);

        @Override
        void close();
    }
}
