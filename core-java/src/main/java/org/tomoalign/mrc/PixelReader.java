package org.tomoalign.mrc;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Converts stored pixels to native floats. One small loop per mode and byte order: each layout is a constant, so that
 * the compiler can turn the loop into vector code.
 */
final class PixelReader {
    private static final ValueLayout.OfFloat OUT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ValueLayout.OfShort SHORT_LE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT_LE =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT_BE =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private PixelReader() {
    }

    /** Converts n pixels at a byte offset of {@code src} to n native floats at a byte offset of {@code dst}. */
    static void read(
            MrcMode mode, ByteOrder order, MemorySegment src, long srcOffset, int n, MemorySegment dst, long dstOffset) {
        boolean little = order == ByteOrder.LITTLE_ENDIAN;
        switch (mode) {
            case FLOAT32 -> {
                if (order == ByteOrder.nativeOrder()) {
                    MemorySegment.copy(src, srcOffset, dst, dstOffset, 4L * n);
                } else if (little) {
                    floatLittle(src, srcOffset, n, dst, dstOffset);
                } else {
                    floatBig(src, srcOffset, n, dst, dstOffset);
                }
            }
            case FLOAT16 -> {
                if (little) {
                    halfLittle(src, srcOffset, n, dst, dstOffset);
                } else {
                    halfBig(src, srcOffset, n, dst, dstOffset);
                }
            }
            case INT16 -> {
                if (little) {
                    shortLittle(src, srcOffset, n, dst, dstOffset);
                } else {
                    shortBig(src, srcOffset, n, dst, dstOffset);
                }
            }
            case UINT16 -> {
                if (little) {
                    unsignedLittle(src, srcOffset, n, dst, dstOffset);
                } else {
                    unsignedBig(src, srcOffset, n, dst, dstOffset);
                }
            }
            case INT8 -> bytes(src, srcOffset, n, dst, dstOffset);
            case UINT8 -> unsignedBytes(src, srcOffset, n, dst, dstOffset);
        }
    }

    private static void floatLittle(MemorySegment src, long from, int n, MemorySegment dst, long to) {
        for (int i = 0; i < n; i++) {
            dst.set(OUT, to + 4L * i, src.get(FLOAT_LE, from + 4L * i));
        }
    }

    private static void floatBig(MemorySegment src, long from, int n, MemorySegment dst, long to) {
        for (int i = 0; i < n; i++) {
            dst.set(OUT, to + 4L * i, src.get(FLOAT_BE, from + 4L * i));
        }
    }

    private static void halfLittle(MemorySegment src, long from, int n, MemorySegment dst, long to) {
        for (int i = 0; i < n; i++) {
            dst.set(OUT, to + 4L * i, Float.float16ToFloat(src.get(SHORT_LE, from + 2L * i)));
        }
    }

    private static void halfBig(MemorySegment src, long from, int n, MemorySegment dst, long to) {
        for (int i = 0; i < n; i++) {
            dst.set(OUT, to + 4L * i, Float.float16ToFloat(src.get(SHORT_BE, from + 2L * i)));
        }
    }

    private static void shortLittle(MemorySegment src, long from, int n, MemorySegment dst, long to) {
        for (int i = 0; i < n; i++) {
            dst.set(OUT, to + 4L * i, src.get(SHORT_LE, from + 2L * i));
        }
    }

    private static void shortBig(MemorySegment src, long from, int n, MemorySegment dst, long to) {
        for (int i = 0; i < n; i++) {
            dst.set(OUT, to + 4L * i, src.get(SHORT_BE, from + 2L * i));
        }
    }

    private static void unsignedLittle(MemorySegment src, long from, int n, MemorySegment dst, long to) {
        for (int i = 0; i < n; i++) {
            dst.set(OUT, to + 4L * i, src.get(SHORT_LE, from + 2L * i) & 0xffff);
        }
    }

    private static void unsignedBig(MemorySegment src, long from, int n, MemorySegment dst, long to) {
        for (int i = 0; i < n; i++) {
            dst.set(OUT, to + 4L * i, src.get(SHORT_BE, from + 2L * i) & 0xffff);
        }
    }

    private static void bytes(MemorySegment src, long from, int n, MemorySegment dst, long to) {
        for (int i = 0; i < n; i++) {
            dst.set(OUT, to + 4L * i, src.get(JAVA_BYTE, from + i));
        }
    }

    private static void unsignedBytes(MemorySegment src, long from, int n, MemorySegment dst, long to) {
        for (int i = 0; i < n; i++) {
            dst.set(OUT, to + 4L * i, src.get(JAVA_BYTE, from + i) & 0xff);
        }
    }
}
