package org.tomoalign.optimise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The test problems of section 5 of Moré and Thuente's paper, and functions whose interpolations are exact. */
class MoreThuenteTest {
    /** Evaluations and steps (two digits) are those of the paper's tables I to VI. */
    @ParameterizedTest
    @CsvSource({
        // problem, ftol, gtol, first step, evaluations, accepted step
        "1, 1e-3, 1e-1, 1e-3, 6, 1.4", "1, 1e-3, 1e-1, 1e-1, 3, 1.4", "1, 1e-3, 1e-1, 1e1, 1, 10",
        "1, 1e-3, 1e-1, 1e3, 4, 37", "2, 1e-1, 1e-1, 1e-3, 12, 1.6", "2, 1e-1, 1e-1, 1e-1, 8, 1.6",
        "2, 1e-1, 1e-1, 1e1, 8, 1.6", "2, 1e-1, 1e-1, 1e3, 11, 1.6", "3, 1e-1, 1e-1, 1e-3, 12, 1.0",
        "3, 1e-1, 1e-1, 1e-1, 12, 1.0", "3, 1e-1, 1e-1, 1e1, 10, 1.0", "3, 1e-1, 1e-1, 1e3, 13, 1.0",
        "4, 1e-3, 1e-3, 1e-3, 4, .085", "4, 1e-3, 1e-3, 1e-1, 1, .10", "4, 1e-3, 1e-3, 1e1, 3, .35",
        "4, 1e-3, 1e-3, 1e3, 4, .83", "5, 1e-3, 1e-3, 1e-3, 6, .075", "5, 1e-3, 1e-3, 1e-1, 3, .078",
        "5, 1e-3, 1e-3, 1e1, 7, .073", "5, 1e-3, 1e-3, 1e3, 8, .076", "6, 1e-3, 1e-3, 1e-3, 13, .93",
        "6, 1e-3, 1e-3, 1e-1, 11, .93", "6, 1e-3, 1e-3, 1e1, 8, .92", "6, 1e-3, 1e-3, 1e3, 11, .92",
    })
    void findsTheStepsOfThePaper(
            int problem, double ftol, double gtol, double first, int evaluations, double accepted) {
        DoubleUnaryOperator f = function(problem);
        // What is measured in other units takes the same steps.
        for (double unit : new double[] {1, 0x1p40, 0x1p-40}) {
            Search search = new Search(s -> unit * f.applyAsDouble(s), s -> unit * slope(f, s), ftol, gtol);
            search.run(first, 1e15, 40);
            assertSame(MoreThuente.State.FOUND, search.state);
            assertEquals(evaluations, search.steps.size());
            double step = search.steps.getLast();
            assertEquals(accepted, step, 0.05 * Math.pow(10, Math.floor(Math.log10(accepted))) * 1.2);
            assertTrue(f.applyAsDouble(step) <= f.applyAsDouble(0) + ftol * step * slope(f, 0));
            assertTrue(Math.abs(slope(f, step)) <= gtol * Math.abs(slope(f, 0)));
        }
    }

    /** A search along a function, and the steps that it tried. */
    private static final class Search {
        final List<Double> steps = new ArrayList<>();
        final MoreThuente search;
        MoreThuente.State state = MoreThuente.State.EVALUATE;
        private final DoubleUnaryOperator f;
        private final DoubleUnaryOperator slope;

        Search(DoubleUnaryOperator f, DoubleUnaryOperator slope, double ftol, double gtol) {
            this.f = f;
            this.slope = slope;
            search = new MoreThuente(ftol, gtol, 1e-12, 1e-15);
        }

        void run(double first, double maxStep, int trials) {
            search.start(f.applyAsDouble(0), slope.applyAsDouble(0), first, maxStep);
            while (state == MoreThuente.State.EVALUATE && steps.size() < trials) {
                double step = search.step();
                steps.add(step);
                double value = f.applyAsDouble(step);
                state = Double.isFinite(value) ? search.next(value, slope.applyAsDouble(step)) : search.reject();
            }
        }
    }

    /** A cubic polynomial with slopes -1 at 0, 0 at 1 and bend its third derivative: interpolation by cubics is exact. */
    private static Search cubic(double bend, double gtol) {
        double b = 1 - bend / 2;
        return new Search(s -> bend / 6 * s * s * s + b / 2 * s * s - s, s -> bend / 2 * s * s + b * s - 1, 1e-4, gtol);
    }

    @ParameterizedTest
    @CsvSource({
        // Higher value: the cubic's minimum if it is nearer than the parabola's, else the mean of the two.
        "-0.6, 3, 1", "1, 2.5, 0.875",
        // Lower value behind the minimum: the cubic's minimum or that by the secant of the slopes, whichever is farther.
        "-0.6, 2.1, 1", "1, 1.5, 0.8",
        // Lower value before the minimum: the same.
        "-0.3, 0.5, 1", "-0.2, 0.3, 1", "1, 0.4, 1.42857142857"
    })
    void interpolationIsExactForCubics(double bend, double first, double second) {
        Search search = cubic(bend, 1e-9);
        search.run(first, 1e15, 2);
        assertEquals(second, search.steps.getLast(), 1e-9);
        search.run(first, 1e15, 20);
        assertEquals(1, search.steps.getLast(), 1e-8);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.9, 1.2, 1.9, 3})
    void oneTrialIsEnoughForTheMinimumOfAParabola(double first) {
        Search search = cubic(0, 1e-9);
        search.run(first, 1e15, 10);
        assertSame(MoreThuente.State.FOUND, search.state);
        assertEquals(List.of(first, 1.0), search.steps.stream().map(s -> Math.rint(1e9 * s) / 1e9).toList());
    }

    @Test
    void whereTheSlopeDoesNotFallTheStepGrowsFivefold() {
        Search search = new Search(s -> -s, s -> -1, 1e-4, 0.9);
        search.run(2, 1000, 40);
        // The step grows by four times its last growth, up to the bound.
        assertEquals(List.of(2.0, 10.0, 42.0, 170.0, 682.0, 1000.0), search.steps);
        assertSame(MoreThuente.State.FAILED, search.state);
    }

    @Test
    void aStepThatShrinksToNothingFails() {
        Search search = new Search(s -> s, s -> s == 0 ? -1 : 1, 1e-4, 0.9);
        search.run(1, 1e15, 200);
        assertSame(MoreThuente.State.FAILED, search.state);
        assertTrue(search.steps.getLast() <= 1e-12);
    }

    /** Down to a jump, and higher behind it: no point with a small slope in between. */
    @Test
    void anIntervalThatShrinksToAJumpFails() {
        Search search = new Search(s -> s < 1 ? -s : 5 - s, s -> -1, 1e-4, 0.5);
        search.run(0.3, 1e15, 200);
        assertSame(MoreThuente.State.FAILED, search.state);
        assertEquals(1, search.search.step(), 1e-6);
        assertTrue(search.search.step() < 1, "the end is the better side");
        assertTrue(search.steps.size() < 100);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 5, 5000})
    void stepsToWhereTheFunctionIsNotFiniteAreCutToATenth(double first) {
        // Minimum at 0.99; no number from 1 on.
        Search search = new Search(s -> s < 1 ? -s - 0.01 * Math.log(1 - s) : Double.NaN, s -> -1 + 0.01 / (1 - s),
                1e-4, 0.9);
        search.run(first, 1e15, 40);
        assertSame(MoreThuente.State.FOUND, search.state);
        for (int i = 0; i + 1 < search.steps.size(); i++) {
            double step = search.steps.get(i);
            if (step >= 1 && (i == 0 || search.steps.get(i - 1) >= 1)) {
                assertEquals(0.1 * step, search.steps.get(i + 1), 1e-9 * step);
            }
            if (step >= 1) {
                double bound = step;
                assertTrue(search.steps.subList(i + 1, search.steps.size()).stream().allMatch(s -> s < bound));
            }
        }
    }

    @Test
    void aFunctionThatIsNowhereFiniteFails() {
        Search search = new Search(s -> s == 0 ? 0 : Double.NaN, s -> -1, 1e-4, 0.9);
        search.run(1, 1e15, 100);
        assertSame(MoreThuente.State.FAILED, search.state);
        assertTrue(search.steps.size() < 30);
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

    /** Returns where the cubic with given values and slopes at two points has its minimum. */
    private static double cubicMinimum(double a, double fa, double da, double b, double fb, double db) {
        double d1 = da + db - 3 * (fa - fb) / (a - b);
        double d2 = Math.signum(b - a) * Math.sqrt(d1 * d1 - da * db);
        return b - (b - a) * (db + d2 - d1) / (db - da + 2 * d2);
    }

    /**
     * In the first stage a value that is lower, but not by enough, is judged by the auxiliary function psi, of which values
     * and slopes differ from those of f by a straight line; afterwards f's own are used again, on both sides.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, -1.2})
    void theFirstStageMinimisesTheAuxiliaryFunction(double slope) {
        double ftol = 0.5;
        MoreThuente search = new MoreThuente(ftol, 0.1, 1e-12, 1e-15);
        search.start(0, -1, 1, 1e15);
        assertSame(MoreThuente.State.EVALUATE, search.next(-0.9, -0.8));
        assertEquals(5, search.step(), 1e-9, "the slope vanishes there, by secant and cubic");
        assertSame(MoreThuente.State.EVALUATE, search.next(-1, 0.2));
        double third = cubicMinimum(1, -0.9 + ftol, -0.8 + ftol, 5, -1 + 5 * ftol, 0.2 + ftol);
        assertEquals(third, search.step(), 1e-9);
        assertSame(MoreThuente.State.EVALUATE, search.next(-2, slope));
        // A slope of the other sign brackets the minimum with the last best point, a steeper one with the step of 5.
        double secant = third + slope / (slope + 0.8) * (1 - third);
        double cubic = cubicMinimum(1, -0.9, -0.8, third, -2, slope);
        assertEquals(slope < 0 ? cubicMinimum(third, -2, slope, 5, -1, 0.2)
                : Math.abs(cubic - third) > Math.abs(secant - third) ? cubic : secant, search.step(), 1e-9);
    }

    /** Section 4: where the interval is longer than 0.66 times what it was two steps before, it is halved. */
    @Test
    void anIntervalThatHardlyShrinksIsHalved() {
        MoreThuente search = new MoreThuente(1e-4, 0.1, 1e-12, 1e-15);
        search.start(0, -1, 8, 10);
        search.next(1000, 500);
        double second = search.step();
        assertTrue(second > 0 && 8 - second > 0.66 * 10, "step " + second);
        search.next(-second, -1.5);
        assertEquals(second + 0.5 * (8 - second), search.step(), 1e-12);
        // Halved by a higher value in the middle, it is not halved once more.
        double middle = search.step();
        search.next(-0.5 * second, 0.3);
        double shorter = cubicMinimum(second, -second, -1.5, middle, -0.5 * second, 0.3);
        double parabola = second - 1.5 / ((-0.5 * second) / (middle - second) - 1.5) / 2 * (middle - second);
        assertEquals(Math.abs(shorter - second) < Math.abs(parabola - second) ? shorter : (shorter + parabola) / 2,
                search.step(), 1e-9);
    }

    /** Steps stay within their bounds from the first on, whatever is asked for. */
    @Test
    void theFirstStepIsWithinTheBounds() {
        MoreThuente search = new MoreThuente(1e-4, 0.1, 1e-12, 0.5);
        search.start(0, -1, 0.1, 10);
        assertEquals(0.5, search.step());
        // At the lower bound a higher value, or at the upper one a slope that still falls, ends the search.
        assertSame(MoreThuente.State.FAILED, search.next(1, 3));
        search.start(0, -1, 100, 10);
        assertEquals(10, search.step());
        assertSame(MoreThuente.State.FAILED, search.next(-10, -1));
    }

    /** A step that is acceptable only because of equality is accepted. */
    @Test
    void bothConditionsIncludeEquality() {
        MoreThuente search = new MoreThuente(0.25, 0.5, 1e-12, 1e-15);
        search.start(0, -1, 2, 10);
        assertSame(MoreThuente.State.FOUND, search.next(-0.5, 0.5));
        search.start(0, -1, 2, 10);
        assertSame(MoreThuente.State.FOUND, search.next(-0.5, -0.5));
        search.start(0, -1, 2, 10);
        assertSame(MoreThuente.State.EVALUATE, search.next(-0.499, 0.5));
        search.start(0, -1, 2, 10);
        assertSame(MoreThuente.State.EVALUATE, search.next(-0.5, 0.501));
    }
}
