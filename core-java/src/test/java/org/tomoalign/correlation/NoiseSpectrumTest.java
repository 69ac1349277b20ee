package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.mrc.MrcMode;
import org.tomoalign.mrc.MrcWriter;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

class NoiseSpectrumTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"24, 70, 61, 12", "24, 70, 61, 5", "22, 45, 60, 11", "22, 45, 60, 3", "16, 16, 16, 8", "18, 18, 31, 0"})
    void isTheMeanPowerOfHalfOverlappingBoxes(int size, int width, int height, int lastShell) {
        float[] pixels = new float[width * height];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) (3 + random.nextGaussian() + 2 * Math.sin(i * 0.7));
        }
        double[] expected = expected(size, width, height, pixels);
        double[] found = measure(size, width, height, pixels, lastShell);
        assertEquals(lastShell + 1, found.length);
        for (int r = 0; r < found.length; r++) {
            assertEquals(expected[r], found[r], 3e-6 * expected[r] + 1e-6 * expected[0] / (size * size), "shell " + r);
        }
    }

    @Test
    void imagesAreMeasuredAloneWhateverTheThreadMeasuredBefore() {
        int size = 16, width = 50, height = 41;
        List<float[]> images = Stream.of(1, 2, 3).map(seed -> noise(new Random(seed), width * height)).toList();
        for (int threads : new int[] {1, 2}) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                List<double[]> together = measure(size, width, height, images, size / 2, pool);
                for (int i = 0; i < images.size(); i++) {
                    List<double[]> alone = measure(size, width, height, images.subList(i, i + 1), size / 2, pool);
                    assertArrayEquals(alone.getFirst(), together.get(i));
                }
            }
        }
    }

    private static float[] noise(Random random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private double[] measure(int size, int width, int height, float[] pixels, int lastShell) {
        return measure(size, width, height, List.of(pixels), lastShell, ForkJoinPool.commonPool()).getFirst();
    }

    private List<double[]> measure(
            int size, int width, int height, List<float[]> images, int lastShell, ForkJoinPool pool) {
        Path file = folder.resolve("x.mrc");
        try (Arena arena = Arena.ofConfined(); MrcWriter writer = MrcWriter.create(
                file, MrcWriter.Content.STACK, width, height, images.size(), MrcMode.FLOAT32, 1)) {
            for (int i = 0; i < images.size(); i++) {
                MemorySegment image = AlignedSegments.floats(arena, images.get(i).length);
                MemorySegment.copy(images.get(i), 0, image, ValueLayout.JAVA_FLOAT, 0, images.get(i).length);
                writer.writeSlice(i, image, 0);
            }
            writer.commit();
        }
        List<TiltImage> tilts = IntStream.range(0, images.size()).mapToObj(i -> new TiltImage(
                new ImageSource(file, i), i, 0, new Defocus(1, 1, 0), 0, 1, 0, 0)).toList();
        TiltSeries series = new TiltSeries("a", 1, new Vec3(20, 20, 20), width, height, -1, 1,
                new Microscope(300, 2.7, 0.1), 3, tilts);
        try (TiltStack stack = TiltStack.open(series)) {
            return NoiseSpectrum.measure(new HalfPlane(size), lastShell, stack, width, height, KernelProvider.get(),
                    Fftw.get(), pool, n -> { });
        }
    }

    private static double[] expected(int size, int width, int height, float[] pixels) {
        HalfPlane plane = new HalfPlane(size);
        double[] sum = new double[size];
        double[] count = new double[size];
        int boxes = 0;
        for (int top = 0; top + size <= height; top += size / 2) {
            for (int left = 0; left + size <= width; left += size / 2) {
                boxes++;
                for (int ky = 0; ky < size; ky++) {
                    for (int kx = 0; kx < plane.width(); kx++) {
                        double re = 0, im = 0;
                        for (int y = 0; y < size; y++) {
                            for (int x = 0; x < size; x++) {
                                double angle = 2 * Math.PI * (kx * x + ky * y) / size;
                                re += pixels[(top + y) * width + left + x] * Math.cos(angle);
                                im -= pixels[(top + y) * width + left + x] * Math.sin(angle);
                            }
                        }
                        double radius = plane.radius(kx, ky);
                        int r = (int) radius;
                        double power = (re * re + im * im) / (size * size);
                        sum[r] += (1 - radius + r) * power;
                        count[r] += 1 - radius + r;
                        sum[r + 1] += (radius - r) * power;
                        count[r + 1] += radius - r;
                    }
                }
            }
        }
        assertTrue(boxes > 0);
        for (int r = 0; r < size; r++) {
            // All boxes were counted in both.
            sum[r] = count[r] > 0 ? sum[r] / count[r] : 0;
        }
        return sum;
    }
}
