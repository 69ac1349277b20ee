package org.tomoalign.output;

/**
 * The colour map viridis (S. van der Walt and N. Smith, CC0): even steps in brightness, told apart by colour-blind
 * readers and in grey print. Linear between nine of its 256 colours, within 3/255 of it.
 */
public final class Viridis {
    private static final int[] KNOTS = {
        0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725};

    private Viridis() {
    }

    /**
     * Returns a colour.
     *
     * @param fraction 0 is dark violet, 1 is yellow; values outside are clamped, NaN counts as 0
     * @return 0xRRGGBB
     */
    public static int rgb(double fraction) {
        double at = Math.clamp(Double.isNaN(fraction) ? 0 : fraction, 0.0, 1.0) * (KNOTS.length - 1);
        int knot = Math.min((int) at, KNOTS.length - 2);
        double t = at - knot;
        int colour = 0;
        for (int bits = 16; bits >= 0; bits -= 8) {
            int a = KNOTS[knot] >> bits & 255;
            int b = KNOTS[knot + 1] >> bits & 255;
            colour |= (int) Math.round(a + t * (b - a)) << bits;
        }
        return colour;
    }
}
