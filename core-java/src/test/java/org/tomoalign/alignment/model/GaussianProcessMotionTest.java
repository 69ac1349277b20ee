package org.tomoalign.alignment.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.linalg.CovarianceFactor;
import org.tomoalign.optimise.IterationListener;
import org.tomoalign.optimise.Lbfgs;
import org.tomoalign.optimise.Solution;
import org.tomoalign.tomogram.Geometry;

class GaussianProcessMotionTest {
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

    private static GaussianProcessMotion motion(SyntheticTomogram tomogram, boolean squared, int most, Kernels kernels) {
        return GaussianProcessMotion.of(tomogram.positions, tomogram.images, 0.6, 150,
                new MotionSettings(0.5, 100, true, squared, most), kernels, POOL);
    }

    private static double[] randomVector(int n, double scale, long seed) {
        Random random = new Random(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = scale * random.nextGaussian();
        }
        return x;
    }

    @Test
    void scalesAreConvertedToPixels() {
        MotionSettings s = new MotionSettings(0.5, 600, true, false, -1);
        assertEquals(0.5 * 3 / 2.2, s.velocityPx(2.2, 3), 1e-15);
        assertEquals(600 * 3 / 2.2, s.divergencePx(2.2, 3), 1e-12);
        MotionSettings absolute = new MotionSettings(0.5, 600, false, false, -1);
        assertEquals(0.5 / 2.2, absolute.velocityPx(2.2, 3), 1e-15);
        assertEquals(600 / 2.2, absolute.divergencePx(2.2, 3), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({"false, -1, scalar", "true, -1, scalar", "false, 6, scalar", "false, -1, vector", "true, 40, vector"})
    void displacementsAreRunningSumsOfSteps(boolean squared, int most, String provider) {
        SyntheticTomogram tomogram = new SyntheticTomogram(61, 7, 3);
        GaussianProcessMotion motion = motion(tomogram, squared, most, KernelProvider.named(provider));
        CovarianceFactor covariance = motion.covariance();
        if (most > 0) {
            assertTrue(covariance.rank() <= most);
        }
        double[] u = randomVector(5 + motion.parameters(), 1, 4);
        double[] out = randomVector(3 * 61 * 7, 1, 5);
        motion.displacements(u, 5, out, POOL);
        for (int i = 0; i < 61; i++) {
            for (int axis = 0; axis < 3; axis++) {
                double x = 0;
                for (int t = 0; t < 7; t++) {
                    assertEquals(x, out[(3 * covariance.pivots()[i] + axis) * 7 + t], 1e-12);
                    for (int b = 0; t < 6 && b < covariance.rank(); b++) {
                        x += covariance.factor()[i * covariance.rank() + b] * u[5 + (3 * b + axis) * 6 + t];
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // squared exponential, eigendeformations, const particles, first, last
        "false, -1, false, 0, -1",
        "true, -1, false, 0, -1",
        "false, 5, false, 0, -1",
        "false, -1, true, 0, -1",
        "false, -1, false, 2, 4",
    })
    void theGradientAgreesWithCentralDifferences(boolean squared, int most, boolean constP, int first, int last) {
        SyntheticTomogram tomogram = new SyntheticTomogram(9, 6, 1);
        SyntheticTomogram.Input input = tomogram.input(arena, 5, 1, SyntheticTomogram.waves(2), null);
        AlignmentProblem problem = input.problem(new AlignmentOptions(constP, false, false, 0, first, last),
                motion(tomogram, squared, most, KERNELS), new NoDeformation(), KERNELS, POOL);
        int n = problem.size();
        double[] x = randomVector(n, 0.5, 3);
        double[] gradient = new double[n];
        problem.evaluate(x, gradient);
        double[] scratch = new double[n];
        double h = 1e-5;
        for (int i = 0; i < n; i++) {
            double[] moved = x.clone();
            moved[i] = x[i] + h;
            double up = problem.evaluate(moved, scratch);
            moved[i] = x[i] - h;
            double down = problem.evaluate(moved, scratch);
            assertEquals((up - down) / (2 * h), gradient[i], 2e-5 * (1 + Math.abs(gradient[i])), "variable " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, -1", "true, -1", "false, 12"})
    void givenTrajectoriesAreStartedFrom(boolean squared, int most) {
        SyntheticTomogram tomogram = new SyntheticTomogram(40, 8, 6);
        GaussianProcessMotion motion = motion(tomogram, squared, most, KERNELS);
        double[] u = randomVector(motion.parameters(), 1, 7);
        double[] given = new double[3 * 40 * 8];
        motion.displacements(u, 0, given, POOL);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(2), given);
        AlignmentProblem problem = input.problem(AlignmentOptions.DEFAULT, motion, new NoDeformation(), KERNELS, POOL);
        Geometry start = problem.geometry(problem.start());
        for (int p = 0; p < 40; p++) {
            for (int t = 0; t < 8; t++) {
                Vec3 before = tomogram.projections.get(t).apply(
                        tomogram.moved(tomogram.positions.get(p), given, p, t));
                Vec3 after = start.projections().get(t).apply(start.position(p, t));
                assertEquals(0, after.minus(before).norm(), 1e-4);
            }
        }
    }

    /**
     * Trajectories from files are rounded. Patterns of the smallest variances would need large coefficients to follow the
     * rounding, and the prior would then start far too high: the fit is held down instead.
     */
    @ParameterizedTest
    @ValueSource(doubles = {150, 500, 1500, 5000})
    void roundingOfGivenTrajectoriesIsNotFitted(double divergence) {
        SyntheticTomogram tomogram = new SyntheticTomogram(40, 8, 6);
        GaussianProcessMotion motion = GaussianProcessMotion.of(tomogram.positions, 8, 0.6, divergence,
                new MotionSettings(0.5, 100, true, true, -1), KERNELS, POOL);
        double[] u = randomVector(motion.parameters(), 1, 7);
        double[] given = new double[3 * 40 * 8];
        motion.displacements(u, 0, given, POOL);
        for (int i = 0; i < given.length; i++) {
            given[i] = 1e-4 * Math.rint(1e4 * given[i]);
        }
        double[] fit = new double[u.length];
        motion.fit(given, fit, 0, POOL);
        double[] scratch = new double[u.length];
        double truth = motion.prior(u, 0, scratch);
        double fitted = motion.prior(fit, 0, scratch);
        assertTrue(fitted < 1.1 * truth, "prior " + fitted + " of the fit, " + truth + " of the truth");
        double[] back = new double[given.length];
        motion.displacements(fit, 0, back, POOL);
        assertArrayEquals(given, back, 1e-3);
    }

    @Test
    void givenTrajectoriesStayWhereMotionIsNotRefined() {
        SyntheticTomogram tomogram = new SyntheticTomogram(5, 4, 6);
        double[] given = randomVector(3 * 5 * 4, 2, 8);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(2), given);
        AlignmentProblem problem = input.problem(
                AlignmentOptions.DEFAULT, new NoMotion(), new NoDeformation(), KERNELS, POOL);
        Geometry result = problem.geometry(problem.start());
        assertArrayEquals(given, result.trajectories().values());
    }

    @Test
    void knownMotionIsRecovered() {
        SyntheticTomogram tomogram = new SyntheticTomogram(50, 11, 9);
        GaussianProcessMotion motion = motion(tomogram, false, -1, KERNELS);
        SyntheticTomogram.Input start = tomogram.input(arena, 8, 1, (p, t, x, y) -> 0, null);
        AlignmentProblem geometry = start.problem(AlignmentOptions.DEFAULT, motion, new NoDeformation(), KERNELS, POOL);
        Geometry truth = geometry.geometry(randomVector(geometry.size(), 0.8, 12));
        SyntheticTomogram.Input input = tomogram.input(arena, 8, 2, (p, t, ex, ey) -> {
            Vec3 q = tomogram.projections.get(t).apply(tomogram.positions.get(p));
            Vec3 y = truth.projections().get(t).apply(truth.position(p, t));
            double dx = ex - (y.x() - q.x());
            double dy = ey - (y.y() - q.y());
            return 2000 * Math.exp(-(dx * dx + dy * dy) / 8);
        }, null);
        AlignmentProblem problem = input.problem(AlignmentOptions.DEFAULT, motion, new NoDeformation(), KERNELS, POOL);
        Lbfgs lbfgs = new Lbfgs(KERNELS.vectors(), AlignmentProblem.OPTIMISER, AlignmentProblem.STOPPING, IterationListener.NONE);
        Solution solution = lbfgs.minimisePreconditioned(problem, problem.start());
        assertTrue(distance(tomogram, problem.geometry(problem.start()), truth) > 1.5);
        assertEquals(0, distance(tomogram, problem.geometry(solution.x()), truth), 0.02);
        Solution plain = lbfgs.minimise(problem, problem.start());
        assertEquals(plain.lastCost(), solution.lastCost(), 1e-4 * Math.abs(plain.lastCost()));
        assertTrue(10 * solution.evaluations() < 3 * plain.evaluations(),
                solution.evaluations() + " evaluations with preconditioner, " + plain.evaluations() + " without");
    }

    private static double distance(SyntheticTomogram tomogram, Geometry a, Geometry b) {
        double sum = 0;
        for (int p = 0; p < tomogram.particles; p++) {
            for (int t = 0; t < tomogram.images; t++) {
                Vec3 d = a.projections().get(t).apply(a.position(p, t))
                        .minus(b.projections().get(t).apply(b.position(p, t)));
                sum += d.x() * d.x() + d.y() * d.y();
            }
        }
        return Math.sqrt(sum / (tomogram.particles * tomogram.images));
    }

    @Test
    void theSolutionDoesNotDependOnTheNumberOfThreads() {
        SyntheticTomogram tomogram = new SyntheticTomogram(300, 7, 21);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(22), null);
        double[] first = null;
        for (int threads = 1; threads <= 3; threads++) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                GaussianProcessMotion motion = GaussianProcessMotion.of(tomogram.positions, 7, 0.6, 150,
                        MotionSettings.DEFAULT, KERNELS, pool);
                AlignmentProblem problem = input.problem(
                        AlignmentOptions.DEFAULT, motion, new NoDeformation(), KERNELS, pool);
                Solution solution = new Lbfgs(KERNELS.vectors(), AlignmentProblem.OPTIMISER,
                        AlignmentProblem.STOPPING.withMaxIterations(24),
                        IterationListener.NONE).minimisePreconditioned(problem, problem.start());
                if (first == null) {
                    first = solution.x();
                }
                assertArrayEquals(first, solution.x());
            }
        }
    }
}
