package org.tomoalign.mrc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.tomoalign.files.PendingFile;

/**
 * Writes an MRC file slice by slice, in any order and from any thread. The file is little-endian and appears under its
 * name, complete, when {@link #commit} returns; a writer that is closed before leaves nothing behind.
 */
public final class MrcWriter implements AutoCloseable {
    /** What the slices are: planes of one map, or images. */
    public enum Content {
        /** A map: space group 1. */
        VOLUME,
        /** Images: space group 0. As in RELION's files, the cell counts them like planes. */
        STACK
    }

    private static final ValueLayout.OfFloat FLOAT_LE =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_LE =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final PendingFile pending;
    private final Content content;
    private final int width;
    private final int height;
    private final int depth;
    private final MrcMode mode;
    private final double pixelSize;
    private final SliceStatistics[] statistics;

    private MrcWriter(
            Path file, PendingFile pending, Content content, int width, int height, int depth, MrcMode mode,
            double pixelSize) {
        this.file = file;
        this.pending = pending;
        this.content = content;
        this.width = width;
        this.height = height;
        this.depth = depth;
        this.mode = mode;
        this.pixelSize = pixelSize;
        this.statistics = new SliceStatistics[depth];
    }

    /**
     * Starts a file.
     *
     * @param file      final name; its folder is created if it is missing
     * @param content   map or images
     * @param width     px
     * @param height    px
     * @param depth     px or number of images
     * @param mode      {@link MrcMode#FLOAT32} or {@link MrcMode#FLOAT16}
     * @param pixelSize Å
     * @throws UncheckedIOException if the folder cannot be written to
     */
    public static MrcWriter create(
            Path file, Content content, int width, int height, int depth, MrcMode mode, double pixelSize) {
        if (!mode.isFloat()) {
            throw new IllegalArgumentException("MRC files are written as float32 or float16, not as " + mode);
        }
        if (width < 1 || height < 1 || depth < 1) {
            throw new IllegalArgumentException("MRC size " + width + " x " + height + " x " + depth);
        }
        return new MrcWriter(file, PendingFile.create(file), content, width, height, depth, mode, pixelSize);
    }

    /** Writes a float32 cube or box, x fastest, and returns when it is on disk. */
    public static void writeVolume(
            Path file, MemorySegment data, int width, int height, int depth, double pixelSize) {
        try (MrcWriter writer = create(file, Content.VOLUME, width, height, depth, MrcMode.FLOAT32, pixelSize)) {
            for (int z = 0; z < depth; z++) {
                writer.writeSlice(z, data, 4L * z * width * height);
            }
            writer.commit();
        }
    }

    /** Writes a float32 cube or box, x fastest, and returns when it is on disk. */
    public static void writeVolume(Path file, float[] data, int width, int height, int depth, double pixelSize) {
        try (Arena arena = Arena.ofConfined()) {
            writeVolume(file, arena.allocateFrom(ValueLayout.JAVA_FLOAT, data), width, height, depth, pixelSize);
        }
    }

    /**
     * Writes one slice; each slice must be written once.
     *
     * @param slice  zero-based
     * @param data   native floats, x fastest
     * @param offset byte offset of the slice in {@code data}
     * @throws UncheckedIOException if the file cannot be written
     */
    public void writeSlice(int slice, MemorySegment data, long offset) {
        Objects.checkIndex(slice, depth);
        int pixels = Math.multiplyExact(width, height);
        statistics[slice] = SliceStatistics.of(data, offset, pixels);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stored;
            if (mode == MrcMode.FLOAT32 && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
                stored = data.asSlice(offset, 4L * pixels);
            } else {
                stored = arena.allocate((long) pixels * mode.bytes());
                encode(data, offset, pixels, stored);
            }
            // A ByteBuffer holds at most 2 GiB: a slice may be larger, so write in parts.
            long start = MrcHeader.LENGTH + (long) slice * pixels * mode.bytes();
            long part = 1L << 26;
            for (long done = 0; done < stored.byteSize(); done += part) {
                writeFully(stored.asSlice(done, Math.min(part, stored.byteSize() - done)).asByteBuffer(),
                        start + done);
            }
        }
    }

    private void encode(MemorySegment data, long offset, int pixels, MemorySegment stored) {
        for (int i = 0; i < pixels; i++) {
            float v = data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, offset + 4L * i);
            if (mode == MrcMode.FLOAT16) {
                stored.set(SHORT_LE, 2L * i, Float.floatToFloat16(v));
            } else {
                stored.set(FLOAT_LE, 4L * i, v);
            }
        }
    }

    private void writeFully(ByteBuffer bytes, long position) {
        try {
            long at = position;
            while (bytes.hasRemaining()) {
                at += pending.channel().write(bytes, at);
            }
        } catch (IOException e) {
            throw pending.failure(e);
        }
    }

    /**
     * Writes the header, flushes to disk and gives the file its name.
     *
     * @throws IllegalStateException if a slice is missing
     * @throws UncheckedIOException  if the file cannot be written
     */
    public void commit() {
        SliceStatistics all = SliceStatistics.EMPTY;
        for (int z = 0; z < depth; z++) {
            if (statistics[z] == null) {
                throw new IllegalStateException(file + ": slice " + z + " was not written");
            }
            all = all.plus(statistics[z]);
        }
        writeFully(header(all), 0);
        pending.commit();
    }

    private ByteBuffer header(SliceStatistics all) {
        ByteBuffer b = ByteBuffer.allocate(MrcHeader.LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        b.putInt(0, width).putInt(4, height).putInt(8, depth).putInt(12, mode.code());
        b.putInt(28, width).putInt(32, height).putInt(36, depth);
        b.putFloat(40, (float) (width * pixelSize)).putFloat(44, (float) (height * pixelSize));
        b.putFloat(48, (float) (depth * pixelSize));
        b.putFloat(52, 90).putFloat(56, 90).putFloat(60, 90);
        b.putInt(64, 1).putInt(68, 2).putInt(72, 3);
        b.putFloat(76, all.min()).putFloat(80, all.max()).putFloat(84, (float) all.mean());
        b.putInt(88, content == Content.VOLUME ? 1 : 0);
        b.putInt(108, 20140);
        b.put(208, "MAP ".getBytes(StandardCharsets.US_ASCII));
        b.put(212, (byte) 0x44).put(213, (byte) 0x44);
        b.putFloat(216, (float) all.rms());
        b.putInt(220, 1);
        b.put(224, "tomo-align".getBytes(StandardCharsets.US_ASCII));
        return b;
    }

    @Override
    public void close() {
        pending.close();
    }
}
