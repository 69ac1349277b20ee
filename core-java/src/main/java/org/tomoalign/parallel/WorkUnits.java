package org.tomoalign.parallel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs numbered units of work on a pool. They are begun in the order of their numbers, so that threads work on
 * neighbours, which share what is in the caches. Which thread takes which unit varies; whoever wants results that do not
 * depend on it lets each unit write its own result, and combines them in order afterwards.
 */
public final class WorkUnits {
    private WorkUnits() {
    }

    /**
     * Runs {@code work} for 0 to n-1 and returns when all are done; the calling thread takes part if it is a worker.
     * After a failure no more units are begun, and it is thrown when those that had begun have ended.
     */
    public static void run(ForkJoinPool pool, int n, IntConsumer work) {
        int workers = Math.min(pool.getParallelism(), n);
        if (workers <= 1) {
            for (int i = 0; i < n; i++) {
                work.accept(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        ForkJoinTask<Void> all = new Worker(next, n, work, workers);
        if (ForkJoinTask.getPool() == pool) {
            all.invoke();
        } else {
            pool.invoke(all);
        }
    }

    /** Starts the other workers, then takes units until none is left. */
    private static final class Worker extends RecursiveAction {
        private static final long serialVersionUID = 1L;
        private final transient AtomicInteger next;
        private final int n;
        private final transient IntConsumer work;
        private final int workers;

        Worker(AtomicInteger next, int n, IntConsumer work, int workers) {
            this.next = next;
            this.n = n;
            this.work = work;
            this.workers = workers;
        }

        @Override
        protected void compute() {
            Worker[] others = new Worker[workers - 1];
            for (int i = 0; i < others.length; i++) {
                others[i] = new Worker(next, n, work, 1);
                others[i].fork();
            }
            try {
                takeUnits();
            } finally {
                for (Worker other : others) {
                    other.quietlyJoin();
                }
            }
            for (Worker other : others) {
                other.join();
            }
        }

        private void takeUnits() {
            boolean done = false;
            try {
                for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
                    work.accept(i);
                }
                done = true;
            } finally {
                if (!done) {
                    next.set(n);
                }
            }
        }
    }
}
