package org.tomoalign.mrc;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.tomoalign.input.InputException;

/**
 * A memory-mapped MRC file of any length, read row by row; usable from several threads. Closing it unmaps the file.
 */
public final class MrcStack implements AutoCloseable {
    private final MrcHeader header;
    private final Arena arena;
    private final MemorySegment data;

    private MrcStack(MrcHeader header, Arena arena, MemorySegment data) {
        this.header = header;
        this.arena = arena;
        this.data = data;
    }

    /**
     * Maps a file.
     *
     * @throws InputException if the file is missing, no MRC file, or shorter than its header promises
     */
    public static MrcStack open(Path file) {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = MrcHeader.openToRead(file)) {
            MrcHeader header = MrcHeader.read(file, channel);
            MemorySegment data =
                    channel.map(FileChannel.MapMode.READ_ONLY, header.dataOffset(), header.dataLength(), arena);
            return new MrcStack(header, arena, data);
        } catch (IOException e) {
            arena.close();
            throw MrcHeader.unreadable(file, e);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    /** Returns the header. */
    public MrcHeader header() {
        return header;
    }

    /** Returns the width of a slice, px. */
    public int width() {
        return header.width();
    }

    /** Returns the height of a slice, px. */
    public int height() {
        return header.height();
    }

    /** Returns the number of slices. */
    public int depth() {
        return header.depth();
    }

    /**
     * Converts part of a row to native floats.
     *
     * @param slice     zero-based
     * @param y         row, px
     * @param x         first pixel
     * @param n         number of pixels
     * @param dst       receives n floats
     * @param dstOffset byte offset of the first of them
     * @throws IndexOutOfBoundsException if the pixels do not lie in the stack or the floats not in {@code dst}
     */
    public void readRow(int slice, int y, int x, int n, MemorySegment dst, long dstOffset) {
        Objects.checkIndex(slice, header.depth());
        Objects.checkIndex(y, header.height());
        Objects.checkFromIndexSize(x, n, header.width());
        long pixel = ((long) slice * header.height() + y) * header.width() + x;
        PixelReader.read(header.mode(), header.byteOrder(), data, pixel * header.mode().bytes(), n, dst, dstOffset);
    }

    /** Converts a whole slice to native floats, x fastest; see {@link #readRow}. */
    public void readSlice(int slice, MemorySegment dst, long dstOffset) {
        for (int y = 0; y < header.height(); y++) {
            readRow(slice, y, 0, header.width(), dst, dstOffset + 4L * header.width() * y);
        }
    }

    /**
     * Looks for NaN and infinite pixels in a slice.
     *
     * @throws InputException naming the file, the image and the first such pixel
     */
    public void requireFinite(int slice) {
        Objects.checkIndex(slice, header.depth());
        long pixels = (long) header.width() * header.height();
        long found = FiniteScan.firstNonFinite(
                header.mode(), header.byteOrder(), data, slice * header.sliceLength(), pixels);
        if (found >= 0) {
            throw new InputException(header.file() + ": image " + (slice + 1) + " of " + header.depth() + ", pixel ("
                    + found % header.width() + ", " + found / header.width()
                    + "): found NaN or infinity, expected finite numbers");
        }
    }

    /** Returns whether all pixels of a slice are the same. */
    public boolean isConstant(int slice) {
        Objects.checkIndex(slice, header.depth());
        long from = slice * header.sliceLength();
        long to = from + header.sliceLength();
        int pixel = header.mode().bytes();
        // Each pixel against its neighbour.
        return MemorySegment.mismatch(data, from, to - pixel, data, from + pixel, to) < 0;
    }

    /**
     * Lets go of the memory that a slice takes; it can be read again as before.
     *
     * @throws IllegalStateException if the file is closed
     */
    public void release(int slice) {
        Objects.checkIndex(slice, header.depth());
        MappedPages.release(data, slice * header.sliceLength(), header.sliceLength());
    }

    /** Unmaps the file, which nobody may be reading. */
    @Override
    public void close() {
        arena.close();
    }
}
