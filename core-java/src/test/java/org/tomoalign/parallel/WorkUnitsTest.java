package org.tomoalign.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkUnitsTest {
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 5", "4, 0", "4, 1", "4, 3", "4, 1000"})
    void everyUnitRunsOnce(int threads, int n) {
        int[] runs = new int[n];
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            WorkUnits.run(pool, n, unit -> runs[unit]++);
            int[] expected = new int[n];
            Arrays.fill(expected, 1);
            assertArrayEquals(expected, runs);
            pool.submit(() -> WorkUnits.run(pool, n, unit -> runs[unit]++)).join();
            Arrays.fill(expected, 2);
            assertArrayEquals(expected, runs);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyThreadGoesForward(int threads) {
        Map<Thread, Integer> last = new ConcurrentHashMap<>();
        Queue<String> backwards = new ConcurrentLinkedQueue<>();
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            WorkUnits.run(pool, 1000, unit -> {
                Integer before = last.put(Thread.currentThread(), unit);
                if (before != null && before > unit) {
                    backwards.add(before + " before " + unit);
                }
            });
        }
        assertEquals(List.of(), List.copyOf(backwards));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFailureEndsTheRest(int threads) {
        AtomicInteger begun = new AtomicInteger();
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            IllegalStateException failure = assertThrows(IllegalStateException.class,
                    () -> WorkUnits.run(pool, 1_000_000, unit -> {
                        begun.incrementAndGet();
                        if (unit == 7) {
                            throw new IllegalStateException("unit 7");
                        }
                    }));
            assertTrue(failure.getMessage().contains("unit 7"), failure.getMessage());
        }
        assertTrue(begun.get() < 1_000_000, begun + " units begun");
    }
}
