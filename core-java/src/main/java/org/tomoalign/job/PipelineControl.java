package org.tomoalign.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.tomoalign.files.FolderPaths;

/**
 * The files through which RELION's pipeline talks with a job: at the end one of {@code RELION_JOB_EXIT_SUCCESS},
 * {@code RELION_JOB_EXIT_FAILURE} and {@code RELION_JOB_EXIT_ABORTED} appears in its folder, and
 * {@code RELION_JOB_ABORT_NOW} there asks the job to stop.
 */
public final class PipelineControl {
    private static final String SUCCESS = "RELION_JOB_EXIT_SUCCESS";
    private static final String FAILURE = "RELION_JOB_EXIT_FAILURE";
    private static final String ABORTED = "RELION_JOB_EXIT_ABORTED";
    private static final String ABORT_NOW = "RELION_JOB_ABORT_NOW";
    /** A look at a file on a shared disk may be slow. */
    private static final long NANOSECONDS_BETWEEN_LOOKS = 1_000_000_000;

    private final Optional<Path> folder;
    private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
    private final AtomicBoolean left = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean terminated;
    /** Once there is a request, every thread has to stop, not only the one that looked. */
    private volatile boolean requested;

    /** Takes the folder of {@code --pipeline_control}; without one nothing is written or watched. */
    public PipelineControl(Optional<Path> folder) {
        this.folder = folder.map(path -> FolderPaths.simplified(Path.of(""), path));
    }

    /** The job was asked to stop, by the pipeline or by the system. */
    public static final class AbortedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean bySignal;

        private AbortedException(String reason, boolean bySignal) {
            super("stopped " + reason);
            this.bySignal = bySignal;
        }

        /** Returns whether {@link #terminate} asked, so that the process is about to end. */
        public boolean bySignal() {
            return bySignal;
        }
    }

    /**
     * Runs a job and leaves its exit file; exit files of earlier runs are removed first.
     *
     * @throws AbortedException if the job was asked to stop
     */
    public void run(Runnable job) {
        clear();
        try {
            job.run();
        } catch (RuntimeException | Error e) {
            try {
                leave(isAbort(e) ? ABORTED : FAILURE);
            } catch (UncheckedIOException unwritable) {
                e.addSuppressed(unwritable);
            } finally {
                ended.countDown();
            }
            throw e;
        }
        leave(SUCCESS);
        ended.countDown();
    }

    /**
     * Makes the job stop at its next step, and sees to it that there is an exit file when the process ends. May be called
     * from any thread while the job runs; returns when the job has ended, or after some time.
     *
     * @param patience how long to wait for the job to end by itself
     */
    public void terminate(Duration patience) {
        terminated = true;
        boolean alone = false;
        try {
            alone = ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!alone) {
            leave(ABORTED);
        }
    }

    /** Leaves the exit file of a failure, for a job that could not even begin. */
    public void fail() {
        clear();
        leave(FAILURE);
    }

    private static boolean isAbort(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof AbortedException) {
                return true;
            }
        }
        return false;
    }

    private void clear() {
        folder.ifPresent(path -> {
            try {
                Files.createDirectories(path);
                for (String name : List.of(SUCCESS, FAILURE, ABORTED)) {
                    Files.deleteIfExists(path.resolve(name));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot use the pipeline's folder " + path + ": " + e.getMessage(), e);
            }
        });
    }

    /** Leaves an exit file, unless there is one already. */
    private void leave(String name) {
        folder.filter(path -> left.compareAndSet(false, true)).ifPresent(path -> {
            try {
                Files.createDirectories(path);
                Files.write(path.resolve(name), new byte[0]);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot write " + path.resolve(name) + ": " + e.getMessage(), e);
            }
        });
    }

    /**
     * Looks for a request to stop, for that of the pipeline at most once a second; may be called from any thread.
     *
     * @throws AbortedException if there is one
     */
    void check() {
        if (terminated) {
            throw new AbortedException("by a signal", true);
        }
        if (folder.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        long due = nextLook.get();
        if (now - due >= 0 && nextLook.compareAndSet(due, now + NANOSECONDS_BETWEEN_LOOKS)) {
            if (Files.exists(folder.get().resolve(ABORT_NOW))) {
                requested = true;
            }
        }
        if (requested) {
            throw new AbortedException("on request (" + folder.get().resolve(ABORT_NOW) + ")", false);
        }
    }

    /** Returns a listener that passes everything on and looks for a request to stop at every step. */
    public JobListener watching(JobListener listener) {
        return new CheckedListener(listener, this::check);
    }
}
