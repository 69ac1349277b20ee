package org.tomoalign.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.MatrixKernels;

/** What all factorisations keep to, from tiny to huge elements, for regular, singular and zero matrices. */
class FactorisationContractTest {
    private static final MatrixKernels KERNELS = KernelProvider.get().matrices();
    private static final ForkJoinPool POOL = new ForkJoinPool(2);

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    /** A positive semi-definite matrix, at most 1, and what it is multiplied by. */
    private record Case(int n, int rank, double scale, double[] unit) {
        static Case of(int n, int rank, double scale) {
            double[] unit = new double[n * n];
            if (rank == n) {
                // Correlations that fall with the distance: well conditioned, with distinct eigenvalues.
                for (int i = 0; i < n * n; i++) {
                    unit[i] = Math.pow(0.5, Math.abs(i / n - i % n)) * Math.sqrt((1 + i / n) * (1.0 + i % n)) / n;
                }
            } else {
                Random random = new Random(n + rank);
                for (int k = 0; k < rank; k++) {
                    double[] v = random.doubles(n, -1, 1).toArray();
                    for (int i = 0; i < n * n; i++) {
                        unit[i] += v[i / n] * v[i % n] / rank;
                    }
                }
            }
            return new Case(n, rank, scale, unit);
        }

        double[] matrix() {
            return DoubleStream.of(unit).map(v -> scale * v).toArray();
        }

        double tolerance() {
            return 1e-13 * n;
        }

        void checkEigenvector(double value, double[] vectors, int row, double tolerance) {
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += unit[i * n + j] * vectors[row * n + j];
                }
                assertEquals(value / scale * vectors[row * n + i], sum, tolerance, "vector " + row);
            }
        }

        void checkOrthonormal(double[] vectors, int count) {
            for (int a = 0; a < count; a++) {
                for (int b = 0; b <= a; b++) {
                    double dot = 0;
                    for (int i = 0; i < n; i++) {
                        dot += vectors[a * n + i] * vectors[b * n + i];
                    }
                    assertEquals(a == b ? 1 : 0, dot, tolerance());
                }
            }
        }
    }

    static Stream<Arguments> cases() {
        return DoubleStream.of(1e-300, 1e-165, 1e-155, 1e-10, 1, 1e10, 1e160, 1e300).boxed()
                .flatMap(scale -> IntStream.of(1, 2, 3, 7, 40, 130).boxed()
                        .flatMap(n -> IntStream.of(n, n / 2, 0).distinct().mapToObj(rank -> Case.of(n, rank, scale))))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void eigenvectorsDiagonalise(Case c) {
        SymmetricEigen eigen = SymmetricEigen.of(c.matrix(), c.n).orElseThrow();
        c.checkOrthonormal(eigen.vectors(), c.n);
        for (int k = 0; k < c.n; k++) {
            c.checkEigenvector(eigen.values()[k], eigen.vectors(), k, c.tolerance());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void leadingEigenvectorsAreTheFirstOfAll(Case c) {
        double[] all = SymmetricEigen.of(c.matrix(), c.n).orElseThrow().values();
        int count = Math.min(c.n, 8);
        LeadingEigenvectors leading = LeadingEigenvectors.of(c.matrix(), c.n, count, KERNELS, POOL).orElseThrow();
        c.checkOrthonormal(leading.vectors(), count);
        for (int k = 0; k < count; k++) {
            assertEquals(all[k] / c.scale, leading.values()[k] / c.scale, c.tolerance());
            // Iteration ends when values stand; vectors then are good to the root of that.
            c.checkEigenvector(leading.values()[k], leading.vectors(), k, 1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void choleskyFactorsMatricesOfFullRankOnly(Case c) {
        assertEquals(c.rank == c.n, Cholesky.of(c.matrix(), c.n).isPresent());
        Cholesky.of(c.matrix(), c.n).ifPresent(cholesky -> {
            double[] x = new Random(1).doubles(c.n, -1, 1).toArray();
            double[] b = new double[c.n];
            for (int i = 0; i < c.n * c.n; i++) {
                b[i / c.n] += c.scale * c.unit[i] * x[i % c.n];
            }
            cholesky.solve(b);
            for (int i = 0; i < c.n; i++) {
                assertEquals(x[i], b[i], 1e-10);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pivotedCholeskyFindsTheRank(Case c) {
        CovarianceFactor factor = CovarianceFactor.pivotedCholesky(c.matrix(), c.n, 0, KERNELS, POOL);
        assertEquals(c.rank, factor.rank());
        checkProduct(c, factor, c.tolerance());
        double[] x = new Random(1).doubles(c.n, -1, 1).toArray();
        double[] b = new double[c.n];
        for (int i = 0; i < c.n * c.n; i++) {
            b[i / c.n] += c.scale * c.unit[i] * x[i % c.n];
        }
        // Of a singular system some solution, which need not be x.
        double[] solution = b.clone();
        factor.solve(solution, 1);
        for (int i = 0; i < c.n; i++) {
            double sum = 0;
            for (int j = 0; j < c.n; j++) {
                sum += c.unit[i * c.n + j] * solution[j];
            }
            assertEquals(b[i] / c.scale, sum, 1e-10);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void leadingFactorsReproduceTheirPart(Case c) {
        int most = Math.min(c.n, 8);
        CovarianceFactor factor = CovarianceFactor.leading(c.matrix(), c.n, most, 1e-12 * c.scale, KERNELS, POOL);
        assertEquals(Math.min(c.rank, most), factor.rank());
        if (factor.rank() == c.rank) {
            checkProduct(c, factor, 1e-10);
        }
        double[] all = SymmetricEigen.of(c.matrix(), c.n).orElseThrow().values();
        double rest = 0;
        for (int k = most; k < c.n; k++) {
            rest += all[k] / c.scale;
        }
        assertEquals(rest, factor.residual() / c.scale, 1e-9);
    }

    private static void checkProduct(Case c, CovarianceFactor f, double tolerance) {
        for (int i = 0; i < c.n; i++) {
            for (int j = 0; j < c.n; j++) {
                double sum = 0;
                for (int b = 0; b < f.rank(); b++) {
                    sum += f.factor()[i * f.rank() + b] / c.scale * f.factor()[j * f.rank() + b];
                }
                assertEquals(c.unit[f.pivots()[i] * c.n + f.pivots()[j]], sum, tolerance);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsRefusedAndNotThrown(double value) {
        for (int n : new int[] {2, 60}) {
            for (int at : new int[] {0, n, n * n - 1}) {
                double[] a = Case.of(n, n, 1).matrix();
                a[at] = value;
                a[at % n * n + at / n] = value;
                assertTrue(SymmetricEigen.of(a, n).isEmpty());
                assertTrue(Cholesky.of(a, n).isEmpty());
                assertTrue(LeadingEigenvectors.of(a, n, 2, KERNELS, POOL).isEmpty());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1, 1e300})
    void dependentRowsAreReplaced(double scale) {
        int n = 9;
        double[] v = new double[n * n];
        Random random = new Random(2);
        for (int i = 0; i < 4 * n; i++) {
            v[i] = scale * random.nextDouble();
        }
        for (int i = 0; i < n; i++) {
            // Row 4 is in the span of rows 1 and 2, the others stay zero.
            v[4 * n + i] = v[n + i] - 0.25 * v[2 * n + i];
        }
        double[] first = v.clone();
        RowVectors.orthonormalise(v, n, n);
        Case.of(n, n, 1).checkOrthonormal(v, n);
        // Rows 0 to 3 still span what they did: the first four coordinates tell all of them.
        for (int row = 0; row < 5; row++) {
            double left = 0;
            double whole = 0;
            for (int a = 4; a < n; a++) {
                double dot = 0;
                for (int i = 0; i < n; i++) {
                    dot += first[row * n + i] / scale * v[a * n + i];
                }
                left += Math.abs(dot);
            }
            for (int i = 0; i < n; i++) {
                whole += Math.abs(first[row * n + i] / scale);
            }
            assertTrue(whole > 0.5);
            assertEquals(0, left, 1e-14);
        }
    }
}
