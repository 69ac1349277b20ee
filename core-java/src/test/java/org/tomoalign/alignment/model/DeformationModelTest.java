package org.tomoalign.alignment.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.geometry.DeformationField;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.optimise.IterationListener;
import org.tomoalign.optimise.Lbfgs;
import org.tomoalign.optimise.Solution;
import org.tomoalign.tomogram.Geometry;

class DeformationModelTest {
    private static final Kernels KERNELS = KernelProvider.named("scalar");
    private static final int IMAGES = 5;
    private static final int PARTICLES = 21;
    private final SyntheticTomogram tomogram = new SyntheticTomogram(PARTICLES, IMAGES, 3);

    private static double[] random(int n, double size, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, n).mapToDouble(i -> size * random.nextGaussian()).toArray();
    }

    private static SeriesDeformation series(DeformationField field, double size, long seed) {
        return SeriesDeformation.of(field, IntStream.range(0, IMAGES).mapToObj(f -> {
            double[] c = random(field.coefficients(), size, seed + f);
            return IntStream.range(0, c.length).mapToObj(k -> c[k] * field.unit(k)).toList();
        }).toList());
    }

    private AlignmentProblem problem(SyntheticTomogram.Input input, AlignmentOptions options, DeformationModel model) {
        return input.problem(options, new NoMotion(), model, KERNELS, ForkJoinPool.commonPool());
    }

    @ParameterizedTest
    @CsvSource({
        // kind, per image, with input, regulariser (negative: default), const positions
        "LINEAR, false, false, -1, false",
        "LINEAR, true, true, 0, false",
        "SPLINE, false, true, 0, false",
        "SPLINE, true, false, -1, true",
        "SPLINE, false, false, 0.3, false",
        "FOURIER, false, false, 2000, false",
        "FOURIER, true, true, -1, false",
    })
    void theGradientAgreesWithCentralDifferences(
            DeformationKind kind, boolean perImage, boolean given, double regulariser, boolean constP) {
        // The image is smaller than the cloud of particles: some lie outside the grid.
        DeformationField field = kind.field(300, 280, 3, 4);
        try (Arena arena = Arena.ofShared()) {
            SyntheticTomogram.Input input = tomogram.input(arena, 8, 1, SyntheticTomogram.waves(5), null);
            RefinedDeformation model = new RefinedDeformation(field, perImage, tomogram.order,
                    given ? series(field, 0.5, 17) : SeriesDeformation.NONE,
                    regulariser < 0 ? OptionalDouble.empty() : OptionalDouble.of(regulariser));
            AlignmentProblem problem =
                    problem(input, new AlignmentOptions(constP, false, false, 0, 0, -1), model);
            int n = problem.size();
            int own = field.coefficients() * (perImage ? IMAGES : 1);
            assertEquals(5 * IMAGES + (constP ? 0 : 3 * PARTICLES) + own, n);
            double[] x = random(n, 0.8, 6);
            double[] gradient = new double[n];
            problem.evaluate(x, gradient);
            double[] scratch = new double[n];
            int nonZero = 0;
            for (int i = 0; i < n; i++) {
                double h = 1e-5;
                double[] moved = x.clone();
                moved[i] = x[i] + h;
                double up = problem.evaluate(moved, scratch);
                moved[i] = x[i] - h;
                double down = problem.evaluate(moved, scratch);
                assertEquals((up - down) / (2 * h), gradient[i], 3e-5 * (1 + Math.abs(gradient[i])), "variable " + i);
                nonZero += i >= n - own && gradient[i] != 0 ? 1 : 0;
            }
            assertTrue(nonZero > 0.7 * own);
        }
    }

    @Test
    void atZeroTheCostIsThatOfTheInputDeformation() {
        DeformationField field = DeformationKind.SPLINE.field(400, 300, 3, 3);
        SeriesDeformation given = series(field, 1, 9);
        try (Arena arena = Arena.ofShared()) {
            SyntheticTomogram.Input input = tomogram.input(arena, 8, 1, SyntheticTomogram.waves(5), null);
            AlignmentProblem fixed =
                    problem(input, AlignmentOptions.DEFAULT, new FixedDeformation(given, tomogram.order));
            AlignmentProblem refined = problem(input, AlignmentOptions.DEFAULT,
                    new RefinedDeformation(field, true, tomogram.order, given, OptionalDouble.of(0)));
            double[] x = new double[refined.size()];
            double[] gradient = new double[refined.size()];
            double cost = refined.evaluate(x, gradient);
            assertEquals(cost, fixed.evaluate(new double[fixed.size()], new double[fixed.size()]), 1e-9);
            double direct = 0;
            CorrelationStack stack = input.windows();
            for (int p = 0; p < PARTICLES; p++) {
                for (int t = 0; t < IMAGES; t++) {
                    int f = tomogram.order[t];
                    Vec3 q = given.apply(f, tomogram.projections.get(f).apply(tomogram.positions.get(p)));
                    int w = stack.window(p, t);
                    double[] value = new double[1];
                    KERNELS.bicubic().valueAndGradient(stack.segment(), stack.side(), w, 1,
                            new double[] {q.x() - stack.x(w) + 11}, new double[] {q.y() - stack.y(w) + 11}, value,
                            new double[1], new double[1]);
                    direct -= value[0];
                }
            }
            assertEquals(direct, cost, 1e-8);
            // The coefficients come back in file order, as they went in; fixed ones are nobody's to return.
            Geometry result = refined.geometry(x);
            for (int f = 0; f < IMAGES; f++) {
                assertArrayEquals(given.coefficients(f),
                        result.deformations().get(f).stream().mapToDouble(Double::doubleValue).toArray(), 1e-12);
            }
            assertEquals(List.of(), fixed.geometry(new double[fixed.size()]).deformations());
        }
    }

    @Test
    void sharedCoefficientsStartAtTheMean() {
        DeformationField field = DeformationKind.LINEAR.field(400, 300, 1, 1);
        SeriesDeformation given = series(field, 1, 9);
        RefinedDeformation model =
                new RefinedDeformation(field, false, tomogram.order, given, OptionalDouble.empty());
        List<List<Double>> start = model.coefficients(new double[3], 0);
        assertEquals(IMAGES, start.size());
        double mean = IntStream.range(0, IMAGES).mapToDouble(f -> given.coefficients(f)[1]).average().orElseThrow();
        for (List<Double> c : start) {
            assertEquals(mean, c.get(1), 1e-12);
        }
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, false", "SPLINE, false", "SPLINE, true", "FOURIER, false"})
    void whatTheDataDoNotSayDoesNotRunAway(DeformationKind kind, boolean perImage) {
        DeformationField field = kind.field(400, 300, 3, 3);
        try (Arena arena = Arena.ofShared()) {
            // Peaks where the input has them, with noise: a deformation could only fit the noise.
            Geometry truth = new Geometry(tomogram.projections, tomogram.positions, null, List.of());
            SyntheticTomogram.Landscape peaks = tomogram.peaks(truth, null);
            SyntheticTomogram.Landscape noise = SyntheticTomogram.waves(77);
            SyntheticTomogram.Input input = tomogram.input(arena, 8, 1,
                    (p, t, ex, ey) -> peaks.at(p, t, ex, ey) + 0.3 * noise.at(p, t, ex, ey), null);
            AlignmentProblem problem = problem(input, AlignmentOptions.DEFAULT, new RefinedDeformation(
                    field, perImage, tomogram.order, SeriesDeformation.NONE, OptionalDouble.empty()));
            Solution solution = new Lbfgs(KERNELS.vectors(), AlignmentProblem.OPTIMISER, AlignmentProblem.STOPPING, IterationListener.NONE)
                    .minimise(problem, new double[problem.size()]);
            Geometry result = problem.geometry(solution.x());
            assertTrue(tomogram.distance(result, truth, null) < 1.5);
            SeriesDeformation found = SeriesDeformation.of(field, result.deformations());
            double largest = 0;
            for (int f = 0; f < IMAGES; f++) {
                for (double[] q : new double[][] {{0, 0}, {200, 150}, {399, 20}, {10, 290}, {380, 280}}) {
                    Vec3 from = new Vec3(q[0], q[1], 0);
                    largest = Math.max(largest, found.apply(f, from).minus(from).norm());
                }
            }
            assertTrue(largest < 3, "displaced by " + largest);
            assertTrue(Arrays.stream(solution.x()).allMatch(Double::isFinite));
        }
    }
}
