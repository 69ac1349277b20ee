package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that do not lie within their segments are refused, whichever argument it is, since access is by address. */
class RowRangeTest {
    private static final int N = 33;

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void everyArgumentIsChecked(String name) {
        RowKernels rows = KernelProvider.named(name).rows();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment c = arena.allocate(8L * N, 64);
            MemorySegment r = arena.allocate(4L * N, 64);
            // Each call runs once as it is, then with one offset moved past either end.
            check(o -> rows.phaseRamp(0, 1, N, c, o[0]), 1);
            check(o -> rows.weightedCtf(r, o[0], r, o[1], 1f, r, o[2], N, r, o[3]), 4);
            check(o -> rows.correlate(c, o[0], c, o[1], 1f, 0f, c, o[2], r, o[3], N, c, o[4]), 5);
            check(o -> rows.multiply(c, o[0], c, o[1], N), 2);
            check(o -> rows.weightedPower(c, o[0], r, o[1], N), 2);
            check(o -> rows.accumulateSquares(r, o[0], N, r, o[1]), 2);
            check(o -> rows.weightedSum(r, o[0], r, o[1], N), 2);
            check(o -> rows.window(r, o[0], r, o[1], 0f, N, r, o[2]), 3);
            check(o -> rows.accumulate(1f, r, o[0], N, r, o[1]), 2);
        }
    }

    private interface Call {
        void with(long[] offsets);
    }

    private static void check(Call call, int offsets) {
        long[] o = new long[offsets];
        call.with(o);
        for (int i = 0; i < offsets; i++) {
            for (long outside : List.of(4L, -4L, 1L << 40, Long.MAX_VALUE - 3, Long.MIN_VALUE)) {
                o[i] = outside;
                assertThrows(IndexOutOfBoundsException.class, () -> call.with(o), "argument " + i + " at " + outside);
            }
            o[i] = 0;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void badSegmentsAreRefused(String name) {
        RowKernels rows = KernelProvider.named(name).rows();
        Arena arena = Arena.ofConfined();
        MemorySegment row = arena.allocate(64, 64);
        Executable call = () -> rows.accumulate(1f, row, 0, 16, row, 0);
        assertThrows(IndexOutOfBoundsException.class, () -> rows.accumulate(1f, row, 0, -1, row, 0));
        arena.close();
        assertThrows(IllegalStateException.class, call);
        MemorySegment heap = MemorySegment.ofArray(new float[16]);
        assertThrows(IllegalArgumentException.class, () -> rows.accumulate(1f, heap, 0, 16, heap, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void emptyRowsAreNothing(String name) {
        RowKernels rows = KernelProvider.named(name).rows();
        MemorySegment none = MemorySegment.NULL;
        rows.accumulate(1f, none, 0, 0, none, 0);
        rows.multiply(none, 0, none, 0, 0);
        rows.phaseRamp(0, 1, 0, none, 0);
        assertEquals(0, rows.weightedSum(none, 0, none, 0, 0));
        assertEquals(0, rows.weightedPower(none, 0, none, 0, 0));
    }
}
