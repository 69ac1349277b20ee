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
    static final long PAGE = 1 << 16;

    private MappedPages() {
    }

    /**
     * Lets go of what lies wholly within a part of a mapping that is only read; does nothing where that is impossible.
     *
     * @throws IllegalStateException if the mapping is closed
     */
    static void release(MemorySegment mapping, long offset, long length) {
        long first = Math.ceilDiv(mapping.address() + offset, PAGE) * PAGE;
        long end = (mapping.address() + offset + length) / PAGE * PAGE;
        if (end > first && Holder.MADVISE != null) {
            release(mapping.asSlice(first - mapping.address(), end - first));
        }
    }

    /**
     * The call gets the segment, not its address: it is refused if the segment is closed, and the segment cannot be closed
     * while it lasts. Something else may have been mapped at the address of a closed one.
     */
    private static void release(MemorySegment pages) {
        try {
            // It is advice: whether it was taken does not matter.
            int ignored = (int) Holder.MADVISE.invokeExact(pages, pages.byteSize(), MADV_DONTNEED);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("madvise cannot be called", e);
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
