package org.tomoalign.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * The threads that share the units of one call of {@link Workers}. They sign in and out here: the state of their tasks
 * does not tell whether they are at work, since the tasks of a pool that is shut down count as cancelled while they run.
 */
final class Crew<W extends AutoCloseable> {
    private final int n;
    private final Supplier<? extends W> workspaces;
    private final ObjIntConsumer<? super W> work;
    private final AtomicInteger next = new AtomicInteger();
    private int inside;
    private boolean over;
    private Throwable failure;

    Crew(int n, Supplier<? extends W> workspaces, ObjIntConsumer<? super W> work) {
        this.n = n;
        this.workspaces = workspaces;
        this.work = work;
    }

    /** Does all units; see {@link Workers}. */
    void run(ForkJoinPool pool) {
        int size = Math.min(pool.getParallelism(), n);
        if (ForkJoinTask.getPool() == pool) {
            takePart(size);
        } else {
            send(pool, size);
        }
        rethrow();
        if (next.get() < n) {
            throw new CancellationException("the pool was shut down before unit " + next + " of " + n);
        }
    }

    /** A thread of the pool takes units itself: it must not wait for the pool, which may have no other thread left. */
    private void takePart(int size) {
        List<ForkJoinTask<Void>> helpers = new ArrayList<>(size - 1);
        try {
            while (helpers.size() < size - 1) {
                helpers.add(new Helper().fork());
            }
            takeUnits();
        } finally {
            // Those that nobody has begun; the latest ones, as other threads take the oldest first.
            for (ForkJoinTask<Void> helper : helpers.reversed()) {
                helper.tryUnfork();
            }
            awaitOthers();
        }
    }

    /** Another thread only waits; were one of the pool to wait for the others, the pool would lack it. */
    private void send(ForkJoinPool pool, int size) {
        List<ForkJoinTask<Void>> helpers = new ArrayList<>(size);
        try {
            while (helpers.size() < size) {
                helpers.add(pool.submit(new Helper()));
            }
        } finally {
            helpers.forEach(ForkJoinTask::quietlyJoin);
            awaitOthers();
        }
    }

    private final class Helper extends RecursiveAction {
        private static final long serialVersionUID = 1L;

        @Override
        protected void compute() {
            takeUnits();
        }
    }

    private void takeUnits() {
        if (!enter()) {
            return;
        }
        try {
            int first = next.getAndIncrement();
            if (first < n) {
                takeUnits(first);
            }
        } catch (Throwable e) {
            fail(e);
        } finally {
            leave();
        }
    }

    // Whether closing a workspace can be interrupted is up to the caller.
    @SuppressWarnings("try")
    private void takeUnits(int first) throws Exception {
        try (W workspace = workspaces.get()) {
            for (int unit = first; unit < n; unit = next.getAndIncrement()) {
                unit(workspace, unit);
            }
        }
    }

    private void unit(W workspace, int unit) {
        try {
            work.accept(workspace, unit);
        } catch (Throwable e) {
            // At once: closing the workspace may take time.
            next.set(n);
            throw e;
        }
    }

    private synchronized boolean enter() {
        if (!over) {
            inside++;
        }
        return !over;
    }

    private synchronized void leave() {
        inside--;
        notifyAll();
    }

    private synchronized void fail(Throwable e) {
        next.set(n);
        if (failure == null) {
            failure = e;
        } else if (failure != e) {
            failure.addSuppressed(e);
        }
    }

    /** Lets no more threads in, and waits for those that are. An interruption is kept for the caller. */
    private synchronized void awaitOthers() {
        over = true;
        boolean interrupted = false;
        while (inside > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void rethrow() {
        switch (failure) {
            case null -> { }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException("a workspace cannot be closed", failure);
        }
    }
}
