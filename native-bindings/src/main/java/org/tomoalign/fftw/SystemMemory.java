package org.tomoalign.fftw;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Large zeroed memory from the C library's {@code calloc}, which takes it from the system as pages that are zero anyway
 * and exist from when they are first written to. An arena writes zeros to all of its memory before it hands it out, on one
 * thread: two of the five seconds that the reference of box 512 took.
 */
final class SystemMemory {
    /** From here on the C library asks the system; what it has in stock would have to be cleared. */
    static final long LARGE = 64L << 20;

    private static final MethodHandle CALLOC = function(
            "calloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = function("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

    private SystemMemory() {
    }

    /**
     * Returns zeroed memory that is freed with the arena.
     *
     * @param alignment bytes, a power of two
     * @throws OutOfMemoryError if the system has no more
     */
    static MemorySegment zeros(Arena arena, long bytes, long alignment) {
        long size = Math.addExact(bytes, alignment);
        MemorySegment block = calloc(size);
        if (block.equals(MemorySegment.NULL)) {
            throw new OutOfMemoryError("the system has no " + size + " bytes of memory");
        }
        MemorySegment whole = block.reinterpret(size, arena, SystemMemory::free);
        return whole.asSlice(-block.address() & (alignment - 1), bytes);
    }

    private static MemorySegment calloc(long bytes) {
        try {
            return (MemorySegment) CALLOC.invokeExact(1L, bytes);
        } catch (Throwable e) {
            throw new IllegalStateException("calloc cannot be called", e);
        }
    }

    private static void free(MemorySegment block) {
        try {
            FREE.invokeExact(block);
        } catch (Throwable e) {
            throw new IllegalStateException("free cannot be called", e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }
}
