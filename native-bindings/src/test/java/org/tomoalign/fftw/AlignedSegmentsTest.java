package org.tomoalign.fftw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignedSegmentsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 1000, SystemMemory.LARGE - 1, SystemMemory.LARGE, SystemMemory.LARGE + 4})
    void areZeroAlignedAndOfTheSizeAskedFor(long bytes) {
        for (long alignment : new long[] {64, 4096}) {
            MemorySegment segment;
            try (Arena arena = Arena.ofShared()) {
                segment = AlignedSegments.bytes(arena, bytes, alignment);
                assertEquals(bytes, segment.byteSize());
                assertEquals(0, segment.address() % alignment);
                for (long i = 0; i < bytes; i += 4093) {
                    assertEquals(0, segment.get(ValueLayout.JAVA_BYTE, i));
                }
                segment.set(ValueLayout.JAVA_BYTE, bytes - 1, (byte) 1);
                assertThrows(IndexOutOfBoundsException.class, () -> segment.get(ValueLayout.JAVA_BYTE, bytes));
            }
            assertFalse(segment.scope().isAlive());
            assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_BYTE, 0));
        }
    }

    @Test
    void saysWhenThereIsNoMemory() {
        try (Arena arena = Arena.ofConfined()) {
            // More than a process can address.
            assertThrows(OutOfMemoryError.class, () -> AlignedSegments.bytes(arena, 1L << 55));
            assertThrows(ArithmeticException.class, () -> AlignedSegments.bytes(arena, Long.MAX_VALUE));
        }
    }
}
