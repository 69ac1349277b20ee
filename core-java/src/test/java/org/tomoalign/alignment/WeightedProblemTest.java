package org.tomoalign.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Projector;

/** The likelihood with weighted windows and normal priors. */
class WeightedProblemTest {
    private static final Kernels KERNELS = KernelProvider.named("scalar");
    private static final ForkJoinPool POOL = new ForkJoinPool(2);
    private static final int PARTICLES = 21;
    private static final int IMAGES = 6;
    private final SyntheticTomogram tomogram = new SyntheticTomogram(PARTICLES, IMAGES, 1);
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    private static double[] random(int n, double scale, long seed) {
        Random random = new Random(seed);
        return random.doubles(n).map(u -> scale * random.nextGaussian()).toArray();
    }

    /** Weights from 0 to 2; every fifth is 0. */
    private static double[] weights() {
        double[] out = new Random(7).doubles(PARTICLES * IMAGES, 0, 2).toArray();
        for (int w = 0; w < out.length; w += 5) {
            out[w] = 0;
        }
        return out;
    }

    private MotionModel motion(double velocity, double divergence) {
        return GaussianProcessMotion.of(
                tomogram.positions, IMAGES, velocity, divergence, MotionSettings.DEFAULT, KERNELS, POOL);
    }

    private DeformationModel deformation(String kind) {
        return new RefinedDeformation(new DeformationSettings(
                kind.startsWith("spline") ? DeformationKind.SPLINE : DeformationKind.LINEAR, 3, 3,
                kind.endsWith("by user") ? OptionalDouble.of(0.3) : OptionalDouble.empty(), kind.contains("per image")),
                tomogram.series(400, 350), Deformation.NONE);
    }

    private AlignmentProblem problem(String kind, AlignmentOptions options) {
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(2), null);
        return input.problem(options, kind.equals("motion") ? motion(0.6, 150) : new NoMotion(),
                kind.equals("static") || kind.equals("motion") ? new NoDeformation() : deformation(kind), KERNELS, POOL);
    }

    @ParameterizedTest
    @CsvSource({
        // kind, constP, constA, constS, regulariser, first, last
        "static, false, false, false, 0, 0, -1",
        "static, true, false, false, 0, 0, -1",
        "static, false, true, false, 0, 0, -1",
        "static, false, false, true, 0, 0, -1",
        "static, false, true, true, 0.7, 0, -1",
        "static, true, false, true, 0, 2, 4",
        "motion, false, false, false, 0, 0, -1",
        "motion, true, true, false, 0.7, 1, -1",
        "motion, true, true, true, 0, 0, -1",
        "linear, false, false, false, 0, 0, -1",
        "linear per image, false, false, true, 0.7, 0, -1",
        "spline, true, true, true, 0, 0, -1",
        "spline by user, false, true, false, 0, 0, -1",
        "linear per image by user, false, false, false, 0, 0, 3",
    })
    void theGradientAgreesWithCentralDifferences(
            String kind, boolean constP, boolean constA, boolean constS, double regulariser, int first, int last) {
        AlignmentProblem plain =
                problem(kind, new AlignmentOptions(constP, constA, constS, regulariser, first, last));
        NormalPrior prior = new NormalPrior(0.7, 1.3, 0.4, kind.endsWith("by user") ? -1 : 0.9);
        AlignmentProblem problem = plain.with(weights(), prior);
        int n = problem.size();
        double[] x = random(n, 1.2, 3);
        double[] gradient = new double[n];
        double value = problem.evaluate(x, gradient);
        assertEquals(expected(plain, prior, x, regulariser), value, 1e-9 * (1 + Math.abs(value)));
        double[] scratch = new double[n];
        double h = 1e-5;
        for (int i = 0; i < n; i++) {
            double[] moved = x.clone();
            moved[i] = x[i] + h;
            double up = problem.evaluate(moved, scratch);
            moved[i] = x[i] - h;
            double down = problem.evaluate(moved, scratch);
            // Second derivatives jump at pixel borders, so the difference quotient is good to h times such a jump.
            assertEquals((up - down) / (2 * h), gradient[i], 4e-5 * (1 + Math.abs(gradient[i])), "variable " + i);
        }
    }

    /** The cost, put together from its parts. */
    private double expected(AlignmentProblem plain, NormalPrior prior, double[] x, double regulariser) {
        ParameterLayout layout = plain.layout();
        double[] correlation = plain.windows(x).correlation;
        double[] weights = weights();
        double cost = 0;
        Projector projector = new Projector(tomogram.series(400, 350), plain.geometry(x));
        for (int w = 0; w < correlation.length; w++) {
            cost -= weights[w] * correlation[w];
            if (plain.counts(w)) {
                var y = projector.project(w / IMAGES, w % IMAGES);
                var q = tomogram.projections.get(w % IMAGES).apply(tomogram.positions.get(w / IMAGES));
                cost += regulariser * Math.pow(Math.max(0, Math.hypot(y.x() - q.x(), y.y() - q.y()) - 4), 2);
            }
        }
        int stride = (layout.angles() ? 3 : 0) + (layout.shifts() ? 2 : 0);
        for (int i = 0; i < layout.size(); i++) {
            boolean angle = layout.angles() && i % Math.max(1, stride) < 3;
            double precision = i < stride * IMAGES ? angle ? 0.7 : 1.3
                    : i < layout.motion() ? 0.4 : i < layout.deformation() ? 2 : prior.deformation();
            cost += precision < 0 ? 0 : 0.5 * precision * x[i] * x[i];
        }
        if (prior.deformation() < 0) {
            cost += plain.deformation().prior(x, layout.deformation(), new double[x.length], IMAGES);
        }
        return cost;
    }

    /** Without weights and priors of its own, it is the plain problem. */
    @Test
    void weightsOfOneAndNoPriorChangeNothing() {
        for (String kind : new String[] {"static", "motion", "linear per image", "spline by user"}) {
            AlignmentProblem plain = problem(kind, AlignmentOptions.DEFAULT);
            double[] ones = new double[PARTICLES * IMAGES];
            java.util.Arrays.fill(ones, 1);
            AlignmentProblem same = plain.with(ones, NormalPrior.NONE);
            double[] x = random(plain.size(), 1, 5);
            double[] expected = new double[x.length];
            double[] found = new double[x.length];
            assertEquals(plain.evaluate(x, expected), same.evaluate(x, found));
            assertArrayEquals(expected, found);
        }
    }

    /** The plain problem stays as it was, and windows are those of the plain problem. */
    @Test
    void theOriginalStays() {
        AlignmentProblem plain = problem("static", new AlignmentOptions(false, false, false, 2, 0, -1));
        double[] x = random(plain.size(), 1.5, 5);
        double[] scratch = new double[x.length];
        double before = plain.evaluate(x, scratch);
        double[] windows = plain.windows(x).correlation.clone();
        AlignmentProblem weighted = plain.with(weights(), new NormalPrior(1, 1, 1, 1));
        assertTrue(Math.abs(weighted.evaluate(x, scratch) - before) > 1);
        assertEquals(before, plain.evaluate(x, scratch));
        assertArrayEquals(windows, weighted.windows(x).correlation);
    }

    /** With parabolas as windows and angles fixed the cost is quadratic: one step from anywhere is the right one. */
    @ParameterizedTest
    @CsvSource({"static, 1e-6", "linear per image, 1e-6", "motion, 1e-6"})
    void thePreconditionerInvertsTheHessianWithItsPrior(String kind, double tolerance) {
        SyntheticTomogram.Input input = tomogram.input(
                arena, 8, 1, (p, t, x, y) -> -0.6 * x * x - 0.2 * x * y - (0.8 - 0.1 * t) * y * y, null);
        double[] weights = new double[PARTICLES * IMAGES];
        java.util.Arrays.fill(weights, 0.25);
        // Coefficients alone: they are multiplied with shifts.
        boolean linear = kind.startsWith("linear");
        AlignmentProblem problem = input.problem(new AlignmentOptions(linear, true, linear, 0, 0, -1),
                kind.equals("motion") ? motion(0.6, 150) : new NoMotion(),
                linear ? deformation(kind) : new NoDeformation(), KERNELS, POOL)
                .with(weights, new NormalPrior(0.5, 2, 0.25, 1));
        problem.expectOptimumNear();
        double[] v = random(problem.size(), 0.3, 5);
        assertTrue(problem.prepare(v));
        double[] atZero = new double[v.length];
        double[] atV = new double[v.length];
        problem.evaluate(new double[v.length], atZero);
        problem.evaluate(v, atV);
        double[] back = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            atV[i] -= atZero[i];
        }
        problem.precondition(atV, back);
        double off = 0;
        double size = 0;
        for (int i = 0; i < v.length; i++) {
            off += (back[i] - v[i]) * atV[i];
            size += v[i] * atV[i];
        }
        assertEquals(0, off / size, tolerance);
    }

    @Test
    void theClosestUnknownsOfAnotherPriorMeanTheSameGeometry() {
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(2), null);
        AlignmentProblem[] problems = {
            input.problem(AlignmentOptions.DEFAULT, motion(0.6, 150), deformation("linear"), KERNELS, POOL),
            input.problem(AlignmentOptions.DEFAULT, motion(0.2, 400), deformation("linear"), KERNELS, POOL),
        };
        double[] x = random(problems[0].size(), 1, 6);
        double[] y = problems[1].closestTo(problems[0], x);
        double largest = 0;
        for (int i = problems[0].layout().motion(); i < problems[0].layout().deformation(); i++) {
            largest = Math.max(largest, Math.abs(x[i] - y[i]));
        }
        assertTrue(largest > 1, "the coefficients differ");
        Projector before = new Projector(tomogram.series(400, 350), problems[0].geometry(x));
        Projector after = new Projector(tomogram.series(400, 350), problems[1].geometry(y));
        for (int p = 0; p < PARTICLES; p++) {
            for (int t = 0; t < IMAGES; t++) {
                // The fit's ridge is 1e-8 of a velocity's variance, the least pattern has a hundredth of it.
                assertEquals(0, before.project(p, t).minus(after.project(p, t)).norm(), 1e-4);
            }
        }
    }

    @Test
    void theClosestUnknownsOfTheSameProblemAreTheSame() {
        AlignmentProblem still = problem("linear per image", AlignmentOptions.DEFAULT);
        double[] x = random(still.size(), 1, 6);
        assertArrayEquals(x, still.closestTo(problem("linear per image", AlignmentOptions.DEFAULT), x));
        Geometry zero = still.geometry(still.start());
        assertEquals(tomogram.positions, zero.positions());
    }

    @Test
    void precisionsAreNotNegative() {
        assertThrows(IllegalArgumentException.class, () -> new NormalPrior(-1, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new NormalPrior(1, Double.NaN, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new NormalPrior(1, 1, -1e-9, 1));
        assertThrows(IllegalArgumentException.class, () -> new NormalPrior(1, 1, 1, Double.NaN));
        assertTrue(!new NormalPrior(0, 0, 0, -1).coversDeformation());
    }
}
