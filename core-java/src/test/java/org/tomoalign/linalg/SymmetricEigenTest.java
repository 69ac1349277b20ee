package org.tomoalign.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SymmetricEigenTest {
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 1", "7, 7", "50, 50", "120, 120", "60, 5", "40, 0"})
    void vectorsDiagonaliseTheMatrix(int n, int rank) {
        Random random = new Random(n);
        double[] a = new double[n * n];
        for (int k = 0; k < rank; k++) {
            double[] v = random.doubles(n, -1, 1).toArray();
            double weight = k % 3 == 0 ? -1 : Math.exp(3 * random.nextGaussian());
            for (int i = 0; i < n * n; i++) {
                a[i] += weight * v[i / n] * v[i % n];
            }
        }
        double largest = 1e-300;
        for (double v : a) {
            largest = Math.max(largest, Math.abs(v));
        }
        SymmetricEigen eigen = SymmetricEigen.of(a, n).orElseThrow();
        double tolerance = 1e-13 * n * largest;
        for (int k = 0; k < n; k++) {
            assertTrue(k == 0 || eigen.values()[k] <= eigen.values()[k - 1]);
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += a[i * n + j] * eigen.vectors()[k * n + j];
                }
                assertEquals(eigen.values()[k] * eigen.vectors()[k * n + i], sum, tolerance);
            }
            for (int other = 0; other <= k; other++) {
                double dot = 0;
                for (int i = 0; i < n; i++) {
                    dot += eigen.vectors()[k * n + i] * eigen.vectors()[other * n + i];
                }
                assertEquals(other == k ? 1 : 0, dot, 1e-13 * n);
            }
        }
    }

    @Test
    void aMatrixWithNaNIsRefused() {
        assertTrue(SymmetricEigen.of(new double[] {1, 2, 2, Double.NaN}, 2).isEmpty());
        assertTrue(SymmetricEigen.of(new double[] {1, 2, 2, Double.NEGATIVE_INFINITY}, 2).isEmpty());
    }
}
