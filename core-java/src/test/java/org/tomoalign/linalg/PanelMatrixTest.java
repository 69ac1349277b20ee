package org.tomoalign.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.MatrixKernels;

class PanelMatrixTest {
    /** Sizes on both sides of pieces (48 rows), depths (96) and groups of columns (256). */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "48, 96, 16", "49, 97, 17", "100, 200, 123", "50, 7, 255", "3, 100, 256", "97, 50, 257", "5, 193, 600"})
    void productsAgreeWithTheDefinition(int rows, int depth, int columns) {
        MatrixKernels kernels = KernelProvider.get().matrices();
        Random random = new Random(rows);
        int n = Math.max(rows, depth);
        double[] square = random.doubles((long) n * n, -1, 1).toArray();
        double[] right = random.doubles((long) depth * columns, -1, 1).toArray();
        PanelMatrix panels = new PanelMatrix(kernels, depth, columns).set(right, 0, columns);
        for (PanelMatrix.Left.Shape shape : PanelMatrix.Left.Shape.values()) {
            for (boolean transposed : new boolean[] {false, true}) {
                double[] a = masked(square, n, shape, transposed);
                PanelMatrix.Left left = new PanelMatrix.Left(a, rows, transposed ? 1 : n, transposed ? n : 1, shape);
                int step = columns + 3;
                double[] c = random.doubles(2 + (long) rows * step, -1, 1).toArray();
                double[] expected = c.clone();
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        for (int k = 0; k < depth; k++) {
                            expected[2 + i * step + j] += a[i * left.rowStep() + k * left.depthStep()]
                                    * right[k * columns + j];
                        }
                    }
                }
                try (ForkJoinPool pool = new ForkJoinPool(2)) {
                    panels.multiplyAdd(left, c, 2, step, pool);
                }
                for (int i = 0; i < c.length; i++) {
                    assertEquals(expected[i], c[i], 2e-15 * (depth + 1), shape + " at " + i);
                }
            }
        }
    }

    /** A copy that is zero where the shape says so. */
    private static double[] masked(double[] square, int n, PanelMatrix.Left.Shape shape, boolean transposed) {
        double[] a = square.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                if (shape == PanelMatrix.Left.Shape.LOWER && k > i || shape == PanelMatrix.Left.Shape.UPPER && k < i) {
                    a[transposed ? k * n + i : i * n + k] = 0;
                }
            }
        }
        return a;
    }
}
