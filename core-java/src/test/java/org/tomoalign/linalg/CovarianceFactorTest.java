package org.tomoalign.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.MatrixKernels;

class CovarianceFactorTest {
    private static final MatrixKernels KERNELS = KernelProvider.get().matrices();

    /** Random points in a box of 1000 x 1000 x 200. */
    private static List<double[]> points(int n, long seed) {
        Random random = new Random(seed);
        List<double[]> out = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            out.add(new double[] {1000 * random.nextDouble(), 1000 * random.nextDouble(), 200 * random.nextDouble()});
        }
        return out;
    }

    /** Variance 0.49, correlation exp(-d/300), or exp(-(d/300)^2). */
    private static double[] covariance(List<double[]> points, boolean squared) {
        int n = points.size();
        double[] k = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int axis = 0; axis < 3; axis++) {
                    sum += Math.pow((points.get(i)[axis] - points.get(j)[axis]) / 300, 2);
                }
                k[i * n + j] = 0.49 * Math.exp(squared ? -sum : -Math.sqrt(sum));
            }
        }
        return k;
    }

    private static double largestError(double[] k, CovarianceFactor factor) {
        int n = factor.n();
        double worst = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int b = 0; b < factor.rank(); b++) {
                    sum += factor.factor()[i * factor.rank() + b] * factor.factor()[j * factor.rank() + b];
                    if (factor.lower() && b > i) {
                        assertEquals(0, factor.factor()[i * factor.rank() + b]);
                    }
                }
                worst = Math.max(worst, Math.abs(sum - k[factor.pivots()[i] * n + factor.pivots()[j]]));
            }
        }
        return worst;
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "63, false", "64, true", "65, false", "200, false", "200, true"})
    void theFactorReproducesTheCovariance(int n, boolean squared) {
        double[] k = covariance(points(n, n), squared);
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            CovarianceFactor factor = CovarianceFactor.pivotedCholesky(k.clone(), n, 1e-10, KERNELS, pool);
            assertTrue(factor.residual() <= (n - factor.rank()) * 1e-10);
            assertTrue(largestError(k, factor) <= factor.residual() + 1e-14 * n);
            if (!squared) {
                assertEquals(n, factor.rank());
            }
        }
    }

    @Test
    void coincidentParticlesMoveTogether() {
        List<double[]> points = points(50, 1);
        points.addAll(points.subList(0, 30));
        double[] k = covariance(points, false);
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            CovarianceFactor factor = CovarianceFactor.pivotedCholesky(k.clone(), 80, 1e-10, KERNELS, pool);
            assertEquals(50, factor.rank());
            assertTrue(largestError(k, factor) < 1e-13);
        }
    }

    @ParameterizedTest
    @CsvSource({"120, 10", "120, 100", "30, 30"})
    void theLeadingEigenvectorsLeaveTheLeastVariance(int n, int most) {
        double[] k = covariance(points(n, 5), false);
        SymmetricEigen eigen = SymmetricEigen.of(k, n).orElseThrow();
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            CovarianceFactor factor = CovarianceFactor.leading(k, n, most, 1e-10, KERNELS, pool);
            assertEquals(most, factor.rank());
            double rest = 0;
            for (int i = most; i < n; i++) {
                rest += eigen.values()[i];
            }
            assertEquals(rest, factor.residual(), 1e-9 * n);
            for (int b = 0; b < most; b++) {
                double norm2 = 0;
                for (int i = 0; i < n; i++) {
                    norm2 += factor.factor()[i * most + b] * factor.factor()[i * most + b];
                }
                assertEquals(eigen.values()[b], norm2, 1e-10);
            }
        }
    }

    @Test
    void aSquareFactorSolves() {
        int n = 70;
        double[] k = covariance(points(n, 9), false);
        double[] x = new Random(3).doubles(2L * n, -1, 1).toArray();
        double[] b = new double[2 * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                b[2 * i] += k[i * n + j] * x[2 * j];
                b[2 * i + 1] += k[i * n + j] * x[2 * j + 1];
            }
        }
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            CovarianceFactor.pivotedCholesky(k, n, 0, KERNELS, pool).solve(b, 2);
        }
        for (int i = 0; i < 2 * n; i++) {
            assertEquals(x[i], b[i], 1e-10);
        }
    }
}
