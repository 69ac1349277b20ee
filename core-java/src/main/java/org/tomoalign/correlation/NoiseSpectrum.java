package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.PrunedForward2d;
import org.tomoalign.fftw.PrunedLayout;
import org.tomoalign.kernels.Kernels;

/**
 * The power spectrum of tilt images, almost all of which is noise: the mean of |FFT|^2 / size^2 over boxes that
 * overlap by half, averaged over shells.
 */
public final class NoiseSpectrum {
    private NoiseSpectrum() {
    }

    /**
     * Measures the spectra of all images, in parallel in the pool that runs the calling task.
     *
     * @param width  of the images, px
     * @param height of the images, px
     * @param progress called after each image with 1, from any thread
     * @return per image (file order) the noise power of the shells 0..size/2
     */
    public static List<double[]> measure(
            HalfPlane plane, TiltStack pixels, int width, int height, Kernels kernels, Fftw fftw,
            IntConsumer progress) {
        try (PrunedForward2d fft = new PrunedForward2d(fftw, plane.size())) {
            return IntStream.range(0, pixels.images()).parallel()
                    .mapToObj(image -> {
                        double[] spectrum = measure(plane, pixels, image, width, height, kernels, fft);
                        progress.accept(1);
                        return spectrum;
                    })
                    .toList();
        }
    }

    private static double[] measure(
            HalfPlane plane, TiltStack pixels, int image, int width, int height, Kernels kernels, PrunedForward2d fft) {
        PrunedLayout layout = fft.layout();
        int s = plane.size();
        double[] power = new double[s * plane.width()];
        int step = s / 2;
        int boxes = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment box = AlignedSegments.bytes(arena, layout.imageBytes(s));
            MemorySegment spectrum = AlignedSegments.bytes(arena, layout.spectrumBytes());
            MemorySegment workspace = AlignedSegments.bytes(arena, layout.workspaceBytes());
            MemorySegment rowOfBoxes = AlignedSegments.floats(arena, plane.tableSize());
            for (int top = 0; top + s <= height; top += step) {
                rowOfBoxes.fill((byte) 0);
                for (int left = 0; left + s <= width; left += step) {
                    pixels.readBox(image, left, top, s, box, 4L * layout.imageRowStride());
                    fft.execute(box, spectrum, plane.width(), workspace);
                    for (int y = 0; y < s; y++) {
                        kernels.rows().accumulatePower(spectrum, 8L * y * layout.spectrumRowStride(), plane.width(),
                                rowOfBoxes, 4L * y * plane.stride());
                    }
                    boxes++;
                }
                // Single precision only within a row of boxes.
                add(plane, rowOfBoxes, power);
            }
        }
        double factor = 1 / ((double) boxes * s * s);
        return radialAverage(plane, power, factor);
    }

    private static void add(HalfPlane plane, MemorySegment table, double[] sum) {
        for (int y = 0; y < plane.size(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                sum[y * plane.width() + x] += table.getAtIndex(ValueLayout.JAVA_FLOAT, (long) y * plane.stride() + x);
            }
        }
    }

    /** Averages over shells; a frequency between two shells counts for both, the nearer the more. */
    static double[] radialAverage(HalfPlane plane, double[] values, double factor) {
        double[] sum = new double[plane.width()];
        double[] count = new double[plane.width()];
        for (int y = 0; y < plane.size(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                double radius = plane.radius(x, y);
                int r = (int) radius;
                double t = radius - r;
                double v = values[y * plane.width() + x] * factor;
                if (r < sum.length) {
                    sum[r] += (1 - t) * v;
                    count[r] += 1 - t;
                }
                if (r + 1 < sum.length) {
                    sum[r + 1] += t * v;
                    count[r + 1] += t;
                }
            }
        }
        for (int r = 0; r < sum.length; r++) {
            sum[r] = count[r] > 0 ? sum[r] / count[r] : 0;
        }
        return sum;
    }
}
