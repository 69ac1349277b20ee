package org.tomoalign.mrc;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.tomoalign.input.InputException;

/**
 * A whole map in memory: width x height x depth native floats, x fastest, all finite.
 *
 * @param header what the file said
 * @param data   off-heap, to be read only
 */
public record MrcVolume(MrcHeader header, MemorySegment data) {
    /**
     * Reads a map, which may be gz-compressed.
     *
     * @param arena owns the data, which may be the file's own, mapped
     * @throws InputException if the file is missing, no MRC file, truncated, or holds NaN or infinity
     */
    public static MrcVolume read(Path file, Arena arena) {
        MrcVolume volume = isCompressed(file) ? readCompressed(file, arena) : readMapped(file, arena);
        volume.requireFinite();
        return volume;
    }

    /**
     * Reads the header of a map, which may be gz-compressed.
     *
     * @throws InputException if the file is missing, no MRC file, or truncated (which a compressed one does not show)
     */
    public static MrcHeader readHeader(Path file) {
        if (!isCompressed(file)) {
            return MrcHeader.read(file);
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return MrcHeader.parse(file, ByteBuffer.wrap(in.readNBytes(MrcHeader.LENGTH)));
        } catch (EOFException e) {
            throw new InputException(file + ": truncated, its compressed data end before the map does", e);
        } catch (IOException e) {
            throw MrcHeader.unreadable(file, e);
        }
    }

    /** Returns the map as an array, x fastest. */
    public float[] toArray() {
        return data.toArray(ValueLayout.JAVA_FLOAT);
    }

    private static boolean isCompressed(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + ": is a directory, expected an MRC file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file", e);
        } catch (IOException e) {
            throw MrcHeader.unreadable(file, e);
        }
    }

    /** Native floats are mapped as they are: a copy of a large map costs time and memory. */
    private static MrcVolume readMapped(Path file, Arena arena) {
        try (FileChannel channel = MrcHeader.openToRead(file)) {
            MrcHeader header = MrcHeader.read(file, channel);
            if (header.mode() == MrcMode.FLOAT32 && header.byteOrder() == ByteOrder.nativeOrder()
                    && header.dataOffset() % Float.BYTES == 0) {
                return new MrcVolume(header, channel.map(
                        FileChannel.MapMode.READ_ONLY, header.dataOffset(), header.dataLength(), arena));
            }
        } catch (IOException e) {
            throw MrcHeader.unreadable(file, e);
        }
        try (MrcStack stack = MrcStack.open(file)) {
            MrcHeader header = stack.header();
            MemorySegment data = allocate(header, arena);
            for (int z = 0; z < header.depth(); z++) {
                stack.readSlice(z, data, 4L * z * header.width() * header.height());
            }
            return new MrcVolume(header, data);
        }
    }

    private static MrcVolume readCompressed(Path file, Arena arena) {
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16);
                ReadableByteChannel channel = Channels.newChannel(in);
                Arena rows = Arena.ofConfined()) {
            MrcHeader header = MrcHeader.parse(file, ByteBuffer.wrap(in.readNBytes(MrcHeader.LENGTH)));
            in.skipNBytes(header.dataOffset() - MrcHeader.LENGTH);
            MemorySegment data = allocate(header, arena);
            MemorySegment row = rows.allocate((long) header.width() * header.mode().bytes());
            long count = (long) header.height() * header.depth();
            for (long y = 0; y < count; y++) {
                fill(channel, row.asByteBuffer());
                PixelReader.read(header.mode(), header.byteOrder(), row, 0, header.width(), data,
                        4L * header.width() * y);
            }
            return new MrcVolume(header, data);
        } catch (EOFException e) {
            throw new InputException(file + ": truncated, its compressed data end before the map does", e);
        } catch (IOException e) {
            throw MrcHeader.unreadable(file, e);
        }
    }

    private static void fill(ReadableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException();
            }
        }
    }

    private static MemorySegment allocate(MrcHeader header, Arena arena) {
        return arena.allocate(4L * header.width() * header.height() * header.depth(), 64);
    }

    private void requireFinite() {
        long found = FiniteScan.firstNonFinite(
                MrcMode.FLOAT32, ByteOrder.nativeOrder(), data, 0, data.byteSize() / 4);
        if (found >= 0) {
            long row = found / header.width();
            throw new InputException(header.file() + ": voxel (" + found % header.width() + ", "
                    + row % header.height() + ", " + row / header.height()
                    + "): found NaN or infinity, expected finite numbers");
        }
    }
}
