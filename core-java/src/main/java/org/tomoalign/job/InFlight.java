package org.tomoalign.job;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.tomoalign.parallel.Workers;

/**
 * Works on numbered items, several at a time, begun in their order: while one does what only one thread can do, the
 * others keep the remaining threads busy. Each item in work is driven by a thread of the pool.
 *
 * <p>A failure ends it as if the items were worked on one by one: those before the failed one are finished, those
 * behind it are stopped at their next step or not begun, and of several failures that of the first item is thrown.
 */
final class InFlight {
    private final Work work;
    private final Throwable[] failures;
    private final IntSupplier next;
    /** Items from this one on are not wanted: the first one that failed, or their number. */
    private final AtomicInteger end;

    private InFlight(int count, IntSupplier next, Work work) {
        this.next = next;
        this.work = work;
        failures = new Throwable[count];
        end = new AtomicInteger(count);
    }

    /** What is to be done with an item. */
    interface Work {
        /**
         * Works on an item, in a thread of the pool.
         *
         * @param check to be run now and then, from any thread; it throws {@link CancellationException} if the item is
         *              not wanted any more
         */
        void run(int item, Runnable check);
    }

    /**
     * Works on the items 0..count-1 and returns when all are done.
     *
     * @param most items in work at a time, at least 1
     */
    static void run(ForkJoinPool pool, int count, int most, Work work) {
        run(pool, count, most, new AtomicInteger()::getAndIncrement, work);
    }

    /**
     * The same for a part of the items.
     *
     * @param next gives the numbers of the items to work on, in rising order; one that is no item ends them
     */
    static void run(ForkJoinPool pool, int count, int most, IntSupplier next, Work work) {
        InFlight flight = new InFlight(count, next, work);
        Workers.run(pool, Math.min(most, count), driver -> flight.drive());
        flight.throwFirst();
    }

    private void drive() {
        for (int item = next.getAsInt(); item < end.get(); item = next.getAsInt()) {
            int current = item;
            try {
                work.run(current, () -> check(current));
            } catch (RuntimeException | Error e) {
                failures[current] = e;
                end.accumulateAndGet(current, Math::min);
            }
        }
    }

    private void check(int item) {
        if (item > end.get()) {
            throw new CancellationException("stopped, as item " + end.get() + " failed");
        }
    }

    private void throwFirst() {
        if (end.get() < failures.length) {
            switch (failures[end.get()]) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException("neither of the two was caught");
            }
        }
    }
}
