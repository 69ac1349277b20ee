package org.tomoalign.alignment;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs numbered pieces of work on a pool. Which thread takes which piece varies; whoever wants results that do not
 * depend on it lets each piece write its own result, and combines them in order afterwards.
 */
final class Blocks {
    private Blocks() {
    }

    /** Runs {@code work} for 0 to n-1 and returns when all are done; the calling thread takes part if it is a worker. */
    static void run(ForkJoinPool pool, int n, IntConsumer work) {
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

    /** Starts the other workers, then takes pieces until none is left. */
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
            for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
                work.accept(i);
            }
            for (Worker other : others) {
                other.join();
            }
        }
    }
}
