package org.tomoalign.mrc;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Lets go of pages of a mapped file that are not needed for now: they no longer count as memory of the process, and are
 * read again (mostly from the system's cache) when they are touched.
 */
final class MappedPages {
    /** The same number on all systems that have it. */
    private static final int MADV_DONTNEED = 4;
    /** A multiple of the page sizes in use, so that only whole pages are let go. */
    private static final long PAGE = 1 << 16;

    private MappedPages() {
    }

    /** Lets go of what lies wholly within a part of a mapping that is only read; does nothing where that is impossible. */
    static void release(MemorySegment mapping, long offset, long length) {
        long first = Math.ceilDiv(mapping.address() + offset, PAGE) * PAGE;
        long end = (mapping.address() + offset + length) / PAGE * PAGE;
        if (end > first && Holder.MADVISE != null) {
            try {
                // It is advice: whether it was taken does not matter.
                int ignored = (int) Holder.MADVISE.invokeExact(MemorySegment.ofAddress(first), end - first, MADV_DONTNEED);
            } catch (Throwable e) {
                throw new IllegalStateException("madvise cannot be called", e);
            }
        }
    }

    /** Looks the function up at the first call. */
    private static final class Holder {
        private static final MethodHandle MADVISE = System.getProperty("os.name").equals("Linux") ? find() : null;

        private static MethodHandle find() {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup().find("madvise").map(address -> linker.downcallHandle(address,
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT))).orElse(null);
        }
    }
}
