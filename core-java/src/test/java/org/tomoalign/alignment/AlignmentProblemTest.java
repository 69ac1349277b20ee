package org.tomoalign.alignment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.Pivot;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.optimise.IterationListener;
import org.tomoalign.optimise.Lbfgs;
import org.tomoalign.optimise.Reason;
import org.tomoalign.optimise.Solution;
import org.tomoalign.tomogram.Geometry;

class AlignmentProblemTest {
    private static final Kernels KERNELS = KernelProvider.named("scalar");
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

    private static AlignmentProblem problem(SyntheticTomogram.Input input, AlignmentOptions options, ForkJoinPool pool) {
        return input.problem(options, new NoMotion(), new NoDeformation(), KERNELS, pool);
    }

    private static double[] randomVector(int n, double scale, long seed) {
        Random random = new Random(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = scale * random.nextGaussian();
        }
        return x;
    }

    private static Vec3 source(Projection projection, Vec3 image) {
        return projection.linear().transposed().times(image.minus(projection.apply(Vec3.ZERO)));
    }

    /** About the tomogram's centre on the image, rotations leave it where it is; value and gradient follow. */
    @ParameterizedTest
    @EnumSource(Pivot.class)
    void imagesTurnAboutTheirPivot(Pivot pivot) {
        SyntheticTomogram tomogram = new SyntheticTomogram(9, 5, 1);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(2), null);
        AlignmentProblem problem = input.problem(
                pivot, AlignmentOptions.DEFAULT, new NoMotion(), new NoDeformation(), KERNELS, POOL);
        double[] x = randomVector(problem.size(), 1.2, 3);
        for (int t = 0; t < 5; t++) {
            double[] turned = new double[problem.size()];
            System.arraycopy(x, problem.layout().shift(t) - 3, turned, problem.layout().shift(t) - 3, 3);
            Vec3 point = pivot == Pivot.PROJECTED_CENTRE ? SyntheticTomogram.CENTRE
                    : source(tomogram.projections.get(t), SyntheticTomogram.CENTRE);
            Vec3 before = tomogram.projections.get(t).apply(point);
            Vec3 after = problem.geometry(turned).projections().get(t).apply(point);
            assertEquals(0, after.minus(before).norm(), 1e-9, "image " + t);
        }
        double[] gradient = new double[x.length];
        problem.evaluate(x, gradient);
        double[] scratch = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double[] moved = x.clone();
            moved[i] = x[i] + 1e-5;
            double up = problem.evaluate(moved, scratch);
            moved[i] = x[i] - 1e-5;
            double down = problem.evaluate(moved, scratch);
            assertEquals((up - down) / 2e-5, gradient[i], 2e-5 * (1 + Math.abs(gradient[i])), "variable " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // constP, constA, constS, regulariser, first, last, pad, trajectories
        "false, false, false, 0, 0, -1, 1, false",
        "true, false, false, 0, 0, -1, 1, false",
        "false, true, false, 0, 0, -1, 1, false",
        "false, false, true, 0, 0, -1, 1, false",
        "true, true, false, 0, 0, -1, 1, false",
        "false, true, true, 0, 0, -1, 1, false",
        "false, false, false, 0.7, 0, -1, 1, false",
        "false, false, false, 0, 2, 4, 1, false",
        "false, false, false, 0.7, 1, -1, 2, false",
        "false, false, false, 0, 0, -1, 3, true",
    })
    void theGradientAgreesWithCentralDifferences(
            boolean constP, boolean constA, boolean constS, double regulariser, int first, int last, int pad,
            boolean moving) {
        SyntheticTomogram tomogram = new SyntheticTomogram(23, 7, 1);
        double[] offsets = moving ? randomVector(3 * 23 * 7, 2, 5) : null;
        SyntheticTomogram.Input input = tomogram.input(arena, 4, pad, SyntheticTomogram.waves(2), offsets);
        AlignmentProblem problem = problem(
                input, new AlignmentOptions(constP, constA, constS, regulariser, first, last), POOL);
        int n = problem.size();
        assertEquals(7 * ((constA ? 0 : 3) + (constS ? 0 : 2)) + (constP ? 0 : 3 * 23), n);
        // Displacements of a few px: some points lie outside the range of 4 px, where the regulariser acts.
        double[] x = randomVector(n, 1.2, 3);
        double[] gradient = new double[n];
        double value = problem.evaluate(x, gradient);
        assertTrue(Math.abs(value) > 0.1);
        double[] scratch = new double[n];
        double h = 1e-5;
        int nonZero = 0;
        for (int i = 0; i < n; i++) {
            double[] moved = x.clone();
            moved[i] = x[i] + h;
            double up = problem.evaluate(moved, scratch);
            moved[i] = x[i] - h;
            double down = problem.evaluate(moved, scratch);
            // Second derivatives jump at pixel borders, so the difference quotient is good to h times such a jump.
            assertEquals((up - down) / (2 * h), gradient[i], 2e-5 * (1 + Math.abs(gradient[i])), "variable " + i);
            nonZero += gradient[i] == 0 ? 0 : 1;
        }
        // Images that are not counted have no gradient, everything else does.
        int counted = (last < 0 ? 6 : last) - first + 1;
        assertEquals(n - (7 - counted) * ((constA ? 0 : 3) + (constS ? 0 : 2)), nonZero);
    }

    @Test
    void theValueIsMinusTheSumOfTheWindowsAtTheProjectedPositions() {
        SyntheticTomogram tomogram = new SyntheticTomogram(11, 6, 4);
        int pad = 2;
        SyntheticTomogram.Input input = tomogram.input(arena, 5, pad, SyntheticTomogram.waves(8), null);
        AlignmentProblem problem = problem(input, AlignmentOptions.DEFAULT, POOL);
        double[] x = randomVector(problem.size(), 1, 9);
        Geometry result = problem.geometry(x);
        CorrelationStack stack = input.windows();
        double sum = 0;
        for (int p = 0; p < 11; p++) {
            for (int t = 0; t < 6; t++) {
                Vec3 y = result.projections().get(t).apply(result.positions().get(p));
                int w = stack.window(p, t);
                double[] value = new double[1];
                KERNELS.bicubic().valueAndGradient(stack.segment(), stack.side(), w, 1,
                        new double[] {(y.x() - stack.x(w) + 5) * pad + 3},
                        new double[] {(y.y() - stack.y(w) + 5) * pad + 3}, value, new double[1], new double[1]);
                sum += value[0];
            }
        }
        assertEquals(-sum, problem.evaluate(x, new double[x.length]), 1e-9 * (1 + Math.abs(sum)));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "1, true"})
    void knownErrorsAreRecovered(int pad, boolean moving) {
        SyntheticTomogram tomogram = new SyntheticTomogram(30, 9, 11);
        double[] offsets = moving ? randomVector(3 * 30 * 9, 3, 5) : null;
        SyntheticTomogram.Input start = tomogram.input(arena, 8, 1, (p, t, x, y) -> 0, offsets);
        AlignmentProblem geometry = problem(start, AlignmentOptions.DEFAULT, POOL);
        double[] errors = randomVector(geometry.size(), 1, 12);
        Geometry truth = geometry.geometry(errors);
        SyntheticTomogram.Input input = tomogram.input(arena, 8, pad, tomogram.peaks(truth, offsets), offsets);
        AlignmentProblem problem = problem(input, AlignmentOptions.DEFAULT, POOL);
        Solution solution = new Lbfgs(KERNELS.vectors(), AlignmentProblem.OPTIMISER, AlignmentProblem.STOPPING, IterationListener.NONE)
                .minimise(problem, new double[problem.size()]);
        Geometry unchanged = problem.geometry(new double[problem.size()]);
        assertTrue(tomogram.distance(unchanged, truth, offsets) > 1.5);
        // What remains is the bias of the interpolation: peaks of width 2 px on a grid of 1/pad px.
        assertEquals(0, tomogram.distance(problem.geometry(solution.x()), truth, offsets), 0.025 / (pad * pad));
        // All peaks are reached: the cost does not depend on the padding.
        assertEquals(-10.0 * 30 * 9, solution.lastCost(), 0.005 * 10 * 30 * 9);
        assertTrue(solution.reason() == Reason.GRADIENT_SMALL || solution.reason() == Reason.NO_PROGRESS);
    }

    @Test
    void theResultDoesNotDependOnTheNumberOfThreads() {
        SyntheticTomogram tomogram = new SyntheticTomogram(150, 11, 21);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(22), null);
        double[] first = null;
        for (int threads = 1; threads <= 3; threads++) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                AlignmentProblem problem = problem(input, AlignmentOptions.DEFAULT, pool);
                double[] x = randomVector(problem.size(), 1, 23);
                double[] out = new double[x.length];
                for (int repeat = 0; repeat < 20; repeat++) {
                    double value = problem.evaluate(x, out);
                    double[] all = java.util.Arrays.copyOf(out, out.length + 1);
                    all[out.length] = value;
                    if (first == null) {
                        first = all;
                    }
                    assertArrayEquals(first, all);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"particles", "angles", "shifts"})
    void frozenParametersStay(String frozen) {
        SyntheticTomogram tomogram = new SyntheticTomogram(12, 5, 31);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(32), null);
        AlignmentProblem problem = problem(input, new AlignmentOptions(
                frozen.equals("particles"), frozen.equals("angles"), frozen.equals("shifts"), 0, 0, -1), POOL);
        Geometry result = problem.geometry(randomVector(problem.size(), 1, 33));
        int movedParticles = 0;
        int turned = 0;
        for (int p = 0; p < 12; p++) {
            movedParticles += result.positions().get(p).equals(tomogram.positions.get(p)) ? 0 : 1;
        }
        for (int f = 0; f < 5; f++) {
            turned += result.projections().get(f).linear().equals(tomogram.projections.get(f).linear()) ? 0 : 1;
            // Without shifts the projection of the centre, relative to it, only turns.
            double before = tomogram.projections.get(f).apply(SyntheticTomogram.CENTRE).minus(SyntheticTomogram.CENTRE).norm();
            double after = result.projections().get(f).apply(SyntheticTomogram.CENTRE).minus(SyntheticTomogram.CENTRE).norm();
            assertEquals(frozen.equals("shifts"), Math.abs(before - after) < 1e-9);
        }
        assertEquals(frozen.equals("particles") ? 0 : 12, movedParticles);
        assertEquals(frozen.equals("angles") ? 0 : 5, turned);
    }

    @Test
    void invisibleWindowsAreNeverRead() {
        SyntheticTomogram tomogram = new SyntheticTomogram(9, 5, 41);
        SyntheticTomogram.Input full = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(42), null);
        CorrelationStack holes = new CorrelationStack(arena, 9, 5, WindowShape.withoutMargin(4, 1));
        double sum = 0;
        for (int w = 0; w < 45; w++) {
            if (w % 4 == 0) {
                holes.slice(w).fill((byte) 0xff);
                continue;
            }
            holes.slice(w).copyFrom(full.windows().slice(w));
            holes.setPosition(w, full.windows().x(w), full.windows().y(w));
            sum += full.windows().slice(w).getAtIndex(ValueLayout.JAVA_FLOAT,
                    (long) holes.centre() * holes.side() + holes.centre());
        }
        AlignmentProblem problem = problem(
                new SyntheticTomogram.Input(holes, tomogram.geometry(null)),
                new AlignmentOptions(false, false, false, 3, 0, -1), POOL);
        double[] gradient = new double[problem.size()];
        assertEquals(-sum, problem.evaluate(new double[problem.size()], gradient), 1e-9);
        for (double g : gradient) {
            assertTrue(Double.isFinite(g));
        }
    }
}
