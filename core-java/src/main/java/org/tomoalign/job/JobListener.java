package org.tomoalign.job;

import org.tomoalign.input.Message;

/**
 * Is told how a job gets on. All methods may be called from any thread, also at the same time, and stages of several
 * tomograms may be open at once: lines of one tomogram come in order, those of different ones mix.
 */
public interface JobListener {
    /** Says something worth a line in a log. */
    void message(String line);

    /** Says that something looks wrong but does not stop the job. */
    void warning(Message line);

    /** Says, without naming a setting, that something looks wrong but does not stop the job. */
    default void warning(String line) {
        warning(Message.of(line));
    }

    /**
     * A stage of the work on one tomogram begins.
     *
     * @param tomogram name of the tomogram
     * @param what     what is done, a few words
     * @param total    number of steps; 0 if not known
     */
    Stage stage(String tomogram, String what, long total);

    /** A stage in progress; closing it ends it. */
    interface Stage extends AutoCloseable {
        /** Some steps are done. */
        void advance(long steps);

        @Override
        void close();
    }

    /** Listens to nothing. */
    JobListener SILENT = new JobListener() {
        @Override
        public void message(String line) {
        }

        @Override
        public void warning(Message line) {
        }

        @Override
        public Stage stage(String tomogram, String what, long total) {
            return new Stage() {
                @Override
                public void advance(long steps) {
                }

                @Override
                public void close() {
                }
            };
        }
    };
}
