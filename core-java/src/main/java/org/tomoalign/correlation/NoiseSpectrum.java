package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.PrunedForward2d;
import org.tomoalign.fftw.PrunedLayout;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.parallel.Scratch;
import org.tomoalign.parallel.Workers;

/**
 * The power spectrum of tilt images, almost all of which is noise: the mean of |FFT|^2 / size^2 over boxes that
 * overlap by half, averaged over shells.
 *
 * <p>Boxes are taken from top to bottom. Neighbours share half their rows, which are transformed once. The shared half
 * is the lower one of the first box and the upper one of the next; it stays where it is in the next box, whose halves
 * are thereby swapped, as that changes phases only.
 */
public final class NoiseSpectrum {
    private final HalfPlane plane;
    private final int shells;
    private final int columns;
    private final TiltStack pixels;
    private final int width;
    private final int height;
    private final Kernels kernels;
    private final PrunedForward2d fft;

    private NoiseSpectrum(
            HalfPlane plane, int lastShell, TiltStack pixels, int width, int height, Kernels kernels,
            PrunedForward2d fft) {
        this.plane = plane;
        shells = Math.min(plane.width(), lastShell + 1);
        // A frequency counts for the two shells that it lies between: those in columns behind lastShell are for others.
        columns = shells;
        this.pixels = pixels;
        this.width = width;
        this.height = height;
        this.kernels = kernels;
        this.fft = fft;
    }

    /**
     * Measures the spectra of all images.
     *
     * @param lastShell the last one wanted
     * @param width     of the images, px
     * @param height    of the images, px
     * @param pool      runs the work
     * @param progress  called after each image with 1, from any thread
     * @return per image the noise power of the shells 0..lastShell, at most 0..size/2
     */
    public static List<double[]> measure(
            HalfPlane plane, int lastShell, TiltStack pixels, int width, int height, Kernels kernels, Fftw fftw,
            ForkJoinPool pool, IntConsumer progress) {
        try (PrunedForward2d fft = new PrunedForward2d(fftw, plane.size())) {
            NoiseSpectrum noise = new NoiseSpectrum(plane, lastShell, pixels, width, height, kernels, fft);
            double[][] spectra = new double[pixels.images()][];
            Workers.run(pool, spectra.length, () -> Scratch.make(arena -> noise.new Buffers(arena)),
                    (scratch, image) -> {
                        spectra[image] = noise.measure(image, scratch.buffers());
                        pixels.release(image);
                        progress.accept(1);
                    });
            return List.of(spectra);
        }
    }

    private double[] measure(int image, Buffers buffers) {
        int s = plane.size();
        double[] power = new double[s * columns];
        int boxes = 0;
        for (int left = 0; left + s <= width; left += s / 2) {
            boxes += addColumnOfBoxes(image, left, buffers);
            // Single precision only within a column of boxes.
            addTo(power, buffers);
        }
        return radialAverage(power, 1 / ((double) boxes * s * s));
    }

    /** Sums up |FFT|^2 of the boxes that begin in one column of the image; returns their number. */
    private int addColumnOfBoxes(int image, int left, Buffers buffers) {
        int step = plane.size() / 2;
        int halves = height / step;
        PrunedLayout layout = fft.layout();
        long rowBytes = layout.spectrumBytes(1);
        buffers.power.fill((byte) 0);
        for (int half = 0; half < halves; half++) {
            MemorySegment rows = buffers.halves[half % 2];
            pixels.readBox(image, left, half * step, plane.size(), step, buffers.box, layout.imageBytes(1));
            fft.rows(buffers.box, buffers.evenRows, rows, columns, buffers.workspace);
            if (half > 0) {
                MemorySegment.copy(buffers.halves[0], 0, buffers.spectrum, 0, step * rowBytes);
                MemorySegment.copy(buffers.halves[1], 0, buffers.spectrum, step * rowBytes, step * rowBytes);
                fft.columns(buffers.spectrum, columns);
                // All of it at once: faster than row by row, though what stands behind the columns is not used.
                kernels.rows().accumulateSquares(buffers.spectrum, 0,
                        (int) (layout.spectrumBytes() / Float.BYTES), buffers.power, 0);
            }
        }
        return halves - 1;
    }

    private void addTo(double[] power, Buffers buffers) {
        for (int y = 0; y < plane.size(); y++) {
            MemorySegment.copy(buffers.power, ValueLayout.JAVA_FLOAT, y * fft.layout().spectrumBytes(1), buffers.row, 0,
                    2 * columns);
            addRow(buffers.row, power, y * columns, columns);
        }
    }

    private static void addRow(float[] parts, double[] sum, int from, int n) {
        for (int x = 0; x < n; x++) {
            sum[from + x] += parts[2 * x] + parts[2 * x + 1];
        }
    }

    /** Averages over shells; a frequency between two shells counts for both, the nearer the more. */
    private double[] radialAverage(double[] values, double factor) {
        double[] sum = new double[shells + 1];
        double[] count = new double[shells + 1];
        for (int y = 0; y < plane.size(); y++) {
            for (int x = 0; x < columns; x++) {
                double radius = plane.radius(x, y);
                int r = (int) radius;
                if (r < shells) {
                    double t = radius - r;
                    double v = values[y * columns + x] * factor;
                    sum[r] += (1 - t) * v;
                    count[r] += 1 - t;
                    sum[r + 1] += t * v;
                    count[r + 1] += t;
                }
            }
        }
        double[] mean = new double[shells];
        for (int r = 0; r < shells; r++) {
            mean[r] = count[r] > 0 ? sum[r] / count[r] : 0;
        }
        return mean;
    }

    /** The memory of one thread; {@code power} has the layout of a spectrum, with squares of parts for parts. */
    private final class Buffers {
        private final int evenRows = (plane.size() / 2 + 1) / 2 * 2;
        private final MemorySegment box;
        private final MemorySegment workspace;
        private final MemorySegment spectrum;
        private final MemorySegment power;
        private final MemorySegment[] halves;
        private final float[] row = new float[2 * columns];

        Buffers(Arena arena) {
            PrunedLayout layout = fft.layout();
            box = AlignedSegments.bytes(arena, layout.imageBytes(evenRows));
            workspace = AlignedSegments.bytes(arena, layout.workspaceBytes());
            spectrum = AlignedSegments.bytes(arena, layout.spectrumBytes());
            power = AlignedSegments.bytes(arena, layout.spectrumBytes());
            halves = new MemorySegment[] {AlignedSegments.bytes(arena, layout.spectrumBytes(evenRows)),
                AlignedSegments.bytes(arena, layout.spectrumBytes(evenRows))};
        }
    }
}
