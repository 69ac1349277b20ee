package org.tomoalign.fftw;

/**
 * How the pruned transforms of boxes of {@code size} x {@code size} pixels (an even number) lay out their data. Rows start at multiples of
 * 64 bytes, an odd number of them, as strides of powers of two make the rows of a column collide in the cache.
 *
 * <p>An image is {@code size} rows of {@code size} floats, {@link #imageRowStride} floats apart. A spectrum is
 * {@code size} rows ky = 0..size-1 in FFT order (ky &gt; size/2 stands for ky - size) of complex values kx = 0..size/2,
 * {@link #spectrumRowStride} complex values apart.
 */
public record PrunedLayout(int size) {
    /** Rows or columns that one call transforms: a column block is a cache line of each row. */
    static final int BLOCK = 8;

    private static final int LINE = AlignedSegments.ALIGNMENT;

    public PrunedLayout {
        if (size < 2 || size % 2 != 0) {
            throw new IllegalArgumentException("A box has an even size of 2 or more, not " + size);
        }
    }

    /** Complex values in a row of the half spectrum: size/2 + 1. */
    public int halfSize() {
        return size / 2 + 1;
    }

    /** Floats from one image row to the next. */
    public int imageRowStride() {
        return oddLines(size * Float.BYTES) / Float.BYTES;
    }

    /** Complex values from one spectrum row to the next. */
    public int spectrumRowStride() {
        return oddLines(halfSize() * 2 * Float.BYTES) / (2 * Float.BYTES);
    }

    /** Bytes of {@code rows} image rows. */
    public long imageBytes(int rows) {
        return (long) rows * imageRowStride() * Float.BYTES;
    }

    /** Bytes of a spectrum. */
    public long spectrumBytes() {
        return spectrumBytes(size);
    }

    /** Bytes of {@code rows} rows of a spectrum. */
    public long spectrumBytes(int rows) {
        return (long) rows * spectrumRowStride() * 2 * Float.BYTES;
    }

    /** Complex values from one column to the next in the inverse transform's workspace, where columns are contiguous. */
    int columnStride() {
        return oddLines(size * 2 * Float.BYTES) / (2 * Float.BYTES);
    }

    /** Complex values from one row to the next in the forward transform's workspace, where rows have margins. */
    int scratchRowStride() {
        return oddLines((size / 2 + 2 * EvenOddRows.MARGIN) * 2 * Float.BYTES) / (2 * Float.BYTES);
    }

    /** Bytes of the workspace that a thread needs for either direction. */
    public long workspaceBytes() {
        // Columns come in pairs: one more may be computed than was asked for.
        long inverse = (long) (halfSize() + 1) * columnStride() + EvenOddRows.MARGIN;
        long forward = (long) BLOCK * scratchRowStride() + EvenOddRows.MARGIN;
        return Math.max(inverse, forward) * 2 * Float.BYTES;
    }

    void checkColumns(int columns) {
        if (columns < 1 || columns > halfSize()) {
            throw new IllegalArgumentException("columns " + columns + " is not in 1.." + halfSize());
        }
    }

    void checkRows(int firstRow, int rowCount) {
        if (firstRow < 0 || rowCount < 1 || firstRow > size - rowCount) {
            throw new IllegalArgumentException(
                    rowCount + " rows from row " + firstRow + " on do not lie within 0.." + (size - 1));
        }
    }

    private static int oddLines(int bytes) {
        return ((bytes + LINE - 1) / LINE | 1) * LINE;
    }
}
