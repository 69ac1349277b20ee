package org.tomoalign.optimise;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test problems of section 5 of Moré and Thuente's paper, from starting steps 1e-3 to 1e3. */
class MoreThuenteTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1e-3, 1e-1", "2, 1e-1, 1e-1", "3, 1e-1, 1e-1", "4, 1e-3, 1e-3", "5, 1e-3, 1e-3", "6, 1e-3, 1e-3"
    })
    void findsAcceptableSteps(int problem, double ftol, double gtol) {
        DoubleUnaryOperator f = function(problem);
        for (double first : new double[] {1e-3, 1e-1, 1e1, 1e3}) {
            double f0 = f.applyAsDouble(0);
            double slope0 = slope(f, 0);
            MoreThuente search = new MoreThuente(ftol, gtol, 1e-12, 1e-15);
            search.start(f0, slope0, first, 1e15);
            MoreThuente.State state = MoreThuente.State.EVALUATE;
            int evaluations = 0;
            while (state == MoreThuente.State.EVALUATE && evaluations < 40) {
                evaluations++;
                state = search.next(f.applyAsDouble(search.step()), slope(f, search.step()));
            }
            assertSame(MoreThuente.State.FOUND, state, "problem " + problem + " from " + first);
            double step = search.step();
            assertTrue(f.applyAsDouble(step) <= f0 + ftol * step * slope0);
            assertTrue(Math.abs(slope(f, step)) <= gtol * Math.abs(slope0));
            // The paper needs at most 23.
            assertTrue(evaluations <= 25, evaluations + " evaluations for problem " + problem + " from " + first);
        }
    }

    /** Five-point difference: error far below the tolerances. */
    private static double slope(DoubleUnaryOperator f, double a) {
        double h = 1e-5 * Math.max(1e-2, Math.abs(a));
        return (8 * (f.applyAsDouble(a + h) - f.applyAsDouble(a - h)) - f.applyAsDouble(a + 2 * h)
                + f.applyAsDouble(a - 2 * h)) / (12 * h);
    }

    private static DoubleUnaryOperator function(int problem) {
        return switch (problem) {
            case 1 -> a -> -a / (a * a + 2);
            case 2 -> a -> Math.pow(Math.max(a + 0.004, 0), 5) - 2 * Math.pow(Math.max(a + 0.004, 0), 4);
            case 3 -> MoreThuenteTest::oscillating;
            case 4 -> a -> yanai(a, 0.001, 0.001);
            case 5 -> a -> yanai(a, 0.01, 0.001);
            case 6 -> a -> yanai(a, 0.001, 0.01);
            default -> throw new IllegalArgumentException();
        };
    }

    /** Equation (5.3), beta = 0.01, l = 39. */
    private static double oscillating(double a) {
        double beta = 0.01;
        double l = 39;
        double base;
        if (a <= 1 - beta) {
            base = 1 - a;
        } else if (a >= 1 + beta) {
            base = a - 1;
        } else {
            base = (a - 1) * (a - 1) / (2 * beta) + beta / 2;
        }
        return base + 2 * (1 - beta) / (l * Math.PI) * Math.sin(l * Math.PI / 2 * a);
    }

    /** Equation (5.4). */
    private static double yanai(double a, double beta1, double beta2) {
        double gamma1 = Math.sqrt(1 + beta1 * beta1) - beta1;
        double gamma2 = Math.sqrt(1 + beta2 * beta2) - beta2;
        return gamma1 * Math.sqrt((1 - a) * (1 - a) + beta2 * beta2) + gamma2 * Math.sqrt(a * a + beta1 * beta1);
    }
}
