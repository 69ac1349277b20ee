package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.parallel.Workers;

/**
 * The cross-correlation windows of one tomogram: for particle p and tilt image t (chronological) a square of
 * {@code side x side} native-order floats, row by row, in one off-heap segment, windows in (p, t) order without gaps.
 * The window's centre belongs to the particle's position on the image as the input describes it; one px of the tilt image
 * is {@code pad} pixels of the window ({@link WindowShape}).
 *
 * <p>Distinct windows may be written by different threads. The values of an invisible window are never read.
 */
public final class CorrelationStack {
    private final MemorySegment segment;
    private final int particles;
    private final int images;
    private final WindowShape shape;
    private final int side;
    private final double[] x;
    private final double[] y;
    private final boolean[] visible;
    private final float[] share;

    /**
     * Allocates zero-filled windows, all invisible, 64-byte aligned.
     *
     * @param arena     owns the memory
     * @param particles N, at least 1
     * @param images    F, at least 1
     * @param shape     of every window
     * @throws IllegalArgumentException if a number is out of range
     */
    public CorrelationStack(Arena arena, int particles, int images, WindowShape shape) {
        if (particles < 1 || images < 1) {
            throw new IllegalArgumentException(
                    "particles and images must be positive: " + particles + ", " + images);
        }
        this.particles = particles;
        this.images = images;
        this.shape = shape;
        this.side = shape.side();
        int windows = Math.multiplyExact(particles, images);
        this.segment = AlignedSegments.floats(arena, (long) side * side * windows);
        this.x = new double[windows];
        this.y = new double[windows];
        this.visible = new boolean[windows];
        this.share = new float[windows];
        Arrays.fill(share, 1);
    }

    /** Returns the memory of all windows. */
    public MemorySegment segment() {
        return segment;
    }

    /** Returns the shape of the windows. */
    public WindowShape shape() {
        return shape;
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
        return shape.range();
    }

    /** Returns the number of window pixels per px of the tilt images. */
    public int pad() {
        return shape.pad();
    }

    /** Returns the side of a window in pixels. */
    public int side() {
        return side;
    }

    /** Returns the coordinate of the window's centre, the same in x and y. */
    public int centre() {
        return shape.centre();
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

    /** Says how much of its signal a window can hold: less than 1 where its box hangs over the rim of the image. */
    void setShare(int window, double part) {
        share[window] = (float) part;
    }

    /**
     * Returns the part of a prediction's power that is on the image: 1 where the whole box is, less where it hangs over
     * the rim.
     */
    public double share(int window) {
        return share[window];
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

    /**
     * Returns the sums of the visible windows of each image (chronological) as far as the range goes: row by row, in the
     * {@linkplain WindowShape#withoutMargin shape without a margin}. The pool runs the work, an image at a time, so that
     * the sums do not depend on it.
     */
    public List<float[]> sums(ForkJoinPool pool) {
        return Workers.map(pool, images, this::sum);
    }

    private float[] sum(int image) {
        double[] sum = new double[side * side];
        float[] values = new float[side * side];
        for (int p = 0; p < particles; p++) {
            int window = window(p, image);
            if (visible[window]) {
                MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, offset(window), values, 0, values.length);
                add(values, sum);
            }
        }
        int margin = shape.margin();
        int frame = WindowShape.FRAME;
        int n = side - 2 * margin;
        float[] out = new float[n * n];
        for (int y = frame; y < n - frame; y++) {
            for (int x = frame; x < n - frame; x++) {
                int at = (y + margin) * side + x + margin;
                out[y * n + x] = (float) (shape.splines() ? spline(sum, at) : sum[at]);
            }
        }
        return out;
    }

    /** Returns the value of a cubic spline at a pixel, by the coefficients there and around. */
    private double spline(double[] coefficients, int at) {
        double sum = 0;
        for (int row = -1; row <= 1; row++) {
            int i = at + row * side;
            double part = coefficients[i - 1] + 4 * coefficients[i] + coefficients[i + 1];
            sum += row == 0 ? 4 * part : part;
        }
        return sum / 36;
    }

    private static void add(float[] values, double[] sum) {
        for (int i = 0; i < values.length; i++) {
            sum[i] += values[i];
        }
    }

    /** Multiplies the visible windows by a factor; the pool runs the work. */
    public void scale(float factor, ForkJoinPool pool) {
        Workers.run(pool, particles, p -> {
            float[] values = new float[side * side];
            for (int window = window(p, 0); window < window(p, 0) + images; window++) {
                if (visible[window]) {
                    MemorySegment.copy(segment, ValueLayout.JAVA_FLOAT, offset(window), values, 0, values.length);
                    multiply(values, factor);
                    MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_FLOAT, offset(window), values.length);
                }
            }
        });
    }

    private static void multiply(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }
}
