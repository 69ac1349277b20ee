package org.tomoalign.correlation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.tomoalign.kernels.BicubicKernels;
import org.tomoalign.kernels.Kernels;

/**
 * How much of a cross-correlation a window keeps: the true values as far as displacements may go and two pixels beyond,
 * which an interpolation there needs; then a margin in which they fade; then a frame of three zeros, so that
 * an interpolation and its gradient vanish towards the edge.
 *
 * @param range  largest displacement that can be measured, px of the tilt images, at least 1
 * @param pad    window pixels per px, at least 1
 * @param margin window pixels beyond the range that are not zero
 * @param splines whether pixels are the coefficients of a cubic spline, instead of values to be interpolated bicubically
 */
public record WindowShape(int range, int pad, int margin, boolean splines) {
    /** Width of the frame of zeros, pixels of the window. */
    public static final int FRAME = 3;
    /* Beyond the range: pixels that bicubic interpolation reads there, and px over which values fade. */
    private static final int READ = 2;
    private static final int FADE = 3;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public WindowShape {
        if (range < 1 || pad < 1 || margin < 0) {
            throw new IllegalArgumentException("range and pad must be positive, the margin not negative: " + range
                    + ", " + pad + ", " + margin);
        }
    }

    /**
     * Returns the shape of windows that are cut from the correlation of a box; the margin is as wide as the box allows.
     *
     * @param box size, px
     */
    public static WindowShape within(int box, int range, int pad) {
        int room = (box * pad - withoutMargin(range, pad).side()) / 2;
        return new WindowShape(range, pad, Math.clamp(room, 0, READ + FADE * pad), false);
    }

    /** Returns RELION's shape: the frame of zeros begins where the range ends. */
    public static WindowShape withoutMargin(int range, int pad) {
        return new WindowShape(range, pad, 0, false);
    }

    /**
     * Returns the same shape with coefficients of splines. Bicubic interpolation takes the central difference for the slope at a
     * pixel, which is too small for the finer half of the frequencies, and so draws displacements of a fraction of a pixel
     * back to where they began; a spline does not.
     */
    public WindowShape withSplines() {
        return new WindowShape(range, pad, margin, true);
    }

    /** Returns the kernels that evaluate such windows. */
    public BicubicKernels kernels(Kernels kernels) {
        return splines ? kernels.splines() : kernels.bicubic();
    }

    /**
     * Returns by what a frequency is multiplied to become that of a spline's coefficients along one axis; 1 without splines.
     *
     * @param k    frequency, -box/2 to box/2
     * @param box  size, px
     */
    double coefficient(int k, int box) {
        return splines ? 3 / (2 + Math.cos(2 * Math.PI * k / (box * pad))) : 1;
    }

    /** Returns the side of a window, pixels. */
    public int side() {
        return Math.addExact(Math.multiplyExact(2 * range, pad), 2 * (margin + FRAME));
    }

    /** Returns the coordinate of the window's centre, the same in x and y. */
    public int centre() {
        return range * pad + margin + FRAME;
    }

    /** Returns the pixels in a row within the frame. */
    int inside() {
        return side() - 2 * FRAME;
    }

    /** Writes the factors of the pixels within the frame, {@link #inside} rows of as many floats. */
    void tabulateFade(MemorySegment out) {
        int n = inside();
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                out.setAtIndex(ValueLayout.JAVA_FLOAT, (long) y * n + x, (float) (fade(x) * fade(y)));
            }
        }
    }

    /** A raised cosine over the outer part of the margin. */
    private double fade(int i) {
        int fading = margin - READ;
        int fromEdge = Math.min(i, inside() - 1 - i);
        return fading <= 0 || fromEdge >= fading ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * (fromEdge + 1) / (fading + 1));
    }
}
