package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bicubic interpolation and cubic splines: the mathematical contract, run through both providers. */
class BicubicKernelsTest {
    private static final int SIDE = 15;
    private static final int FIRST = 3;

    private static final class Batch {
        final double[] x;
        final double[] y;
        final double[][] result;

        Batch(int n) {
            x = new double[n];
            y = new double[n];
            result = new double[6][n];
        }

        void run(String name, MemorySegment windows, int n) {
            run(KernelProvider.named(name).bicubic(), windows, n);
        }

        void run(BicubicKernels kernels, MemorySegment windows, int n) {
            kernels.valueGradientAndHessian(
                    windows, SIDE, FIRST, n, x, y, result[0], result[1], result[2], result[3], result[4], result[5]);
            double[][] again = new double[3][x.length];
            kernels.valueAndGradient(windows, SIDE, FIRST, n, x, y, again[0], again[1], again[2]);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < 3; j++) {
                    assertEquals(result[j][i], again[j][i], "with and without Hessian, point " + i);
                }
            }
        }
    }

    private static MemorySegment windows(int n) {
        Random random = new Random(21);
        MemorySegment windows = Arena.ofAuto().allocate(4L * SIDE * SIDE * (FIRST + n), 64);
        for (long i = 0; i < windows.byteSize() / 4; i++) {
            windows.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() - 0.5f);
        }
        return windows;
    }

    private static double pixel(MemorySegment windows, int i, int x, int y) {
        return windows.getAtIndex(ValueLayout.JAVA_FLOAT, (long) SIDE * SIDE * (FIRST + i) + (long) SIDE * y + x);
    }

    /** Keys' kernel with a = -1/2, by its definition. */
    private static double kernel(double distance) {
        double d = Math.abs(distance);
        return d < 1 ? 1.5 * d * d * d - 2.5 * d * d + 1 : d < 2 ? -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2 : 0;
    }

    /** The cubic B-spline, by its definition. */
    private static double spline(double distance) {
        double d = Math.abs(distance);
        return d < 1 ? 2.0 / 3 - d * d + d * d * d / 2 : d < 2 ? (2 - d) * (2 - d) * (2 - d) / 6 : 0;
    }

    private static double value(DoubleUnaryOperator kernel, MemorySegment windows, int i, double x, double y) {
        double sum = 0;
        for (int iy = 0; iy < SIDE; iy++) {
            for (int ix = 0; ix < SIDE; ix++) {
                sum += kernel.applyAsDouble(x - ix) * kernel.applyAsDouble(y - iy) * pixel(windows, i, ix, iy);
            }
        }
        return sum;
    }

    @ParameterizedTest
    @MethodSource("org.tomoalign.kernels.RowKernelsTest#cases")
    void valueAndDerivativesAgreeWithTheDefinition(String name, int n, boolean unused) {
        compare(KernelProvider.named(name).bicubic(), BicubicKernelsTest::kernel, n);
    }

    @ParameterizedTest
    @MethodSource("org.tomoalign.kernels.RowKernelsTest#cases")
    void splinesAgreeWithTheDefinition(String name, int n, boolean unused) {
        compare(KernelProvider.named(name).splines(), BicubicKernelsTest::spline, n);
    }

    private static void compare(BicubicKernels kernels, DoubleUnaryOperator kernel, int n) {
        MemorySegment windows = windows(n);
        Batch batch = new Batch(n);
        Random random = new Random(22);
        for (int i = 0; i < n; i++) {
            // Away from the cell edges, where the second derivative jumps.
            batch.x[i] = 1 + random.nextInt(SIDE - 3) + 0.01 + 0.98 * random.nextDouble();
            batch.y[i] = 1 + random.nextInt(SIDE - 3) + 0.01 + 0.98 * random.nextDouble();
        }
        batch.run(kernels, windows, n);
        double h = 1e-4;
        for (int i = 0; i < n; i++) {
            double x = batch.x[i];
            double y = batch.y[i];
            double here = value(kernel, windows, i, x, y);
            double left = value(kernel, windows, i, x - h, y);
            double right = value(kernel, windows, i, x + h, y);
            double below = value(kernel, windows, i, x, y - h);
            double above = value(kernel, windows, i, x, y + h);
            double mixed = value(kernel, windows, i, x + h, y + h) - value(kernel, windows, i, x + h, y - h)
                    - value(kernel, windows, i, x - h, y + h) + value(kernel, windows, i, x - h, y - h);
            assertEquals(here, batch.result[0][i], 1e-13, "value " + i);
            assertEquals((right - left) / (2 * h), batch.result[1][i], 1e-6, "d/dx " + i);
            assertEquals((above - below) / (2 * h), batch.result[2][i], 1e-6, "d/dy " + i);
            assertEquals((right - 2 * here + left) / (h * h), batch.result[3][i], 1e-5, "d2/dx2 " + i);
            assertEquals(mixed / (4 * h * h), batch.result[4][i], 1e-5, "d2/dxdy " + i);
            assertEquals((above - 2 * here + below) / (h * h), batch.result[5][i], 1e-5, "d2/dy2 " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void integerPositionsGiveThePixels(String name) {
        int span = SIDE - 3;
        int n = span * span;
        MemorySegment windows = windows(n);
        Batch batch = new Batch(n);
        for (int i = 0; i < n; i++) {
            batch.x[i] = 1 + i % span;
            batch.y[i] = 1 + i / span;
        }
        batch.run(name, windows, n);
        for (int i = 0; i < n; i++) {
            int x = (int) batch.x[i];
            int y = (int) batch.y[i];
            assertEquals(pixel(windows, i, x, y), batch.result[0][i]);
            double slope = (pixel(windows, i, x + 1, y) - pixel(windows, i, x - 1, y)) / 2;
            assertEquals(slope, batch.result[1][i], 1e-15, "d/dx is the central difference");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void isZeroOutside(String name) {
        Batch batch = outside(KernelProvider.named(name).bicubic());
        int last = batch.x.length - 1;
        MemorySegment windows = windows(last + 1);
        assertEquals(pixel(windows, last, SIDE - 2, 1), batch.result[0][last], 1e-12, "last cell is inside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void splinesAreZeroOutside(String name) {
        Batch batch = outside(KernelProvider.named(name).splines());
        int last = batch.x.length - 1;
        double expected = value(BicubicKernelsTest::spline, windows(last + 1), last, SIDE - 2, 1);
        assertEquals(expected, batch.result[0][last], 1e-12, "last cell is inside");
    }

    private static Batch outside(BicubicKernels kernels) {
        double below = Math.nextDown(1.0);
        double end = SIDE - 2;
        double[] bad = {below, end, -1, 0, SIDE, 1e300, -1e300, Double.NaN, Double.POSITIVE_INFINITY};
        int n = 2 * bad.length + 1;
        MemorySegment windows = windows(n);
        Batch batch = new Batch(n);
        for (int i = 0; i < bad.length; i++) {
            batch.x[2 * i] = bad[i];
            batch.y[2 * i] = 5.5;
            batch.x[2 * i + 1] = 5.5;
            batch.y[2 * i + 1] = bad[i];
        }
        batch.x[n - 1] = Math.nextDown(end);
        batch.y[n - 1] = 1;
        for (double[] result : batch.result) {
            java.util.Arrays.fill(result, 7);
        }
        batch.run(kernels, windows, n);
        for (int i = 0; i < n - 1; i++) {
            for (double[] result : batch.result) {
                assertEquals(0, result[i], "point " + i);
            }
        }
        return batch;
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void windowsOutsideTheSegmentAreRefused(String name) {
        MemorySegment windows = windows(4);
        BicubicKernels bicubic = KernelProvider.named(name).bicubic();
        double[] a = {5, 5, 5, 5};
        bicubic.valueAndGradient(windows, SIDE, FIRST, 4, a, a, new double[4], new double[4], new double[4]);
        for (long first : new long[] {FIRST + 1, -1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> bicubic.valueAndGradient(
                            windows, SIDE, first, 4, a, a, new double[4], new double[4], new double[4]));
        }
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> bicubic.valueAndGradient(windows, SIDE, 0, 4, a, a, new double[4], new double[3], new double[4]));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> bicubic.valueGradientAndHessian(
                        windows, SIDE, 0, 4, a, a, new double[4], new double[4], new double[4], new double[4],
                        new double[4], new double[3]));
    }
}
