package org.tomoalign.alignment.precondition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;

class MotionPreconditionerTest {
    private static final Kernels KERNELS = KernelProvider.get();
    private static final ForkJoinPool POOL = new ForkJoinPool(2);
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    private static MotionModel motion(SyntheticTomogram tomogram, String kind) {
        return kind.equals("none") ? new NoMotion() : GaussianProcessMotion.of(tomogram.positions, tomogram.images, 0.6,
                150, new MotionSettings(0.5, 100, true, kind.equals("squared"), -1), KERNELS, POOL);
    }

    private static double[] random(int n, long seed) {
        return new Random(seed).doubles(n, -1, 1).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * With the same parabola in all windows of an image, and images that stay, the cost is quadratic and the model of the
     * preconditioner is exact.
     */
    @ParameterizedTest
    @CsvSource({"none, false", "exponential, false", "exponential, true", "squared, false"})
    void invertsTheHessianWhereItsModelHolds(String kind, boolean constP) {
        SyntheticTomogram tomogram = new SyntheticTomogram(20, 6, 1);
        SyntheticTomogram.Input input = tomogram.input(arena, 6, 1,
                (p, t, x, y) -> -(0.5 + 0.1 * t) * x * x - 0.3 * x * y - (1 - 0.1 * t) * y * y, null);
        AlignmentProblem problem = input.problem(new AlignmentOptions(constP, true, true, 0, 0, -1),
                motion(tomogram, kind), new NoDeformation(), KERNELS, POOL);
        int n = problem.size();
        for (int bolder = 0; bolder < 3; bolder++) {
            // Without motion the third model is the first that is exact.
            problem.prepare(new double[n]);
        }
        double[] v = random(n, 2);
        double[] gradient = new double[n];
        double[] atZero = new double[n];
        problem.evaluate(new double[n], atZero);
        // The cost is quadratic within two pixels: a step of moderate size gives the product with the Hessian.
        double step = 0.3;
        double[] x = v.clone();
        for (int i = 0; i < n; i++) {
            x[i] *= step;
        }
        problem.evaluate(x, gradient);
        for (int i = 0; i < n; i++) {
            gradient[i] = (gradient[i] - atZero[i]) / step;
        }
        double[] back = new double[n];
        problem.precondition(gradient, back);
        for (int i = 0; i < n; i++) {
            assertEquals(v[i], back[i], 2e-4, "variable " + i);
        }
    }

    /** Where a window is not finite there is no inverse; the optimiser goes on without. */
    @ParameterizedTest
    @CsvSource({"none, false", "none, true", "exponential, false", "exponential, true", "squared, false"})
    void whatIsNotFiniteHasNoInverse(String kind, boolean constP) {
        SyntheticTomogram tomogram = new SyntheticTomogram(20, 6, 1);
        SyntheticTomogram.Input input = tomogram.input(arena, 6, 1,
                (p, t, x, y) -> p == 3 && t == 2 ? Double.NaN : -x * x - y * y, null);
        AlignmentProblem problem = input.problem(new AlignmentOptions(constP, false, false, 0, 0, -1),
                motion(tomogram, kind), new NoDeformation(), KERNELS, POOL);
        for (int bolder = 0; bolder < 3; bolder++) {
            assertFalse(problem.prepare(new double[problem.size()]));
        }
    }

    /**
     * Positions and motion outside the leading patterns are taken as independent, though both follow the same force. Their
     * responses together must not be longer than that of the whole Hessian.
     */
    @Test
    void stepsAreNotTooLongWhereItsModelIsCoarse() {
        SyntheticTomogram tomogram = new SyntheticTomogram(300, 6, 1);
        SyntheticTomogram.Input input = tomogram.input(arena, 6, 1, (p, t, x, y) -> -0.7 * x * x - 0.3 * x * y - y * y, null);
        AlignmentProblem problem = input.problem(new AlignmentOptions(false, true, true, 0, 0, -1),
                motion(tomogram, "exponential"), new NoDeformation(), KERNELS, POOL);
        int n = problem.size();
        assertTrue(problem.prepare(new double[n]));
        double[] atZero = new double[n];
        problem.evaluate(new double[n], atZero);
        for (int k = 0; k < 5; k++) {
            // Positions of single particles: the leading patterns hold little of them.
            double[] x = new double[n];
            System.arraycopy(random(3 * 300, k), 0, x, 0, 3 * 300);
            double[] gradient = new double[n];
            problem.evaluate(x, gradient);
            for (int i = 0; i < n; i++) {
                gradient[i] -= atZero[i];
            }
            double[] back = new double[n];
            problem.precondition(gradient, back);
            double ratio = dot(back, gradient) / dot(x, gradient);
            assertTrue(ratio > 0.3 && ratio < 1.01, "ratio " + ratio);
        }
    }

    /** An image that says next to nothing is not moved by orders of magnitude more than the others. */
    @Test
    void flatImagesDoNotRunAway() {
        SyntheticTomogram tomogram = new SyntheticTomogram(20, 6, 1);
        SyntheticTomogram.Input input = tomogram.input(
                arena, 6, 1, (p, t, x, y) -> (t == 4 ? 1e-6 : 1) * (-0.7 * x * x - 0.3 * x * y - y * y), null);
        AlignmentProblem problem = input.problem(new AlignmentOptions(true, true, false, 0, 0, -1),
                motion(tomogram, "exponential"), new NoDeformation(), KERNELS, POOL);
        int n = problem.size();
        assertTrue(problem.prepare(new double[n]));
        double[] response = new double[6];
        for (int t = 0; t < 6; t++) {
            double[] force = new double[n];
            force[2 * t] = 1;
            double[] out = new double[n];
            problem.precondition(force, out);
            response[t] = out[2 * t];
        }
        assertTrue(response[4] > response[3] && response[4] < 100 * response[3],
                response[4] + " against " + response[3]);
    }

    @ParameterizedTest
    @CsvSource({
        "20, none, false, false, false", "20, exponential, false, false, false", "20, squared, false, false, false",
        "300, exponential, false, false, false", "300, exponential, true, false, false",
        "20, exponential, false, true, false", "20, none, true, false, true",
    })
    void isSymmetricAndPositiveDefinite(int particles, String kind, boolean constP, boolean constA, boolean constS) {
        SyntheticTomogram tomogram = new SyntheticTomogram(particles, 6, 3);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(5), null);
        AlignmentProblem problem = input.problem(new AlignmentOptions(constP, constA, constS, 0, 0, -1),
                motion(tomogram, kind), new NoDeformation(), KERNELS, POOL);
        int n = problem.size();
        for (int bolder = 0; bolder < 3; bolder++) {
            problem.prepare(random(n, 4));
        }
        for (int k = 0; k < 5; k++) {
            double[] a = random(n, 10 + k);
            double[] b = random(n, 20 + k);
            double[] pa = new double[n];
            double[] pb = new double[n];
            problem.precondition(a, pa);
            problem.precondition(b, pb);
            double size = Math.sqrt(dot(a, pa) * dot(b, pb));
            assertTrue(dot(a, pa) > 0);
            assertEquals(dot(a, pb), dot(b, pa), 1e-9 * size);
        }
    }
}
