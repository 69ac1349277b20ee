package org.tomoalign.optimise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.VectorKernels;

class LbfgsTest {
    private static final VectorKernels VECTORS = KernelProvider.named("scalar").vectors();

    private static final LbfgsSettings SETTINGS = new LbfgsSettings(6, 15, 5, 8);
    private static final StoppingRule RULE = new StoppingRule(10_000, 1e-6, 1e-9, 10);

    private static LbfgsSettings memory(int pairs) {
        return new LbfgsSettings(pairs, 15, 5, 8);
    }

    private static Lbfgs lbfgs(StoppingRule rule) {
        return new Lbfgs(VECTORS, SETTINGS, rule, IterationListener.NONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 20, 101})
    void findsTheMinimumOfRosenbrock(int n) {
        double[] start = TestFunctions.rosenbrockStart(n);
        if (n > 3) {
            // Long chains have a second minimum near (-1, 1, 1, ...): start on the other side of the hill.
            start[0] = 1.2;
        }
        double[] copy = start.clone();
        Solution s = lbfgs(new StoppingRule(10_000, 1e-9, 0, 1000)).minimise(TestFunctions.rosenbrock(n), start);
        assertSame(Reason.GRADIENT_SMALL, s.reason());
        for (double x : s.x()) {
            assertEquals(1, x, 1e-7);
        }
        assertArrayEquals(copy, start);
        assertEquals(s.iterations() + 1, s.costs().length);
        assertTrue(s.evaluations() > s.iterations());
        assertEquals(s.lastCost(), TestFunctions.rosenbrock(n).evaluate(s.x(), new double[n]));
    }

    @ParameterizedTest
    @CsvSource({"1e2, 6", "1e6, 6", "1e6, 1", "1e8, 30"})
    void solvesIllConditionedQuadratics(double condition, int memory) {
        int n = 40;
        Solution s = new Lbfgs(VECTORS, memory(memory), new StoppingRule(100_000, 1e-8, 0, 100_000), IterationListener.NONE)
                .minimise(TestFunctions.quadratic(n, condition), new double[n]);
        assertSame(Reason.GRADIENT_SMALL, s.reason());
        for (int i = 0; i < n; i++) {
            assertEquals(i, s.x()[i], 1e-5);
        }
    }

    @Test
    void everyAcceptedStepSatisfiesTheStrongWolfeConditions() {
        int n = 30;
        Objective f = TestFunctions.rosenbrock(n);
        List<double[]> points = new ArrayList<>();
        List<double[]> accepted = new ArrayList<>();
        Objective recorded = new Objective() {
            @Override
            public int size() {
                return n;
            }

            @Override
            public double evaluate(double[] x, double[] gradient) {
                points.add(x.clone());
                return f.evaluate(x, gradient);
            }
        };
        accepted.add(TestFunctions.rosenbrockStart(n));
        Solution s = new Lbfgs(VECTORS, memory(5), new StoppingRule(1000, 1e-6, 0, 1000),
                (iteration, cost, norm) -> accepted.add(points.getLast())).minimise(recorded, accepted.getFirst());
        assertEquals(s.iterations() + 1, accepted.size());
        assertTrue(s.iterations() > 20);
        for (int k = 0; k < s.iterations(); k++) {
            double[] g = new double[n];
            double[] next = new double[n];
            double f0 = f.evaluate(accepted.get(k), g);
            double f1 = f.evaluate(accepted.get(k + 1), next);
            double before = 0;
            double after = 0;
            for (int i = 0; i < n; i++) {
                double step = accepted.get(k + 1)[i] - accepted.get(k)[i];
                before += g[i] * step;
                after += next[i] * step;
            }
            assertTrue(before < 0);
            assertTrue(f1 <= f0 + Lbfgs.SUFFICIENT_DECREASE * before + 1e-12 * f0, "decrease at step " + k);
            assertTrue(Math.abs(after) <= Lbfgs.CURVATURE * Math.abs(before) * (1 + 1e-9), "curvature at step " + k);
        }
    }

    @Test
    void theIterationLimitIsReportedAsSuch() {
        Solution s = lbfgs(RULE.withMaxIterations(5))
                .minimise(TestFunctions.rosenbrock(20), TestFunctions.rosenbrockStart(20));
        assertSame(Reason.ITERATION_LIMIT, s.reason());
        assertEquals(5, s.iterations());
        assertFalse(s.reason().settled());
        for (Reason reason : Reason.values()) {
            assertEquals(reason.settled(), reason.description().startsWith("converged"), reason.description());
        }
    }

    @Test
    void theLimitOfRoundingIsNoProgress() {
        // The local minimum of the long chain has a value of 4, which hides the last steps.
        double[] start = new double[20];
        java.util.Arrays.fill(start, 1.1);
        start[0] = -1.2;
        start[1] = 1;
        Solution s = lbfgs(new StoppingRule(1000, 0, 0, 1000)).minimise(TestFunctions.rosenbrock(20), start);
        assertSame(Reason.NO_PROGRESS, s.reason());
        assertEquals(3.98662385, s.lastCost(), 1e-8);
        assertEquals(0, s.gradientNorm(), 1e-5);
    }

    @Test
    void noIterationLeavesTheStart() {
        double[] start = {-1.2, 1};
        Solution s = lbfgs(RULE.withMaxIterations(0))
                .minimise(TestFunctions.rosenbrock(2), start);
        assertSame(Reason.ITERATION_LIMIT, s.reason());
        assertArrayEquals(start, s.x());
        assertEquals(s.firstCost(), s.lastCost());
    }

    @Test
    void creepingIsReportedAsNoProgress() {
        Solution s = lbfgs(new StoppingRule(10_000, 0, 1e-3, 3))
                .minimise(TestFunctions.rosenbrock(20), TestFunctions.rosenbrockStart(20));
        assertSame(Reason.NO_PROGRESS, s.reason());
        double[] c = s.costs();
        int last = c.length - 1;
        assertTrue(c[last - 3] - c[last] <= 1e-3);
        assertTrue(c[last - 4] - c[last - 1] > 1e-3);
    }

    @Test
    void anObjectiveThatIsNotFiniteAtTheStartIsRefused() {
        Objective nan = oneVariable(x -> Double.NaN, x -> 1);
        assertTrue(assertThrows(ArithmeticException.class, () -> lbfgs(RULE).minimise(nan,
                new double[1])).getMessage().contains("NaN"));
        Objective gradient = oneVariable(x -> 1, x -> Double.NaN);
        assertThrows(ArithmeticException.class, () -> lbfgs(RULE).minimise(gradient, new double[1]));
    }

    @Test
    void aBarrierIsNotCrossed() {
        // Minimum at 0.001; not a number below 0, where the first unit step leads.
        Objective barrier = oneVariable(x -> x < 0 ? Double.NaN : x - 0.001 * Math.log(x), x -> 1 - 0.001 / x);
        Solution s = lbfgs(RULE).minimise(barrier, new double[] {0.5});
        assertEquals(0.001, s.x()[0], 1e-7);
    }

    @Test
    void anObjectiveThatIsFiniteNowhereElseFails() {
        Objective point = oneVariable(x -> x == 0 ? 0 : Double.NaN, x -> 1);
        Solution s = lbfgs(RULE).minimise(point, new double[1]);
        assertSame(Reason.NOT_FINITE, s.reason());
        assertEquals(0, s.x()[0]);
        assertFalse(s.reason().settled());
    }

    @Test
    void aWrongGradientIsNotCalledConverged() {
        Objective wrong = oneVariable(x -> x * x, x -> -2 * x);
        Solution s = lbfgs(RULE).minimise(wrong, new double[] {1});
        assertSame(Reason.NO_ACCEPTABLE_STEP, s.reason());
        assertEquals(1, s.x()[0]);
    }

    /** The value jumps where the slope still promises much. */
    @Test
    void aStepThatPromisesMuchAndFailsIsNotCalledConverged() {
        Objective jump = oneVariable(x -> x >= 2 ? (x - 1) * (x - 1) : 100, x -> 2 * (x - 1));
        Solution s = lbfgs(RULE).minimise(jump, new double[] {5});
        assertSame(Reason.NO_ACCEPTABLE_STEP, s.reason());
        assertTrue(s.iterations() > 1);
        assertEquals(2, s.x()[0], 0.3);
    }

    private interface Scalar {
        double at(double x);
    }

    private static Objective oneVariable(Scalar value, Scalar slope) {
        return new Objective() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public double evaluate(double[] x, double[] gradient) {
                gradient[0] = slope.at(x[0]);
                return value.at(x[0]);
            }
        };
    }
}
