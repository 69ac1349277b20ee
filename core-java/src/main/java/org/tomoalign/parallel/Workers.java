package org.tomoalign.parallel;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/**
 * Runs numbered units of work on the threads of a pool: the one way in which this program works in parallel.
 *
 * <p>Units are begun in the order of their numbers, so that threads work on neighbours, which share what is in the caches.
 * Which thread takes which unit varies; whoever wants results that do not depend on it lets each unit write its own result,
 * and combines them in order afterwards.
 *
 * <p>All methods return or throw only when no thread works on a unit any more, whatever happens: what the units use may be
 * closed then. Neither a failure nor an interruption of the calling thread nor the end of the pool changes that. After a
 * failure no more units are begun; the first one is thrown as it is, with those of other threads suppressed.
 *
 * <p>They may be called from anywhere, also by a unit. A caller outside the pool only waits; one inside takes part, so
 * that a pool cannot run out of threads.
 *
 * <p>They throw {@link RejectedExecutionException} or {@link CancellationException} if the pool is shut down before all
 * units are done.
 */
public final class Workers {
    private Workers() {
    }

    /** Runs {@code unit} for 0 to n-1. */
    public static void run(ForkJoinPool pool, int n, IntConsumer unit) {
        run(pool, n, () -> null, (none, i) -> unit.accept(i));
    }

    /** Returns what {@code unit} returns for 0 to n-1, in this order; null is a value like any other. */
    public static <T> List<T> map(ForkJoinPool pool, int n, IntFunction<? extends T> unit) {
        @SuppressWarnings("unchecked")
        T[] results = (T[]) new Object[n];
        run(pool, n, i -> results[i] = unit.apply(i));
        return Collections.unmodifiableList(Arrays.asList(results));
    }

    /**
     * Runs {@code unit} for 0 to n-1, each with the workspace of the thread that it runs in. A thread makes its workspace
     * before its first unit and closes it after its last, so it may be confined to that thread.
     *
     * @param workspaces makes one; called by as many threads as take part, at most the parallelism of the pool
     */
    public static <W extends AutoCloseable> void run(
            ForkJoinPool pool, int n, Supplier<? extends W> workspaces, ObjIntConsumer<? super W> unit) {
        if (n > 0) {
            new Crew<>(n, workspaces, unit).run(pool);
        }
    }
}
