package org.tomoalign.kernels;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Access to rows by absolute address: one check per row and call, then none per element. Rows gain 1 to 8 % by it and
 * slices 10 %, and the compiled methods are smaller, which is what limits vector kernels.
 * The caller keeps the segments alive during the call (an arena must not be closed by another thread meanwhile).
 */
final class Memory {
    /** All memory; only ever read or written at addresses that {@link #row} returned. */
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /** Without the alignment check per element; costs nothing extra where the data are aligned. */
    static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private Memory() {
    }

    /**
     * Returns the address of {@code offset} in the segment, having checked that {@code bytes} bytes from there lie
     * within it.
     *
     * @throws IndexOutOfBoundsException if they do not, or if {@code bytes} is negative
     * @throws IllegalArgumentException  if the segment is on the Java heap
     * @throws IllegalStateException     if its arena is closed
     * @throws WrongThreadException      if it belongs to another thread
     */
    static long row(MemorySegment segment, long offset, long bytes) {
        if (!segment.isNative()) {
            throw new IllegalArgumentException("kernels work on off-heap segments only");
        }
        if (bytes <= 0) {
            return emptyRow(bytes);
        }
        // Reading the ends checks the bounds, the arena and the thread at once; the values are not used.
        segment.get(JAVA_BYTE, offset);
        segment.get(JAVA_BYTE, offset + bytes - 1);
        return segment.address() + offset;
    }

    private static long emptyRow(long bytes) {
        if (bytes < 0) {
            throw new IndexOutOfBoundsException("negative row length");
        }
        return 0;
    }

    /** Returns the address of a row of n real values. */
    static long real(MemorySegment segment, long offset, int n) {
        return row(segment, offset, 4L * n);
    }

    /** Returns the address of a row of n complex values. */
    static long complex(MemorySegment segment, long offset, int n) {
        return row(segment, offset, 8L * n);
    }

    static float get(long address) {
        return ALL.get(FLOAT, address);
    }

    static void set(long address, float value) {
        ALL.set(FLOAT, address, value);
    }
}
