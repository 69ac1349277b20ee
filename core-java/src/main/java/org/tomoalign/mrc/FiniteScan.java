package org.tomoalign.mrc;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Finds NaN and infinite values among stored pixels, without converting them. */
final class FiniteScan {
    private static final int BLOCK = 4096;
    private static final int FLOAT_EXPONENT = 0x7f800000;
    private static final int HALF_EXPONENT = 0x7c00;
    private static final ValueLayout.OfInt INT_LE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT_BE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT_LE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private FiniteScan() {
    }

    /** Returns the index of the first pixel that is NaN or infinite, counted from {@code offset}, or -1. */
    static long firstNonFinite(MrcMode mode, ByteOrder order, MemorySegment src, long offset, long n) {
        if (!mode.isFloat()) {
            return -1;
        }
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        for (long start = 0; start < n; start += BLOCK) {
            int count = (int) Math.min(BLOCK, n - start);
            long at = offset + start * mode.bytes();
            int limit = mode == MrcMode.FLOAT32 ? FLOAT_EXPONENT : HALF_EXPONENT;
            if (largest(mode, little, src, at, count) >= limit) {
                for (int i = 0; i < count; i++) {
                    if (largest(mode, little, src, at + (long) i * mode.bytes(), 1) >= limit) {
                        return start + i;
                    }
                }
            }
        }
        return -1;
    }

    /** The largest bit pattern without its sign: at or above the all-ones exponent for NaN and infinity. */
    private static int largest(MrcMode mode, boolean little, MemorySegment src, long at, int n) {
        if (mode == MrcMode.FLOAT32) {
            return little ? floatLittle(src, at, n) : floatBig(src, at, n);
        }
        return little ? halfLittle(src, at, n) : halfBig(src, at, n);
    }

    private static int floatLittle(MemorySegment src, long at, int n) {
        int largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, src.get(INT_LE, at + 4L * i) & 0x7fffffff);
        }
        return largest;
    }

    private static int floatBig(MemorySegment src, long at, int n) {
        int largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, src.get(INT_BE, at + 4L * i) & 0x7fffffff);
        }
        return largest;
    }

    private static int halfLittle(MemorySegment src, long at, int n) {
        int largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, src.get(SHORT_LE, at + 2L * i) & 0x7fff);
        }
        return largest;
    }

    private static int halfBig(MemorySegment src, long at, int n) {
        int largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, src.get(SHORT_BE, at + 2L * i) & 0x7fff);
        }
        return largest;
    }
}
