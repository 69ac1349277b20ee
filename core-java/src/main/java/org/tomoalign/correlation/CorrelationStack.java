package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.tomoalign.fftw.AlignedSegments;

/**
 * The cross-correlation windows of one tomogram: for particle p and tilt image t (chronological) a square of
 * {@code side x side} native-order floats, row by row, in one off-heap segment, windows in (p, t) order without gaps.
 * The window's centre, pixel {@code (range pad + 3, range pad + 3)}, belongs to the particle's position on the image
 * as the input describes it; one px of the tilt image is {@code pad} pixels of the window; the outermost three pixels
 * on every side stay zero, so that an interpolation and its gradient vanish towards the edge.
 *
 * <p>Distinct windows may be written by different threads. The values of an invisible window are never read.
 */
public final class CorrelationStack {
    /** Width of the frame of zeros, pixels of the window. */
    public static final int FRAME = 3;

    private final MemorySegment segment;
    private final int particles;
    private final int images;
    private final int range;
    private final int pad;
    private final int side;
    private final double[] x;
    private final double[] y;
    private final boolean[] visible;

    /**
     * Allocates zero-filled windows, all invisible, 64-byte aligned.
     *
     * @param arena     owns the memory
     * @param particles N, at least 1
     * @param images    F, at least 1
     * @param range     largest displacement that can be measured, px of the tilt images, at least 1
     * @param pad       window pixels per px, at least 1
     * @throws IllegalArgumentException if a number is out of range
     */
    public CorrelationStack(Arena arena, int particles, int images, int range, int pad) {
        if (particles < 1 || images < 1 || range < 1 || pad < 1) {
            throw new IllegalArgumentException("particles, images, range and pad must be positive: "
                    + particles + ", " + images + ", " + range + ", " + pad);
        }
        this.particles = particles;
        this.images = images;
        this.range = range;
        this.pad = pad;
        this.side = side(range, pad);
        int windows = Math.multiplyExact(particles, images);
        this.segment = AlignedSegments.floats(arena, (long) side * side * windows);
        this.x = new double[windows];
        this.y = new double[windows];
        this.visible = new boolean[windows];
    }

    /** Returns the side of a window, {@code 2 range pad + 6} pixels. */
    public static int side(int range, int pad) {
        return Math.addExact(Math.multiplyExact(2 * range, pad), 2 * FRAME);
    }

    /** Returns the memory of all windows. */
    public MemorySegment segment() {
        return segment;
    }

    /** Returns the number of particles, N. */
    public int particles() {
        return particles;
    }

    /** Returns the number of tilt images, F. */
    public int images() {
        return images;
    }

    /** Returns the largest displacement, px of the tilt images. */
    public int range() {
        return range;
    }

    /** Returns the number of window pixels per px of the tilt images. */
    public int pad() {
        return pad;
    }

    /** Returns the side of a window in pixels. */
    public int side() {
        return side;
    }

    /** Returns the coordinate of the window's centre, {@code range pad + 3}, the same in x and y. */
    public int centre() {
        return range * pad + FRAME;
    }

    /** Returns the index of the window of a particle in a chronological image: {@code particle F + image}. */
    public int window(int particle, int image) {
        Objects.checkIndex(particle, particles);
        Objects.checkIndex(image, images);
        return particle * images + image;
    }

    /** Returns the byte offset at which a window starts. */
    public long offset(int window) {
        return 4L * side * side * Objects.checkIndex(window, x.length);
    }

    /** Returns the memory of one window, {@code side side} floats. */
    public MemorySegment slice(int window) {
        return segment.asSlice(offset(window), 4L * side * side);
    }

    /** Declares a window visible, and its centre to be at (x, y) on the tilt image (px). */
    public void setPosition(int window, double x, double y) {
        this.x[window] = x;
        this.y[window] = y;
        this.visible[window] = true;
    }

    /** Declares a window invisible again: it does not count. */
    public void hide(int window) {
        visible[window] = false;
    }

    /** Returns the x coordinate on the tilt image (px) of the window's centre. */
    public double x(int window) {
        return x[window];
    }

    /** Returns the y coordinate on the tilt image (px) of the window's centre. */
    public double y(int window) {
        return y[window];
    }

    /** Returns whether the particle is visible in the image, that is, whether the window counts. */
    public boolean visible(int window) {
        return visible[window];
    }

    /** Returns the sum of the visible windows of a chronological image, {@code side side} values, row by row. */
    public float[] sum(int image) {
        int size = side * side;
        double[] sum = new double[size];
        for (int p = 0; p < particles; p++) {
            int window = window(p, image);
            if (visible[window]) {
                long first = offset(window) / Float.BYTES;
                for (int i = 0; i < size; i++) {
                    sum[i] += segment.getAtIndex(ValueLayout.JAVA_FLOAT, first + i);
                }
            }
        }
        float[] out = new float[size];
        for (int i = 0; i < size; i++) {
            out[i] = (float) sum[i];
        }
        return out;
    }
}
