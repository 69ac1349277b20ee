package org.tomoalign.job;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import org.tomoalign.input.Message;
import org.tomoalign.mpi.Ranks;

/**
 * The ranks of an MPI job, which take its tomograms from a common queue. Each prepares the whole job; the first writes the
 * project and speaks for all. A team fails together before the work begins, so that its ranks can end in good order; what
 * fails later ends all of them at once (MPI_Abort).
 */
public final class Team implements AutoCloseable {
    private static final long MILLISECONDS_BETWEEN_LOOKS = 20;

    private final Ranks ranks;
    private final JobListener listener;
    private final RankEvents events = new RankEvents();
    private final Map<Integer, String> failures = new TreeMap<>();
    private final Map<String, Message> failedTomograms = new ConcurrentHashMap<>();
    private final CountDownLatch othersEnded;
    private final Thread receiver;
    private volatile boolean agreed;
    private volatile boolean ready;
    private volatile boolean closed;

    /** A rank could not begin; the first rank says why. */
    public static final class OtherRankException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private OtherRankException(String message) {
            super(message);
        }
    }

    /**
     * Begins to listen to the other ranks.
     *
     * @param ranks    stay the caller's to close
     * @param listener receives the events of all ranks in the first one, none in the others
     */
    public Team(Ranks ranks, JobListener listener) {
        this.ranks = ranks;
        this.listener = ranks.rank() == 0 ? listener : this::tell;
        othersEnded = new CountDownLatch(ranks.size() - 1);
        receiver = new Thread(this::receive, "events of other ranks");
        receiver.setDaemon(true);
        if (isFirst()) {
            receiver.start();
        }
    }

    /** Returns whether this is the rank that writes and speaks. */
    public boolean isFirst() {
        return ranks.rank() == 0;
    }

    /** Returns the number of ranks that share the memory and the processors of this node. */
    int processesOnNode() {
        return ranks.nodeSize();
    }

    /** Returns what hears of this rank's work. */
    public JobListener listener() {
        return listener;
    }

    /** Returns the numbers of the tomograms that this rank is to work on, one by one. */
    IntSupplier queue() {
        return ranks::next;
    }

    private void tell(JobEvent event) {
        if (ready) {
            events.write(event, System.nanoTime()).ifPresent(ranks::tell);
        }
    }

    /** Returns whether all ranks have got ready. */
    public boolean isReady() {
        return ready;
    }

    /**
     * Waits for all ranks to have prepared the job.
     *
     * @throws OtherRankException if one has failed
     */
    void ready() {
        agree(0);
        ready = true;
    }

    /**
     * Says that this rank failed; if that was before the work began, waits for the others to be told and to have prepared the
     * job, or failed, too.
     *
     * @return whether all ranks know: they end by themselves
     */
    public boolean failed(String sentence) {
        if (ready) {
            return false;
        }
        if (!agreed) {
            if (!isFirst()) {
                ranks.tell(events.failure(sentence));
            }
            try {
                agree(1);
            } catch (OtherRankException e) {
                // As expected.
            }
        }
        return true;
    }

    private void agree(int failures) {
        agreed = true;
        if (ranks.largest(failures) > 0) {
            throw new OtherRankException(firstFailure());
        }
    }

    /** Messages may be slower than the agreement. */
    private String firstFailure() {
        for (int look = 0; look < 100 && isFirst(); look++) {
            synchronized (failures) {
                if (!failures.isEmpty()) {
                    Map.Entry<Integer, String> first = failures.entrySet().iterator().next();
                    return "rank " + first.getKey() + ": " + first.getValue();
                }
            }
            pause();
        }
        return "another rank failed";
    }

    /** Waits for all ranks to have finished their tomograms and, in the first rank, for all that they say of it. */
    void finish() {
        if (!isFirst()) {
            ranks.tell(events.ending());
            ranks.flush();
        } else {
            try {
                othersEnded.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for other ranks", e);
            }
        }
    }

    /** Returns the tomograms that other ranks could not align, of which the listener has been told; complete once finished. */
    Map<String, Message> failedTomograms() {
        return failedTomograms;
    }

    private void receive() {
        while (!closed) {
            List<Ranks.Received> all = ranks.receive();
            for (Ranks.Received one : all) {
                switch (events.read(one.from(), one.content())) {
                    case RankEvents.Happened(var event) -> {
                        if (event instanceof JobEvent.Failed(var tomogram, var reason)) {
                            failedTomograms.put(tomogram, reason);
                        }
                        listener.on(event);
                    }
                    case RankEvents.Failed(var sentence) -> {
                        synchronized (failures) {
                            failures.put(one.from(), sentence);
                        }
                    }
                    case RankEvents.Ending() -> othersEnded.countDown();
                }
            }
            if (all.isEmpty()) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the listening. */
    @Override
    public void close() {
        closed = true;
        if (isFirst()) {
            try {
                receiver.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
