package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;

class WindowShapeTest {
    @Test
    void relionsShapeHasNoMargin() {
        WindowShape shape = WindowShape.withoutMargin(10, 2);
        assertEquals(46, shape.side());
        assertEquals(23, shape.centre());
    }

    @ParameterizedTest
    @CsvSource({"64, 3, 1", "64, 28, 1", "64, 29, 1", "96, 20, 2", "32, 13, 1"})
    void aWindowFitsItsBox(int box, int range, int pad) {
        WindowShape shape = WindowShape.within(box, range, pad);
        assertTrue(shape.side() <= box * pad, () -> shape.side() + " of " + box * pad);
        assertEquals(shape.side(), 2 * shape.centre());
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "5, 1", "4, 3"})
    void valuesAreTrueAsFarAsAnInterpolationWithinTheRangeReads(int range, int pad) {
        WindowShape shape = WindowShape.within(96, range, pad);
        try (Arena arena = Arena.ofConfined()) {
            int n = shape.inside();
            MemorySegment fade = AlignedSegments.floats(arena, (long) n * n);
            shape.tabulateFade(fade);
            int middle = shape.centre() - WindowShape.FRAME;
            float last = 1;
            for (int i = middle; i < n; i++) {
                float f = fade.getAtIndex(ValueLayout.JAVA_FLOAT, (long) middle * n + i);
                assertEquals(f, fade.getAtIndex(ValueLayout.JAVA_FLOAT, (long) i * n + middle));
                if (i - middle <= range * pad + 1) {
                    assertEquals(1, f);
                }
                assertTrue(f > 0 && f <= last);
                last = f;
            }
            assertTrue(last < 0.2, "the margin ends at " + last);
        }
    }

    @Test
    void shapesThatCannotBeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new WindowShape(0, 1, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new WindowShape(1, 0, 0, false));
        assertThrows(IllegalArgumentException.class, () -> new WindowShape(1, 1, -1, false));
    }

    /** A raised cosine, the same at both ends: what it takes on one side of its middle it leaves on the other. */
    @Test
    void theMarginFadesSymmetrically() {
        WindowShape shape = WindowShape.within(96, 5, 2);
        try (Arena arena = Arena.ofConfined()) {
            int n = shape.inside();
            MemorySegment fade = AlignedSegments.floats(arena, (long) n * n);
            shape.tabulateFade(fade);
            int fading = shape.margin() - 2;
            assertEquals(6, fading, "3 px");
            for (int i = 0; i < n; i++) {
                float f = fade.getAtIndex(ValueLayout.JAVA_FLOAT, (long) n / 2 * n + i);
                assertEquals(f, fade.getAtIndex(ValueLayout.JAVA_FLOAT, (long) n / 2 * n + n - 1 - i), 1e-7);
                assertEquals(i >= fading && i < n - fading, f == 1);
                if (i < fading) {
                    assertEquals(1, f + fade.getAtIndex(ValueLayout.JAVA_FLOAT, (long) n / 2 * n + fading - 1 - i), 1e-6);
                }
            }
        }
    }

    /** A wave of coefficients that have been multiplied has the wave's own values at the pixels. */
    @ParameterizedTest
    @CsvSource({"0, 1", "3, 1", "-3, 1", "16, 1", "16, 2", "5, 3"})
    void coefficientsOfSplinesHaveTheValuesOfTheirWave(int k, int pad) {
        WindowShape shape = WindowShape.within(32, 4, pad);
        assertEquals(1, shape.coefficient(k, 32));
        double angle = 2 * Math.PI * k / (32 * pad);
        // A cubic B-spline is 1/6, 4/6, 1/6 at the pixels.
        assertEquals(1, shape.withSplines().coefficient(k, 32) * (4 + 2 * Math.cos(angle)) / 6, 1e-12);
    }

    @Test
    void splinesAreEvaluatedAsSuch() {
        Kernels kernels = KernelProvider.named("scalar");
        WindowShape shape = WindowShape.within(32, 4, 1);
        assertSame(kernels.bicubic(), shape.kernels(kernels));
        assertSame(kernels.splines(), shape.withSplines().kernels(kernels));
        assertEquals(shape.side(), shape.withSplines().side());
    }
}
