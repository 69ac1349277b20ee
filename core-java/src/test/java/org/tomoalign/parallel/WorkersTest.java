package org.tomoalign.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 5", "4, 0", "4, 1", "4, 3", "4, 1000"})
    void everyUnitRunsOnceInThePool(int threads, int n) {
        AtomicIntegerArray runs = new AtomicIntegerArray(n);
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            Runnable all = () -> Workers.run(pool, n, unit -> {
                assertSame(pool, ForkJoinTask.getPool());
                runs.incrementAndGet(unit);
            });
            all.run();
            pool.submit(all).join();
        }
        IntStream.range(0, n).forEach(unit -> assertEquals(2, runs.get(unit), "unit " + unit));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyThreadGoesForward(int threads) {
        Map<Thread, Integer> last = new ConcurrentHashMap<>();
        Queue<String> backwards = new ConcurrentLinkedQueue<>();
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            Workers.run(pool, 1000, unit -> {
                Integer before = last.put(Thread.currentThread(), unit);
                if (before != null && before > unit) {
                    backwards.add(before + " before " + unit);
                }
            });
        }
        assertEquals(List.of(), List.copyOf(backwards));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void unitsMayCallItInTurn(int threads) {
        AtomicInteger sum = new AtomicInteger();
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            Workers.run(pool, 7, a -> Workers.run(pool, 5, b -> Workers.run(pool, 3, c -> sum.addAndGet(100 * a + 10 * b + c))));
        }
        assertEquals(15 * 2100 + 21 * 100 + 35 * 3, sum.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void mapsInOrder(int threads) {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            List<String> all = Workers.map(pool, 100, unit -> unit == 50 ? null : "" + unit);
            assertEquals(100, all.size());
            IntStream.range(0, 100).filter(i -> i != 50).forEach(i -> assertEquals("" + i, all.get(i)));
            assertNull(all.get(50));
            assertThrows(UnsupportedOperationException.class, () -> all.set(0, ""));
            assertEquals(List.of(), Workers.map(pool, 0, unit -> unit));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFailureEndsTheRest(int threads) {
        AtomicInteger begun = new AtomicInteger();
        IllegalStateException failure = new IllegalStateException("unit 7");
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            Runnable all = () -> Workers.run(pool, 1_000_000, unit -> {
                begun.incrementAndGet();
                if (unit == 7) {
                    throw failure;
                }
            });
            assertSame(failure, assertThrows(IllegalStateException.class, all::run));
            assertTrue(begun.get() < 1_000_000, begun + " units begun");
            // The task's own exception would be a copy, made for the other thread.
            assertSame(failure, pool.submit(() -> assertThrows(IllegalStateException.class, all::run)).join());
        }
    }

    /** Closing the workspace of the thread that failed takes until the other thread is done. */
    private static final class Failing implements AutoCloseable {
        private final Gate begun = new Gate();
        private final Gate closing = new Gate();
        private final Gate othersDone = new Gate();
        private final ThreadLocal<Boolean> failed = ThreadLocal.withInitial(() -> false);
        private final AtomicInteger units = new AtomicInteger();

        void unit(int unit) {
            units.incrementAndGet();
            if (unit == 0) {
                begun.await();
                failed.set(true);
                throw new IllegalStateException("unit 0");
            }
            begun.open();
            closing.await();
        }

        @Override
        public void close() {
            if (failed.get()) {
                closing.open();
                othersDone.await();
            } else {
                othersDone.open();
            }
        }
    }

    @Test
    void noUnitBeginsWhileAFailedThreadClosesItsWorkspace() {
        Failing failing = new Failing();
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            assertThrows(IllegalStateException.class,
                    () -> Workers.run(pool, 100, () -> failing, (workspace, unit) -> workspace.unit(unit)));
        }
        assertEquals(2, failing.units.get());
    }

    /** One unit fails while another one, in another thread, is in its midst. */
    private static final class Midst {
        private final Gate begun = new Gate();
        private final Gate failing = new Gate();
        private volatile boolean ended;

        void unit(int unit) {
            if (unit == 0) {
                begun.await();
                failing.open();
                throw new IllegalStateException("unit 0");
            }
            begun.open();
            failing.await();
            sleep();
            ended = true;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFailureIsThrownWhenNoThreadIsAtWorkAnyMore(boolean inside) {
        Midst midst = new Midst();
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            Runnable both = () -> {
                assertThrows(IllegalStateException.class, () -> Workers.run(pool, 2, midst::unit));
                assertTrue(midst.ended);
            };
            if (inside) {
                pool.submit(both).join();
            } else {
                both.run();
            }
        }
    }

    @Test
    void laterFailuresAreSuppressed() {
        Gate begun = new Gate();
        Gate failed = new Gate();
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            Throwable failure = assertThrows(StackOverflowError.class, () -> Workers.run(pool, 2, () -> failed::open,
                    (workspace, unit) -> {
                        if (unit == 0) {
                            begun.await();
                            throw new StackOverflowError("first");
                        }
                        begun.open();
                        failed.await();
                        sleep();
                        throw new IllegalStateException("second");
                    }));
            assertEquals("first", failure.getMessage());
            assertEquals(List.of("second"), List.of(failure.getSuppressed()).stream().map(Throwable::getMessage).toList());
            RuntimeException shared = new IllegalStateException("shared");
            assertSame(shared, assertThrows(IllegalStateException.class, () -> Workers.run(pool, 100, unit -> {
                throw shared;
            })));
            assertEquals(0, shared.getSuppressed().length);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptedCallerWaitsAllTheSame(boolean inside) {
        Gate begun = new Gate();
        AtomicInteger ended = new AtomicInteger();
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            Runnable both = () -> {
                Thread caller = Thread.currentThread();
                Workers.run(pool, 2, unit -> {
                    if (Thread.currentThread() == caller) {
                        begun.await();
                    } else {
                        caller.interrupt();
                        begun.open();
                        sleep();
                    }
                    ended.incrementAndGet();
                });
                assertTrue(Thread.interrupted(), "the interruption is kept");
                assertEquals(2, ended.get());
            };
            if (inside) {
                pool.submit(both).join();
            } else {
                both.run();
            }
        }
    }

    /** A pool that is shut down marks tasks as cancelled that are running. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theEndOfThePoolIsWaitedForToo(boolean inside) {
        Gate begun = new Gate();
        Gate shutDown = new Gate();
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger left = new AtomicInteger(-1);
        ForkJoinPool pool = new ForkJoinPool(2);
        Runnable all = () -> {
            try {
                Workers.run(pool, 1000, unit -> {
                    atWork.incrementAndGet();
                    if (unit == 0) {
                        begun.await();
                        pool.shutdownNow();
                        shutDown.open();
                    } else {
                        begun.open();
                        shutDown.await();
                        if (unit == 1) {
                            sleep();
                        }
                    }
                    atWork.decrementAndGet();
                });
            } finally {
                left.set(atWork.get());
            }
        };
        if (inside) {
            pool.submit(all).quietlyJoin();
            pool.close();
        } else {
            all.run();
        }
        assertEquals(0, left.get());
        assertEquals(0, atWork.get());
    }

    /** Keeps the tasks that other threads send to it. */
    private static final class RecordingPool extends ForkJoinPool {
        final Queue<ForkJoinTask<?>> tasks = new ConcurrentLinkedQueue<>();

        RecordingPool(int threads) {
            super(threads);
        }

        @Override
        public <T> ForkJoinTask<T> submit(ForkJoinTask<T> task) {
            tasks.add(task);
            return super.submit(task);
        }
    }

    /** Such tasks count as done, though their threads are at work. */
    @Test
    void tasksThatAreCancelledInTheirMidstAreWaitedFor() {
        Gate begun = new Gate();
        AtomicInteger ended = new AtomicInteger();
        try (RecordingPool pool = new RecordingPool(2)) {
            Workers.run(pool, 2, unit -> {
                if (unit == 0) {
                    begun.await();
                    pool.tasks.forEach(task -> task.cancel(true));
                }
                begun.open();
                sleep();
                ended.incrementAndGet();
            });
            assertEquals(2, ended.get());
        }
    }

    @Test
    void whatAPoolDidNotDoIsNotPassedOver() {
        ForkJoinPool pool = new ForkJoinPool(1);
        Gate begun = new Gate();
        Gate shutDown = new Gate();
        ForkJoinTask<?> blocker = pool.submit(() -> {
            begun.open();
            shutDown.await();
        });
        begun.await();
        Thread.ofPlatform().start(() -> {
            while (pool.getQueuedSubmissionCount() == 0) {
                Thread.onSpinWait();
            }
            pool.shutdownNow();
        });
        assertThrows(CancellationException.class, () -> Workers.run(pool, 3, unit -> { }));
        shutDown.open();
        blocker.quietlyJoin();
        assertThrows(RejectedExecutionException.class, () -> Workers.run(pool, 3, unit -> { }));
    }

    /** Counts workspaces, which are used and closed by the thread that made them. */
    private static final class Workspace implements AutoCloseable {
        private static final int UNUSABLE = -1;

        private final AtomicInteger open;
        private final Thread owner = Thread.currentThread();
        private int units;

        Workspace(AtomicInteger open) {
            this.open = open;
            open.incrementAndGet();
        }

        void use() {
            assertSame(owner, Thread.currentThread());
            assertFalse(units == UNUSABLE);
            units++;
        }

        @Override
        public void close() {
            assertSame(owner, Thread.currentThread());
            assertTrue(units > 0, "none is made for nothing");
            units = UNUSABLE;
            open.decrementAndGet();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "3, 1", "3, 2", "3, 1000"})
    void everyThreadHasAWorkspace(int threads, int n) {
        AtomicInteger open = new AtomicInteger();
        Queue<Workspace> made = new ConcurrentLinkedQueue<>();
        AtomicInteger units = new AtomicInteger();
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            Workers.run(pool, n, () -> {
                Workspace workspace = new Workspace(open);
                made.add(workspace);
                return workspace;
            }, (workspace, unit) -> {
                workspace.use();
                units.incrementAndGet();
            });
        }
        assertEquals(n, units.get());
        assertEquals(0, open.get());
        assertTrue(made.size() <= Math.min(threads, n), made.size() + " made");
    }

    @Test
    void workspacesAreClosedIfOneCannotBeMade() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger made = new AtomicInteger();
        Gate failing = new Gate();
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            assertEquals("no memory", assertThrows(OutOfMemoryError.class, () -> Workers.run(pool, 1000, () -> {
                if (made.incrementAndGet() == 2) {
                    failing.open();
                    throw new OutOfMemoryError("no memory");
                }
                return new Workspace(open);
            }, (workspace, unit) -> {
                failing.await();
                workspace.use();
            })).getMessage());
            assertEquals(0, open.get());
        }
    }

    /** The unit that is in work when a workspace cannot be made is the last. */
    @Test
    void noUnitBeginsAfterAWorkspaceCouldNotBeMade() {
        Gate failing = new Gate();
        AtomicInteger made = new AtomicInteger();
        AtomicInteger units = new AtomicInteger();
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            assertThrows(IllegalStateException.class, () -> Workers.run(pool, 1000, () -> {
                if (made.incrementAndGet() == 2) {
                    failing.open();
                    throw new IllegalStateException("no memory");
                }
                return () -> { };
            }, (workspace, unit) -> {
                if (units.incrementAndGet() == 1) {
                    failing.await();
                    // Until the other thread has gone.
                    while (pool.getActiveThreadCount() > 1) {
                        Thread.onSpinWait();
                    }
                }
            }));
        }
        assertEquals(1, units.get());
    }

    /** A thread that comes when all units have begun makes no workspace. */
    @Test
    void whoComesTooLateMakesNoWorkspace() {
        AtomicInteger made = new AtomicInteger();
        Gate lastBegun = new Gate();
        Gate blocked = new Gate();
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            ForkJoinTask<?> blocker = pool.submit(() -> {
                blocked.open();
                lastBegun.await();
            });
            blocked.await();
            Workers.run(pool, 2, () -> {
                made.incrementAndGet();
                return () -> { };
            }, (workspace, unit) -> {
                if (unit == 1) {
                    lastBegun.open();
                    sleep();
                }
            });
            blocker.join();
        }
        assertEquals(1, made.get());
    }

    @Test
    void aWorkspaceThatCannotBeClosedIsAFailure() {
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            Exception reason = new Exception("stuck");
            assertSame(reason, assertThrows(IllegalStateException.class, () -> Workers.run(pool, 1, () -> () -> {
                throw reason;
            }, (workspace, unit) -> { })).getCause());
            Throwable failure = assertThrows(IllegalArgumentException.class, () -> Workers.run(pool, 1, () -> () -> {
                throw reason;
            }, (workspace, unit) -> {
                throw new IllegalArgumentException("unit 0");
            }));
            assertEquals(List.of(reason), List.of(failure.getSuppressed()));
        }
    }

    @Test
    void unitsThatWaitForOthersDoNotBlockAPoolThatIsFull() {
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            Workers.run(pool, 50, unit -> assertEquals(Collections.nCopies(20, unit), Workers.map(pool, 20, i -> unit)));
        }
    }

    private static void sleep() {
        long end = System.nanoTime() + 50_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    /** Closed until somebody opens it; waiting cannot be interrupted. */
    private static final class Gate {
        private volatile boolean open;

        void open() {
            open = true;
        }

        void await() {
            while (!open) {
                Thread.onSpinWait();
            }
        }
    }
}
