package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MatrixKernelsTest {
    /** Those in use here, and those for machines with more or fewer registers. */
    private static Stream<MatrixKernels> all() {
        return Stream.of(new ScalarMatrixKernels(), new VectorMatrixKernels(), new VectorNarrowMatrixKernels());
    }

    @ParameterizedTest
    @MethodSource("all")
    void productsAgreeWithTheDefinition(MatrixKernels kernels) {
        int width = kernels.panelWidth();
        assertTrue(width >= 4 && Integer.bitCount(width) == 1);
        Random random = new Random(1);
        for (int rows : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 12, 17}) {
            for (int depth : new int[] {0, 1, 2, 7, 207}) {
                check(kernels, rows, depth, false, random);
                check(kernels, rows, depth, true, random);
            }
        }
    }

    private static void check(MatrixKernels kernels, int rows, int depth, boolean transposed, Random random) {
        int width = kernels.panelWidth();
        double[] a = random.doubles(5 + (rows + 1L) * (depth + 1), -1, 1).toArray();
        int rowStep = transposed ? 1 : depth + 1;
        int depthStep = transposed ? rows + 1 : 1;
        double[] panel = random.doubles(7 + (long) depth * width, -1, 1).toArray();
        double[] c = random.doubles(5 + (long) (rows + 1) * width, -1, 1).toArray();
        double[] expected = c.clone();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < width; j++) {
                for (int k = 0; k < depth; k++) {
                    expected[5 + i * width + j] += a[5 + i * rowStep + k * depthStep] * panel[7 + k * width + j];
                }
            }
        }
        kernels.multiplyAdd(rows, depth, a, 5, rowStep, depthStep, panel, 7, c, 5);
        for (int i = 0; i < c.length; i++) {
            assertEquals(expected[i], c[i], 2e-15 * (depth + 1), rows + " x " + depth + " at " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void matricesOutsideTheirArraysAreRefused(MatrixKernels kernels) {
        int width = kernels.panelWidth();
        double[] a = new double[18];
        double[] panel = new double[3 * width];
        double[] c = new double[6 * width];
        kernels.multiplyAdd(6, 3, a, 0, 3, 1, panel, 0, c, 0);
        assertThrows(IndexOutOfBoundsException.class, () -> kernels.multiplyAdd(6, 3, a, 1, 3, 1, panel, 0, c, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> kernels.multiplyAdd(6, 3, a, 0, 3, 1, panel, 1, c, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> kernels.multiplyAdd(6, 3, a, 0, 3, 1, panel, 0, c, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> kernels.multiplyAdd(6, 3, a, -1, 3, 1, panel, 0, c, 0));
    }
}
