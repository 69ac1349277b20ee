package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.kernels.BicubicKernels;
import org.tomoalign.kernels.KernelProvider;

class WindowMeansTest {
    private static final int HALF = 4;
    private static final int PARTICLES = 9;
    private static final int IMAGES = 3;

    /** Noise within the frames; window w is at (50 + w, 40). */
    private static CorrelationStack noise(Arena arena, WindowShape shape) {
        Random random = new Random(3);
        CorrelationStack stack = new CorrelationStack(arena, PARTICLES, IMAGES, shape);
        int side = stack.side();
        for (int w = 0; w < PARTICLES * IMAGES; w++) {
            stack.setPosition(w, 50 + w, 40);
            for (int y = WindowShape.FRAME; y < side - WindowShape.FRAME; y++) {
                for (int x = WindowShape.FRAME; x < side - WindowShape.FRAME; x++) {
                    stack.slice(w).setAtIndex(ValueLayout.JAVA_FLOAT, (long) y * side + x, (float) random.nextGaussian());
                }
            }
        }
        return stack;
    }

    /** Places a multiple of a quarter of a window's pixel off, some beyond the edge. */
    private static double offset(int p, int t, int axis, int pad) {
        return (7.0 * p - 11 * t + 5 * axis - 20) / (4 * pad);
    }

    private static WindowMeans.Places places(CorrelationStack stack) {
        return (p, t, xy) -> {
            xy[0] = stack.x(stack.window(p, t)) + offset(p, t, 0, stack.pad());
            xy[1] = stack.y(stack.window(p, t)) + offset(p, t, 1, stack.pad());
        };
    }

    @ParameterizedTest
    @CsvSource({"1, false", "1, true", "2, false", "2, true"})
    void eachPixelIsWhatTheLikelihoodReads(int pad, boolean splines) {
        BicubicKernels kernels =
                splines ? KernelProvider.get().splines() : KernelProvider.get().bicubic();
        try (Arena arena = Arena.ofShared(); ForkJoinPool pool = new ForkJoinPool(2)) {
            CorrelationStack stack = noise(arena, new WindowShape(5, pad, 4, splines));
            int left = stack.window(2, 1);
            List<WindowMeans.Sum> sums = WindowMeans.byImage(stack, HALF, w -> w != left, places(stack), pool);
            for (int t = 0; t < IMAGES; t++) {
                double[] expected = new double[(2 * HALF + 1) * (2 * HALF + 1)];
                for (int p = 0; p < PARTICLES; p++) {
                    for (int i = 0; stack.window(p, t) != left && i < expected.length; i++) {
                        double[] value = new double[1];
                        double dx = i % (2 * HALF + 1) - HALF + offset(p, t, 0, pad);
                        double dy = i / (2 * HALF + 1) - HALF + offset(p, t, 1, pad);
                        kernels.valueAndGradient(stack.segment(), stack.side(), stack.window(p, t), 1,
                                new double[] {stack.centre() + pad * dx}, new double[] {stack.centre() + pad * dy}, value,
                                new double[1], new double[1]);
                        expected[i] += value[0];
                    }
                }
                assertEquals(t == 1 ? PARTICLES - 1 : PARTICLES, sums.get(t).windows());
                // Sums of nine normal numbers in double precision.
                assertArrayEquals(expected, sums.get(t).values(), 1e-12);
            }
        }
    }

    @Test
    void theNumberOfThreadsDoesNotMatter() {
        try (Arena arena = Arena.ofShared(); ForkJoinPool one = new ForkJoinPool(1); ForkJoinPool four = new ForkJoinPool(4)) {
            CorrelationStack stack = noise(arena, new WindowShape(5, 1, 4, true));
            List<WindowMeans.Sum> alone = WindowMeans.byImage(stack, HALF, w -> true, places(stack), one);
            List<WindowMeans.Sum> together = WindowMeans.byImage(stack, HALF, w -> true, places(stack), four);
            assertArrayEquals(WindowMeans.Sum.of(alone).values(), WindowMeans.Sum.of(together).values());
        }
    }

    @Test
    void placesFarOutsideCountAsZero() {
        try (Arena arena = Arena.ofShared(); ForkJoinPool pool = new ForkJoinPool(1)) {
            CorrelationStack stack = noise(arena, new WindowShape(5, 1, 4, true));
            WindowMeans.Sum sum = WindowMeans.byImage(stack, HALF, w -> true, (p, t, xy) -> {
                xy[0] = p % 2 == 0 ? 1e12 : -300;
                xy[1] = 40;
            }, pool).getFirst();
            assertEquals(PARTICLES, sum.windows());
            assertArrayEquals(new double[sum.values().length], sum.mean());
        }
    }

    @Test
    void bandsTellFrequenciesApartAndAddUpToTheMiddle() {
        int h = 12;
        int n = 2 * h + 1;
        double[] wave = new double[n * n];
        double[] point = new double[n * n];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = 3 * Math.cos(2 * Math.PI * 7 * (i % n - h) / n);
        }
        point[h * n + h] = 1;
        double[] bands = FrequencyBands.of(wave, h);
        double sum = 0;
        for (int k = 0; k < bands.length; k++) {
            sum += bands[k];
            // The fading, some 12 px wide, smears a frequency by about two rings.
            if (Math.abs(k - 7) > 3) {
                assertEquals(0, bands[k], 0.05 * 3, "ring " + k);
            }
        }
        assertEquals(3, sum, 0.02 * 3);
        // All frequencies alike: as much as there are of them in a ring.
        double[] flat = FrequencyBands.of(point, h);
        assertEquals(1.0 / (n * n), flat[0], 1e-12);
        assertEquals(8.0 / (n * n), flat[1], 1e-12);
    }
}
