package org.tomoalign.tomogram;

/**
 * The mean correlation window of some particle images as pictures of 8 bits: around the positions before an alignment, and
 * after. Both are squares of {@code 2 half + 1} pixels, a px of the tilt images each, row by row, the positions in the middle. A byte
 * b stands for {@code low + (high - low) (b & 255) / 255}, units of log-likelihood.
 *
 * @param windows particle images that were averaged
 * @param low     smallest value of both
 * @param high    largest value of both
 * @param before  pixels
 * @param after   pixels
 */
public record WindowPair(int windows, double low, double high, byte[] before, byte[] after) {
    private static final int LEVELS = 255;

    /**
     * Takes mean windows.
     *
     * @param windows particle images that were averaged
     * @param before  values, units of log-likelihood
     * @param after   as many values
     */
    public static WindowPair of(int windows, double[] before, double[] after) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] values : new double[][] {before, after}) {
            for (double value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return new WindowPair(windows, low, high, bytes(before, low, high), bytes(after, low, high));
    }

    private static byte[] bytes(double[] values, double low, double high) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) (high > low ? Math.round(LEVELS * (values[i] - low) / (high - low)) : 0);
        }
        return out;
    }

    /** Returns the value that a pixel stands for, to a 510th of the range of values. */
    public double value(byte pixel) {
        return low + (high - low) * (pixel & LEVELS) / LEVELS;
    }

    /** Returns the half of the side of the pictures, px: they have {@code 2 half + 1} pixels in a row. */
    public int half() {
        return ((int) Math.round(Math.sqrt(before.length)) - 1) / 2;
    }

    /** Returns the part within a number of px of the middle, along x and y; all if that is not less. */
    public WindowPair within(int px) {
        return px >= half() ? this : new WindowPair(windows, low, high, cropped(before, px), cropped(after, px));
    }

    private byte[] cropped(byte[] pixels, int px) {
        int from = 2 * half() + 1;
        int side = 2 * px + 1;
        byte[] out = new byte[side * side];
        for (int y = 0; y < side; y++) {
            System.arraycopy(pixels, (y + half() - px) * from + half() - px, out, y * side, side);
        }
        return out;
    }
}
