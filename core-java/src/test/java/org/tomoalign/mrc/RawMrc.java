package org.tomoalign.mrc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Builds MRC files byte by byte, independently of the writer under test. */
record RawMrc(int width, int height, int depth, MrcMode mode, ByteOrder order, int extended) {
    /** A value of pixel i that every mode can hold (mode permitting: negative ones too). */
    float value(long i) {
        int v = (int) (i * 37 % 101);
        return switch (mode) {
            case INT8, INT16 -> v - 50;
            case UINT8 -> v + 150;
            case UINT16 -> v + 65000;
            case FLOAT32, FLOAT16 -> (v - 50) * 0.25f;
        };
    }

    ByteBuffer bytes() {
        int pixels = width * height * depth;
        ByteBuffer b = ByteBuffer.allocate(1024 + extended + pixels * mode.bytes()).order(order);
        b.putInt(0, width).putInt(4, height).putInt(8, depth).putInt(12, mode.code());
        b.putInt(28, width).putInt(32, height).putInt(36, depth);
        b.putFloat(40, width * 2.5f).putFloat(44, height * 2.5f).putFloat(48, depth * 2.5f);
        b.putInt(92, extended);
        if (mode == MrcMode.UINT8) {
            b.putInt(152, 1146047817);
        }
        byte stamp = (byte) (order == ByteOrder.LITTLE_ENDIAN ? 0x44 : 0x11);
        b.put(212, stamp).put(213, stamp);
        for (int i = 0; i < extended; i++) {
            b.put(1024 + i, (byte) 0xee);
        }
        for (int i = 0; i < pixels; i++) {
            int at = 1024 + extended + i * mode.bytes();
            float v = value(i);
            switch (mode) {
                case INT8, UINT8 -> b.put(at, (byte) (int) v);
                case INT16, UINT16 -> b.putShort(at, (short) (int) v);
                case FLOAT32 -> b.putFloat(at, v);
                case FLOAT16 -> b.putShort(at, Float.floatToFloat16(v));
            }
        }
        return b;
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes().array());
    }
}
