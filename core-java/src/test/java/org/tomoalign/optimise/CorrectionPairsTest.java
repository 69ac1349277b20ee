package org.tomoalign.optimise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.VectorKernels;

class CorrectionPairsTest {
    private static final VectorKernels VECTORS = KernelProvider.named("scalar").vectors();
    private static final int N = 5;
    private static final double[] ORIGIN = new double[N];

    /** A step and the gradient's change along it. */
    private record Pair(double[] s, double[] y) {
        /** Random steps on a quadratic function: y = D s, D diagonal and positive. */
        static Pair random(Random random) {
            double[] s = random.doubles(N, -1, 1).toArray();
            double[] y = new double[N];
            for (int i = 0; i < N; i++) {
                y[i] = (1 + i) * s[i];
            }
            return new Pair(s, y);
        }

        void addTo(CorrectionPairs pairs) {
            pairs.add(ORIGIN, s, ORIGIN, y);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < N; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[] direction(CorrectionPairs pairs, double[] gradient) {
        double[] out = new double[N];
        pairs.descentDirection(gradient, null, out);
        return out;
    }

    /** The dense update of Nocedal and Wright, Numerical Optimization (2006), equation (6.17), from gamma I. */
    private static double[] denseDirection(List<Pair> pairs, double[] gradient) {
        Pair last = pairs.getLast();
        double gamma = dot(last.s, last.y) / dot(last.y, last.y);
        double[][] h = new double[N][N];
        for (int i = 0; i < N; i++) {
            h[i][i] = gamma;
        }
        for (Pair pair : pairs) {
            double rho = 1 / dot(pair.s, pair.y);
            double[] hy = new double[N];
            for (int i = 0; i < N; i++) {
                hy[i] = dot(h[i], pair.y);
            }
            double yhy = dot(pair.y, hy);
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    h[i][j] += (rho * rho * yhy + rho) * pair.s[i] * pair.s[j]
                            - rho * (hy[i] * pair.s[j] + pair.s[i] * hy[j]);
                }
            }
        }
        double[] out = new double[N];
        for (int i = 0; i < N; i++) {
            out[i] = -dot(h[i], gradient);
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 4", "3, 2", "3, 3", "3, 4", "3, 11"})
    void theDirectionIsThatOfTheDenseUpdateByTheLastPairs(int memory, int added) {
        Random random = new Random(memory + 10 * added);
        CorrectionPairs pairs = new CorrectionPairs(VECTORS, memory, N);
        assertTrue(pairs.isEmpty());
        List<Pair> kept = new ArrayList<>();
        for (int i = 0; i < added; i++) {
            Pair pair = Pair.random(random);
            pair.addTo(pairs);
            kept.add(pair);
        }
        double[] gradient = random.doubles(N, -1, 1).toArray();
        double[] expected = denseDirection(kept.subList(Math.max(0, added - memory), added), gradient);
        assertArrayEquals(expected, direction(pairs, gradient), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 0, Double.NaN, Double.POSITIVE_INFINITY, 1e-320})
    void aPairWithoutPositiveCurvatureChangesNothing(double curvature) {
        Random random = new Random(7);
        for (int before = 1; before < 6; before++) {
            CorrectionPairs pairs = new CorrectionPairs(VECTORS, 3, N);
            for (int i = 0; i < before; i++) {
                Pair.random(random).addTo(pairs);
            }
            double[] gradient = random.doubles(N, -1, 1).toArray();
            double[] expected = direction(pairs, gradient);
            double[] step = {1, 0, 0, 0, 0};
            double[] change = {curvature, 5, -3, 2, 1};
            for (int i = 0; i < 4; i++) {
                pairs.add(ORIGIN, step, ORIGIN, change);
                assertArrayEquals(expected, direction(pairs, gradient));
            }
            assertTrue(dot(expected, gradient) < 0);
        }
    }

    @Test
    void aPairWithoutPositiveCurvatureIsNotTheFirst() {
        CorrectionPairs pairs = new CorrectionPairs(VECTORS, 3, N);
        pairs.add(ORIGIN, new double[] {1, 0, 0, 0, 0}, ORIGIN, new double[] {-1, 0, 0, 0, 0});
        assertTrue(pairs.isEmpty());
    }

    @Test
    void whatWasClearedIsForgotten() {
        Random random = new Random(3);
        CorrectionPairs pairs = new CorrectionPairs(VECTORS, 3, N);
        for (int i = 0; i < 5; i++) {
            Pair.random(random).addTo(pairs);
        }
        pairs.clear();
        assertTrue(pairs.isEmpty());
        Pair pair = Pair.random(random);
        pair.addTo(pairs);
        double[] gradient = random.doubles(N, -1, 1).toArray();
        assertArrayEquals(denseDirection(List.of(pair), gradient), direction(pairs, gradient), 1e-12);
    }

    /** With the exact inverse to start from, pairs of a quadratic function change nothing. */
    @Test
    void theRecursionStartsFromThePreconditioner() {
        Random random = new Random(5);
        CorrectionPairs pairs = new CorrectionPairs(VECTORS, 3, N);
        for (int i = 0; i < 4; i++) {
            Pair.random(random).addTo(pairs);
        }
        double[] gradient = random.doubles(N, -1, 1).toArray();
        double[] out = new double[N];
        pairs.descentDirection(gradient, new ExactInverse(), out);
        for (int i = 0; i < N; i++) {
            assertEquals(-gradient[i] / (1 + i), out[i], 1e-14);
        }
    }

    /** The inverse of D in {@link Pair#random}. */
    private static final class ExactInverse implements PreconditionedObjective {
        @Override
        public int size() {
            return N;
        }

        @Override
        public double evaluate(double[] x, double[] gradient) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean prepare(double[] x) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean gainsByRenewal() {
            return false;
        }

        @Override
        public void precondition(double[] v, double[] out) {
            for (int i = 0; i < N; i++) {
                out[i] = v[i] / (1 + i);
            }
        }
    }
}
