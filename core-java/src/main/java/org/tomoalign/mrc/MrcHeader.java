package org.tomoalign.mrc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tomoalign.input.InputException;

/**
 * What the header of an MRC file says.
 *
 * @param file       the file
 * @param width      px, along the fastest axis
 * @param height     px
 * @param depth      px of a volume, images of a stack
 * @param mode       how a pixel is stored
 * @param byteOrder  of the pixels
 * @param dataOffset bytes before the first pixel (header and extended header)
 * @param pixelSize  cell length / number of intervals along x, Å; 0 if the header does not say
 * @param axes       which of x, y and z (1, 2, 3) columns, rows and slices are, as three digits; 123 if the header does not
 *                   say
 */
public record MrcHeader(
        Path file, int width, int height, int depth, MrcMode mode, ByteOrder byteOrder, long dataOffset,
        double pixelSize, int axes) {
    /** Length of the header without its extension, bytes. */
    static final int LENGTH = 1024;
    /** Columns along x, rows along y, slices along z. */
    public static final int USUAL_AXES = 123;
    private static final int MAX_SIDE = 1 << 20;
    private static final int IMOD_STAMP = 1146047817;

    /**
     * Reads and checks the header of an uncompressed file.
     *
     * @throws InputException if the file is missing, is not an MRC file of a known mode, or is shorter than its header
     *                        promises
     */
    public static MrcHeader read(Path file) {
        try (FileChannel channel = openToRead(file)) {
            return read(file, channel);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Reads the header of an uncompressed file that may lack its pixels.
     *
     * @throws InputException if the file is missing or is not an MRC file of a known mode
     */
    public static MrcHeader readAlone(Path file) {
        try (FileChannel channel = openToRead(file)) {
            return promise(file, channel);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static FileChannel openToRead(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InputException(file + ": is a directory, expected an MRC file");
        }
        try {
            return FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file", e);
        }
    }

    static InputException unreadable(Path file, IOException e) {
        return new InputException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }

    /** Reads the header of an open file and compares its promise with the file's length. */
    static MrcHeader read(Path file, FileChannel channel) throws IOException {
        MrcHeader header = promise(file, channel);
        header.requireLength(channel.size());
        return header;
    }

    private static MrcHeader promise(Path file, FileChannel channel) throws IOException {
        long length = channel.size();
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(LENGTH, length));
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
            // A read may return fewer bytes than asked for.
        }
        return parse(file, bytes.flip());
    }

    /**
     * Interprets the first 1024 bytes of a file.
     *
     * @throws InputException if they are fewer, or not the header of an MRC file of a known mode
     */
    static MrcHeader parse(Path file, ByteBuffer bytes) {
        if (bytes.remaining() < LENGTH) {
            throw new InputException(file + ": is " + bytes.remaining() + " bytes long, too short for an MRC header ("
                    + LENGTH + " bytes)");
        }
        if ((bytes.get(0) & 0xff) == 0x1f && (bytes.get(1) & 0xff) == 0x8b) {
            throw new InputException(file + ": is gz-compressed; only maps may be, expected an uncompressed MRC file");
        }
        ByteBuffer b = bytes.duplicate().order(guessOrder(bytes));
        int width = b.getInt(0), height = b.getInt(4), depth = b.getInt(8), code = b.getInt(12);
        if (!plausibleSize(b)) {
            throw new InputException(file + ": MRC header with dimensions " + width + " x " + height + " x " + depth
                    + ", expected 1 to " + MAX_SIDE + " each (not an MRC file, or damaged)");
        }
        if (!MrcMode.isKnown(code)) {
            throw new InputException(file + ": MRC mode " + code
                    + " is not supported, expected 0 (int8), 1 (int16), 2 (float32), 6 (uint16) or 12 (float16)");
        }
        int extended = b.getInt(92);
        if (extended < 0) {
            throw new InputException(file + ": MRC header with an extended header of " + extended
                    + " bytes, expected 0 or more");
        }
        int intervals = b.getInt(28);
        float cell = b.getFloat(40);
        double pixelSize = intervals > 0 && cell > 0 && Float.isFinite(cell) ? (double) cell / intervals : 0;
        // IMOD marks its files; those with bit 0 of the flags clear hold unsigned bytes (IMOD's mrc_format).
        boolean unsigned = b.getInt(152) == IMOD_STAMP && (b.getInt(156) & 1) == 0;
        return new MrcHeader(file, width, height, depth, MrcMode.of(code, unsigned), b.order(),
                (long) LENGTH + extended, pixelSize, axes(b));
    }

    /** Returns 123 also for what is no permutation: programs that know of no other order leave zeros. */
    private static int axes(ByteBuffer b) {
        int axes = 0;
        int seen = 0;
        for (int i = 0; i < 3; i++) {
            int axis = b.getInt(64 + 4 * i);
            if (axis < 1 || axis > 3 || (seen & 1 << axis) != 0) {
                return USUAL_AXES;
            }
            seen |= 1 << axis;
            axes = 10 * axes + axis;
        }
        return axes;
    }

    /** The order in which dimensions and mode make sense; if both do, the one that the machine stamp names. */
    private static ByteOrder guessOrder(ByteBuffer bytes) {
        boolean little = plausible(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        boolean big = plausible(bytes.duplicate().order(ByteOrder.BIG_ENDIAN));
        boolean stampBig = bytes.get(212) == 0x11;
        return big && (!little || stampBig) || !little && stampBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    private static boolean plausible(ByteBuffer b) {
        return plausibleSize(b) && Math.abs((long) b.getInt(12)) < 256;
    }

    private static boolean plausibleSize(ByteBuffer b) {
        for (int i = 0; i < 3; i++) {
            int side = b.getInt(4 * i);
            if (side < 1 || side > MAX_SIDE) {
                return false;
            }
        }
        return true;
    }

    /** Throws if a file of this length cannot hold the pixels. */
    void requireLength(long length) {
        long expected = dataOffset + dataLength();
        if (length < expected) {
            throw new InputException(file + ": truncated, is " + length + " bytes long; its header (" + width + " x "
                    + height + " x " + depth + ", mode " + mode.code() + ", data from byte " + dataOffset
                    + ") needs " + expected);
        }
    }

    /** Returns the bytes of one slice. */
    public long sliceLength() {
        return (long) width * height * mode.bytes();
    }

    /** Returns the bytes of all pixels. */
    public long dataLength() {
        // Up to 2^62 bytes with sides of 2^20 and 4 bytes a pixel: fits.
        return sliceLength() * depth;
    }

    /** Returns whether the header describes a cube. */
    public boolean isCube() {
        return width == height && height == depth;
    }
}
