package org.tomoalign.correlation;

/**
 * The half-complex plane of a box: row y = 0..size-1 holds frequency {@code ky = y < size/2 ? y : y - size}, column
 * x = 0..size/2 holds kx = x.
 *
 * @param size box size, px, even
 */
public record HalfPlane(int size) {
    /** A row of a table starts at a multiple of this many floats (64 bytes). */
    private static final int ALIGNMENT = 16;

    /** Throws {@link IllegalArgumentException} unless size is even and positive. */
    public HalfPlane {
        if (size <= 0 || size % 2 != 0) {
            throw new IllegalArgumentException("box size " + size + " is not an even positive number");
        }
    }

    /** Returns the number of columns, size/2 + 1. */
    public int width() {
        return size / 2 + 1;
    }

    /** Returns the first column or row of the box around a coordinate on an image, px: its centre is the nearest pixel. */
    public int firstOfBox(double coordinate) {
        return (int) Math.floor(coordinate + 0.5) - size / 2;
    }

    /** Returns ky of row y. */
    public int ky(int y) {
        return y < size / 2 ? y : y - size;
    }

    /** Returns |k| of column x in row y. */
    public double radius(int x, int y) {
        double ky = ky(y);
        return Math.sqrt(x * (double) x + ky * ky);
    }

    /** Returns the distance between rows in a table of real values, floats. */
    public int stride() {
        return (width() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Returns the number of floats in a table of real values. */
    public long tableSize() {
        return (long) size * stride();
    }

    /**
     * Returns how often a value in column x counts in a sum over the whole plane: the columns 0 and size/2 are their
     * own mirror images.
     */
    public int multiplicity(int x) {
        return x == 0 || x == size / 2 ? 1 : 2;
    }
}
