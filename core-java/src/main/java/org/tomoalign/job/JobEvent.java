package org.tomoalign.job;

import java.nio.file.Path;
import java.util.List;
import org.tomoalign.input.Message;

/** What a job tells while it works. */
public sealed interface JobEvent {
    /** Something worth a line in a log. */
    record Note(Message text) implements JobEvent {
    }

    /**
     * Something looks wrong but does not stop the job.
     *
     * @param summedUp whether the {@link Done} event's advice says it again, for all tomograms together
     */
    record Warning(Message text, boolean summedUp) implements JobEvent {
    }

    /**
     * The input has been read, and what is to be done is known.
     *
     * @param parts   one per tomogram with particles, in their order
     * @param threads worker threads
     * @param atOnce  tomograms in work at a time
     */
    record Planned(List<Part> parts, int threads, int atOnce) implements JobEvent {
        /** Copies the list. */
        public Planned {
            parts = List.copyOf(parts);
        }
    }

    /**
     * One tomogram's part of a job.
     *
     * @param tomogram its name
     * @param windows  particles times images, to which the work is proportional
     * @param finished whether an earlier run did it
     */
    record Part(String tomogram, long windows, boolean finished) {
    }

    /**
     * A stage of the work; each has an object of its own.
     *
     * @param tomogram the tomogram's name; empty for the stages of the job as a whole
     * @param activity what is done
     * @param total    number of steps; 0 if not known
     */
    record Stage(String tomogram, Activity activity, long total) {
    }

    /** A stage begins. */
    record Began(Stage stage) implements JobEvent {
    }

    /** Some steps of a stage are done: so many by now. Events of several threads may come out of order. */
    record Advanced(Stage stage, long done) implements JobEvent {
    }

    /** The optimiser made an iteration. */
    record Iterated(Stage stage, int iteration, double cost) implements JobEvent {
    }

    /** A stage ends, well or not. */
    record Ended(Stage stage, long done, double seconds) implements JobEvent {
    }

    /**
     * A tomogram is finished and stored.
     *
     * @param onlyShifts whether only its images were shifted
     */
    record Aligned(TomogramMetrics metrics, boolean onlyShifts) implements JobEvent {
    }

    /**
     * A tomogram could not be aligned; the others go on.
     *
     * @param tomogram its name
     * @param reason   one or a few sentences
     */
    record Failed(String tomogram, Message reason) implements JobEvent {
    }

    /**
     * All output is written.
     *
     * @param output folder as the user named it
     * @param advice what the user should know of the result, if anything
     */
    record Done(JobMetrics metrics, Path output, List<Message> advice) implements JobEvent {
        /** Copies the list. */
        public Done {
            advice = List.copyOf(advice);
        }
    }
}
