package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.tomoalign.kernels.KernelProvider;

class CorrelationStackTest {
    @Test
    void windowsLieInParticleThenImageOrder() {
        try (Arena arena = Arena.ofConfined()) {
            CorrelationStack stack = new CorrelationStack(arena, 3, 4, WindowShape.withoutMargin(5, 2));
            assertEquals(26, stack.side());
            assertEquals(13, stack.centre());
            assertEquals(4L * 26 * 26 * 12, stack.segment().byteSize());
            assertEquals(0, stack.segment().address() % 64);
            int window = stack.window(2, 1);
            assertEquals(9, window);
            assertEquals(9L * 4 * 26 * 26, stack.offset(window));
            stack.slice(window).set(ValueLayout.JAVA_FLOAT, 0, 7f);
            assertEquals(7f, stack.segment().get(ValueLayout.JAVA_FLOAT, stack.offset(window)));
        }
    }

    @Test
    void onlyPlacedWindowsAreVisible() {
        try (Arena arena = Arena.ofConfined()) {
            CorrelationStack stack = new CorrelationStack(arena, 2, 2, WindowShape.withoutMargin(3, 1));
            stack.setPosition(stack.window(1, 0), 12.5, -3);
            assertTrue(stack.visible(2));
            assertEquals(12.5, stack.x(2));
            assertEquals(-3, stack.y(2));
            assertFalse(stack.visible(3));
        }
    }

    @Test
    void refusesEmptyShapesAndForeignIndices() {
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(IllegalArgumentException.class, () -> new CorrelationStack(arena, 0, 2, WindowShape.withoutMargin(3, 1)));
            CorrelationStack stack = new CorrelationStack(arena, 2, 2, WindowShape.withoutMargin(3, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> stack.window(2, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> stack.window(0, 2));
        }
    }

    @Test
    void theSumHoldsTheVisibleWindowsOfOneImage() {
        try (Arena arena = Arena.ofShared()) {
            CorrelationStack stack = new CorrelationStack(arena, 3, 2, WindowShape.withoutMargin(1, 1));
            for (int w = 0; w < 6; w++) {
                stack.slice(w).setAtIndex(ValueLayout.JAVA_FLOAT, 8 * 3 + 4, 1 << w);
            }
            stack.setPosition(stack.window(0, 1), 1, 1);
            stack.setPosition(stack.window(2, 1), 1, 1);
            List<float[]> sums = stack.sums(ForkJoinPool.commonPool());
            assertEquals(2, sums.size());
            float[] sum = sums.get(1);
            assertEquals(64, sum.length);
            assertEquals(2 + 32, sum[8 * 3 + 4]);
            assertEquals(0, sum[8 * 3 + 3]);
            assertEquals(0, sums.get(0)[8 * 3 + 4]);
        }
    }

    @Test
    void sumsAreTheSameOnAnyNumberOfThreads() {
        int particles = 50, images = 7;
        try (Arena arena = Arena.ofShared();
                ForkJoinPool one = new ForkJoinPool(1);
                ForkJoinPool three = new ForkJoinPool(3)) {
            CorrelationStack stack = random(arena, particles, images);
            List<float[]> expected = stack.sums(one);
            List<float[]> found = stack.sums(three);
            for (int t = 0; t < images; t++) {
                assertArrayEquals(expected.get(t), found.get(t));
                double sum = 0;
                for (int p = 0; p < particles; p++) {
                    sum += stack.slice(stack.window(p, t)).getAtIndex(ValueLayout.JAVA_FLOAT, 8 * 4 + 3);
                }
                assertEquals((float) sum, found.get(t)[8 * 4 + 3]);
            }
        }
    }

    private static CorrelationStack random(Arena arena, int particles, int images) {
        CorrelationStack stack = new CorrelationStack(arena, particles, images, WindowShape.withoutMargin(1, 1));
        Random random = new Random(3);
        for (int w = 0; w < particles * images; w++) {
            stack.setPosition(w, 1, 1);
            for (int i = 0; i < stack.side() * stack.side(); i++) {
                stack.slice(w).setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
        }
        return stack;
    }

    @Test
    void scalingMultipliesTheVisibleWindows() {
        try (Arena arena = Arena.ofShared(); ForkJoinPool pool = new ForkJoinPool(3)) {
            CorrelationStack stack = random(arena, 20, 5);
            int hidden = stack.window(7, 3);
            stack.hide(hidden);
            float[] before = stack.segment().toArray(ValueLayout.JAVA_FLOAT);
            stack.scale(0.3f, pool);
            float[] after = stack.segment().toArray(ValueLayout.JAVA_FLOAT);
            for (int i = 0; i < before.length; i++) {
                boolean visible = i / (stack.side() * stack.side()) != hidden;
                assertEquals(visible ? 0.3f * before[i] : before[i], after[i]);
            }
        }
    }

    /** Of splines the sums are their values, not their coefficients, as the kernels find them; margins are left out. */
    @Test
    void sumsOfSplinesAreTheirValuesWithinTheRange() {
        WindowShape shape = WindowShape.within(32, 3, 1).withSplines();
        int n = shape.side() - 2 * shape.margin();
        try (Arena arena = Arena.ofShared()) {
            CorrelationStack stack = new CorrelationStack(arena, 2, 1, shape);
            Random random = new Random(5);
            for (int w = 0; w < 2; w++) {
                stack.setPosition(w, 1, 1);
                for (int i = 0; i < stack.side() * stack.side(); i++) {
                    stack.slice(w).setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
                }
            }
            float[] sum = stack.sums(ForkJoinPool.commonPool()).getFirst();
            assertEquals(n * n, sum.length);
            for (int y = 0; y < n; y++) {
                for (int x = 0; x < n; x++) {
                    boolean inRange = Math.min(Math.min(x, y), Math.min(n - 1 - x, n - 1 - y)) >= WindowShape.FRAME;
                    double expected = inRange ? value(stack, x + shape.margin(), y + shape.margin()) : 0;
                    assertEquals(expected, sum[y * n + x], 1e-5, x + ", " + y);
                }
            }
        }
    }

    /** Returns the value of both windows together. */
    private static double value(CorrelationStack stack, double x, double y) {
        double[] value = new double[2];
        stack.shape().kernels(KernelProvider.named("scalar")).valueAndGradient(stack.segment(), stack.side(), 0, 2,
                new double[] {x, x}, new double[] {y, y}, value, new double[2], new double[2]);
        return value[0] + value[1];
    }

    @Test
    void aWindowHoldsAllOfItsSignalUnlessToldOtherwise() {
        try (Arena arena = Arena.ofConfined()) {
            CorrelationStack stack = new CorrelationStack(arena, 1, 2, WindowShape.withoutMargin(3, 2));
            stack.setShare(1, 0.25);
            assertEquals(1, stack.share(0));
            assertEquals(0.25, stack.share(1));
            assertEquals(3, stack.range());
            assertEquals(2, stack.pad());
        }
    }
}
