package org.tomoalign.fftw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Native memory aligned to a cache line, zeroed, as the plans and the vector kernels want it. */
public final class AlignedSegments {
    /** Bytes of a cache line and of the widest vector. */
    public static final int ALIGNMENT = 64;

    private AlignedSegments() {
    }

    /** Returns n zero floats. */
    public static MemorySegment floats(Arena arena, long n) {
        return bytes(arena, Math.multiplyExact(n, (long) Float.BYTES));
    }

    /** Returns n zero complex values (2n floats: re, im, re, im, ...). */
    public static MemorySegment complex(Arena arena, long n) {
        return bytes(arena, Math.multiplyExact(n, 2L * Float.BYTES));
    }

    /** Returns n zero bytes. */
    public static MemorySegment bytes(Arena arena, long n) {
        return bytes(arena, n, ALIGNMENT);
    }

    /**
     * Returns n zero bytes at a multiple of another number of bytes. Pages of large memory come into being where it is
     * first written to, by the threads that do.
     *
     * @param alignment a power of two
     * @throws OutOfMemoryError if there is not so much memory
     */
    public static MemorySegment bytes(Arena arena, long n, long alignment) {
        return n < SystemMemory.LARGE ? arena.allocate(n, alignment) : SystemMemory.zeros(arena, n, alignment);
    }

    /**
     * Checks that a segment can be given to a plan.
     *
     * @param what name of the segment in the message
     * @throws IllegalArgumentException if it is on the heap, misaligned or too small
     */
    static void check(MemorySegment segment, long bytes, String what) {
        if (!segment.isNative() || segment.address() % ALIGNMENT != 0 || segment.byteSize() < bytes) {
            throw new IllegalArgumentException(what + ": " + bytes + " bytes of native memory at a multiple of "
                    + ALIGNMENT + " bytes are needed, but got " + segment);
        }
    }
}
