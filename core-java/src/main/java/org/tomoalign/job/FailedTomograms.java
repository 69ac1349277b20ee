package org.tomoalign.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.tomogram.Tomogram;

/**
 * The tomograms that a job could not align. They do not stop the others, unless the job is strict; where none is left, the
 * job fails as they did.
 */
final class FailedTomograms {
    /** So many sentences are enough to see what is wrong with all. */
    private static final int ENOUGH = 5;

    private final boolean strict;
    private final JobListener listener;
    private final Map<String, Throwable> failures = new LinkedHashMap<>();

    /**
     * @param strict   whether the first failure is thrown: also where there is no other tomogram
     * @param listener hears of failures
     */
    FailedTomograms(boolean strict, JobListener listener) {
        this.strict = strict;
        this.listener = listener;
    }

    /**
     * Takes note of a tomogram that cannot be aligned.
     *
     * @throws InputException if the job is strict
     */
    void add(String tomogram, Message reason) {
        InputException failure = new InputException(reason);
        if (strict) {
            throw failure;
        }
        add(tomogram, failure, reason);
    }

    /** Takes note of a tomogram that another process could not align, of which the listener has been told. */
    synchronized void addKnown(String tomogram, Message reason) {
        failures.put(tomogram, new InputException(reason));
    }

    private synchronized void add(String tomogram, Throwable failure, Message reason) {
        failures.put(tomogram, failure);
        listener.on(new JobEvent.Failed(tomogram, reason));
    }

    /**
     * Aligns a tomogram; takes note if that fails. What the listener throws, and what has nothing to do with the tomogram, is
     * thrown on.
     *
     * @param steps hears of the work's steps
     * @return the outcome, if there is one
     */
    Optional<AlignedTomogram> attempt(String tomogram, CheckedListener steps, Supplier<AlignedTomogram> work) {
        try {
            return Optional.of(work.get());
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | InternalError e) {
            // An internal error is how Java reports that a page of a mapped file cannot be read.
            if (strict || steps.hasThrown()) {
                throw e;
            }
            add(tomogram, e, reason(tomogram, e));
            return Optional.empty();
        }
    }

    private static Message reason(String tomogram, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof InputException input) {
                return input.sentence();
            }
        }
        String what = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return Message.of(tomogram, ": ", failure instanceof InternalError
                ? "a tilt image cannot be read any more (" + what + ")" : what);
    }

    /** Returns those of some tomograms that failed, in their order. */
    synchronized List<TomogramFailure> among(List<Tomogram> tomograms) {
        return tomograms.stream().map(Tomogram::name).filter(failures::containsKey)
                .map(name -> new TomogramFailure(name, reason(name, failures.get(name)).toString())).toList();
    }

    /** Returns whether a tomogram failed at all. */
    synchronized boolean areAny() {
        return !failures.isEmpty();
    }

    /** Returns whether a tomogram failed. */
    synchronized boolean contains(String tomogram) {
        return failures.containsKey(tomogram);
    }

    /**
     * Throws what the tomograms failed with.
     *
     * @throws InputException with all sentences, if all were input that cannot be used
     */
    synchronized void rethrow() {
        List<Message> sentences = new ArrayList<>();
        for (Throwable failure : failures.values()) {
            switch (failure) {
                case InputException e -> sentences.add(e.sentence());
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException("neither of the three was caught");
            }
        }
        List<Message> some = new ArrayList<>(sentences.subList(0, Math.min(ENOUGH, sentences.size())));
        if (sentences.size() > ENOUGH) {
            some.add(Message.of((sentences.size() - ENOUGH) + " more tomograms failed, and none is left"));
        }
        throw new InputException(Message.lines(some));
    }
}
