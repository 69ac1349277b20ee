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
import org.tomoalign.alignment.model.VelocityCovariance;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.MatrixKernels;

class CovarianceFactorTest {
    private static final MatrixKernels KERNELS = KernelProvider.get().matrices();

    private static List<Vec3> positions(int n, long seed) {
        Random random = new Random(seed);
        List<Vec3> out = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            out.add(new Vec3(1000 * random.nextDouble(), 1000 * random.nextDouble(), 200 * random.nextDouble()));
        }
        return out;
    }

    private static double largestError(double[] k, CovarianceFactor root) {
        int n = root.particles();
        double worst = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int b = 0; b < root.rank(); b++) {
                    sum += root.factor()[i * root.rank() + b] * root.factor()[j * root.rank() + b];
                    if (root.lower() && b > i) {
                        assertEquals(0, root.factor()[i * root.rank() + b]);
                    }
                }
                worst = Math.max(worst, Math.abs(sum - k[root.pivots()[i] * n + root.pivots()[j]]));
            }
        }
        return worst;
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "63, false", "64, true", "65, false", "200, false", "200, true"})
    void theFactorReproducesTheCovariance(int n, boolean squared) {
        double[] k = VelocityCovariance.of(positions(n, n), 0.7, 300, squared);
        assertEquals(0.49, k[0], 1e-15);
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            CovarianceFactor root = CovarianceFactor.pivotedCholesky(k.clone(), n, 1e-10, KERNELS, pool);
            assertTrue(root.residual() <= (n - root.rank()) * 1e-10);
            assertTrue(largestError(k, root) <= root.residual() + 1e-14 * n);
            if (!squared) {
                assertEquals(n, root.rank());
            }
        }
    }

    @Test
    void coincidentParticlesMoveTogether() {
        List<Vec3> positions = positions(50, 1);
        positions.addAll(positions.subList(0, 30));
        double[] k = VelocityCovariance.of(positions, 0.7, 300, false);
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            CovarianceFactor root = CovarianceFactor.pivotedCholesky(k.clone(), 80, 1e-10, KERNELS, pool);
            assertEquals(50, root.rank());
            assertTrue(largestError(k, root) < 1e-13);
        }
    }

    @ParameterizedTest
    @CsvSource({"120, 10", "120, 100", "30, 30"})
    void theLeadingEigenvectorsLeaveTheLeastVariance(int n, int most) {
        double[] k = VelocityCovariance.of(positions(n, 5), 0.7, 300, false);
        SymmetricEigen eigen = SymmetricEigen.of(k, n);
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            CovarianceFactor root = CovarianceFactor.leading(k, n, most, 1e-10, KERNELS, pool);
            assertEquals(most, root.rank());
            double rest = 0;
            for (int i = most; i < n; i++) {
                rest += eigen.values()[i];
            }
            assertEquals(rest, root.residual(), 1e-9 * n);
            for (int b = 0; b < most; b++) {
                double norm2 = 0;
                for (int i = 0; i < n; i++) {
                    norm2 += root.factor()[i * most + b] * root.factor()[i * most + b];
                }
                assertEquals(eigen.values()[b], norm2, 1e-10);
            }
        }
    }

    @Test
    void aSquareFactorSolves() {
        int n = 70;
        double[] k = VelocityCovariance.of(positions(n, 9), 0.7, 300, false);
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
