package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.parallel.Workers;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InFlightTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "2, 2", "3, 2", "4, 9"})
    void doesEveryItemOnceInThePoolAndNotTooManyAtATime(int threads, int most) {
        int count = 20;
        AtomicInteger[] done = IntStream.range(0, count).mapToObj(i -> new AtomicInteger()).toArray(AtomicInteger[]::new);
        AtomicInteger inWork = new AtomicInteger();
        AtomicInteger largest = new AtomicInteger();
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            InFlight.run(pool, count, most, (item, check) -> {
                assertSame(pool, ForkJoinTask.getPool());
                largest.accumulateAndGet(inWork.incrementAndGet(), Math::max);
                check.run();
                Workers.run(pool, 100, i -> done[item].incrementAndGet());
                inWork.decrementAndGet();
            });
        }
        for (AtomicInteger d : done) {
            assertEquals(100, d.get());
        }
        assertTrue(largest.get() <= Math.min(most, threads), "found " + largest);
    }

    @Test
    void nothingToDo() {
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            InFlight.run(pool, 0, 2, (item, check) -> {
                throw new IllegalStateException("there is no item " + item);
            });
        }
    }

    @Test
    void aFailureLetsEarlierItemsFinishAndStopsLaterOnes() {
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch laterStarted = new CountDownLatch(1);
        CountDownLatch laterStopped = new CountDownLatch(1);
        Set<Integer> finished = new ConcurrentSkipListSet<>();
        Set<Integer> started = new ConcurrentSkipListSet<>();
        AtomicInteger stopped = new AtomicInteger();
        IllegalArgumentException failure = new IllegalArgumentException("item 1");
        try (ForkJoinPool pool = new ForkJoinPool(3)) {
            assertSame(failure, assertThrows(IllegalArgumentException.class, () -> InFlight.run(pool, 9, 3, (item, check) -> {
                started.add(item);
                switch (item) {
                    case 0 -> await(laterStopped);
                    case 1 -> {
                        await(laterStarted);
                        failed.countDown();
                        throw failure;
                    }
                    default -> {
                        laterStarted.countDown();
                        await(failed);
                        try {
                            for (;;) {
                                check.run();
                                Thread.onSpinWait();
                            }
                        } catch (CancellationException e) {
                            stopped.incrementAndGet();
                            laterStopped.countDown();
                            throw e;
                        }
                    }
                }
                // An earlier item is still wanted, long after the failure.
                check.run();
                finished.add(item);
            })));
        }
        assertEquals(Set.of(0), finished);
        assertEquals(Set.of(0, 1, 2), started);
        assertEquals(1, stopped.get());
    }

    @Test
    void ofSeveralFailuresTheFirstItemsIsThrown() {
        CountDownLatch secondFailed = new CountDownLatch(1);
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            assertEquals("item 0", assertThrows(StackOverflowError.class, () -> InFlight.run(pool, 5, 2, (item, check) -> {
                if (item == 0) {
                    await(secondFailed);
                    throw new StackOverflowError("item 0");
                }
                secondFailed.countDown();
                throw new IllegalStateException("item " + item);
            })).getMessage());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theEstimateBoundsTheNumber() {
        JobEstimate e = JobEstimateTest.estimate(5, 2);
        long plenty = Long.MAX_VALUE / 4;
        assertEquals(2, e.tomogramsAtOnce(JobEstimateTest.limits(plenty, plenty)));
        assertTrue(e.peak(2) > e.peak());
        assertEquals(2, e.tomogramsAtOnce(JobEstimateTest.limits(2 * e.peak(2), 2 * e.heapOf(2))));
        assertEquals(1, e.tomogramsAtOnce(JobEstimateTest.limits(2 * e.peak(2) - 2, 2 * e.heapOf(2))));
        assertEquals(1, e.tomogramsAtOnce(JobEstimateTest.limits(2 * e.peak(2), e.heapOf(2))));
        assertEquals(1, e.tomogramsAtOnce(JobEstimateTest.limits(1, 1)));
        assertEquals(1, JobEstimateTest.estimate(1, 8).tomogramsAtOnce(JobEstimateTest.limits(plenty, plenty)));
        assertEquals(1, JobEstimateTest.estimate(7, 1).tomogramsAtOnce(JobEstimateTest.limits(plenty, plenty)));
        assertEquals(4, JobEstimateTest.estimate(7, 16).tomogramsAtOnce(JobEstimateTest.limits(plenty, plenty)));
        assertFalse(JobEstimateTest.estimate(3, 16).tomogramsAtOnce(JobEstimateTest.limits(plenty, plenty)) > 3);
    }
}
