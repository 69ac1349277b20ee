package org.tomoalign.alignment.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
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
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.TiltSeries;

class DeformationModelTest {
    private static final Kernels KERNELS = KernelProvider.named("scalar");
    private static final int IMAGES = 5;
    private static final int PARTICLES = 21;
    private final SyntheticTomogram tomogram = new SyntheticTomogram(PARTICLES, IMAGES, 3);

    private static double[] random(int n, double size, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, n).mapToDouble(i -> size * random.nextGaussian()).toArray();
    }

    private static DeformationSettings settings(
            DeformationKind kind, int gridWidth, int gridHeight, boolean perImage, OptionalDouble regulariser) {
        return new DeformationSettings(kind, gridWidth, gridHeight, regulariser, perImage);
    }

    /** Returns a random deformation, some units in size. */
    private static Deformation deformation(DeformationSettings settings, TiltSeries series, double size, long seed) {
        DeformationField field = settings.field(series.imageWidth(), series.imageHeight());
        return new Deformation(settings.kind(), settings.gridWidth(), settings.gridHeight(),
                IntStream.range(0, IMAGES).mapToObj(t -> {
                    double[] c = random(field.coefficients(), size, seed + t);
                    return IntStream.range(0, c.length).mapToDouble(k -> c[k] * field.unit(k)).toArray();
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
        TiltSeries series = tomogram.series(300, 280);
        DeformationSettings settings = settings(kind, 3, 4, perImage,
                regulariser < 0 ? OptionalDouble.empty() : OptionalDouble.of(regulariser));
        try (Arena arena = Arena.ofShared()) {
            SyntheticTomogram.Input input = tomogram.input(arena, 8, 1, SyntheticTomogram.waves(5), null);
            RefinedDeformation model = new RefinedDeformation(
                    settings, series, given ? deformation(settings, series, 0.5, 17) : Deformation.NONE);
            AlignmentProblem problem =
                    problem(input, new AlignmentOptions(constP, false, false, 0, 0, -1), model);
            int n = problem.size();
            int own = kind.field(300, 280, 3, 4).coefficients() * (perImage ? IMAGES : 1);
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
        TiltSeries series = tomogram.series(400, 300);
        DeformationSettings settings = settings(DeformationKind.SPLINE, 3, 3, true, OptionalDouble.of(0));
        Deformation given = deformation(settings, series, 1, 9);
        try (Arena arena = Arena.ofShared()) {
            SyntheticTomogram.Input input = tomogram.input(arena, 8, 1, SyntheticTomogram.waves(5), null);
            AlignmentProblem fixed =
                    problem(input, AlignmentOptions.DEFAULT, new FixedDeformation(given, series));
            AlignmentProblem refined =
                    problem(input, AlignmentOptions.DEFAULT, new RefinedDeformation(settings, series, given));
            double[] x = new double[refined.size()];
            double[] gradient = new double[refined.size()];
            double cost = refined.evaluate(x, gradient);
            assertEquals(cost, fixed.evaluate(new double[fixed.size()], new double[fixed.size()]), 1e-9);
            double direct = 0;
            Projector projector = new Projector(series, input.geometry().withDeformation(given));
            CorrelationStack stack = input.windows();
            for (int p = 0; p < PARTICLES; p++) {
                for (int t = 0; t < IMAGES; t++) {
                    Vec3 q = projector.project(p, t);
                    int w = stack.window(p, t);
                    double[] value = new double[1];
                    KERNELS.bicubic().valueAndGradient(stack.segment(), stack.side(), w, 1,
                            new double[] {q.x() - stack.x(w) + 11}, new double[] {q.y() - stack.y(w) + 11}, value,
                            new double[1], new double[1]);
                    direct -= value[0];
                }
            }
            assertEquals(direct, cost, 1e-8);
            // The coefficients come back as they went in; fixed ones stay.
            Deformation result = refined.geometry(x).deformation();
            assertTrue(result.hasGridOf(DeformationKind.SPLINE, 3, 3));
            for (int t = 0; t < IMAGES; t++) {
                assertArrayEquals(given.coefficients().get(t), result.coefficients().get(t), 1e-12);
            }
            assertSame(given, fixed.geometry(new double[fixed.size()]).deformation());
        }
    }

    @Test
    void sharedCoefficientsStartAtTheMean() {
        TiltSeries series = tomogram.series(400, 300);
        DeformationSettings settings = settings(DeformationKind.LINEAR, 1, 1, false, OptionalDouble.empty());
        Deformation given = deformation(settings, series, 1, 9);
        RefinedDeformation model = new RefinedDeformation(settings, series, given);
        List<double[]> start = model.deformation(new double[3], 0).coefficients();
        assertEquals(IMAGES, start.size());
        double mean = given.coefficients().stream().mapToDouble(c -> c[1]).average().orElseThrow();
        for (double[] c : start) {
            assertEquals(mean, c[1], 1e-12);
        }
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, false", "SPLINE, false", "SPLINE, true", "FOURIER, false"})
    void whatTheDataDoNotSayDoesNotRunAway(DeformationKind kind, boolean perImage) {
        TiltSeries series = tomogram.series(400, 300);
        try (Arena arena = Arena.ofShared()) {
            // Peaks where the input has them, with noise: a deformation could only fit the noise.
            Geometry truth = tomogram.geometry(null);
            SyntheticTomogram.Landscape peaks = tomogram.peaks(truth, null);
            SyntheticTomogram.Landscape noise = SyntheticTomogram.waves(77);
            SyntheticTomogram.Input input = tomogram.input(arena, 8, 1,
                    (p, t, ex, ey) -> peaks.at(p, t, ex, ey) + 0.3 * noise.at(p, t, ex, ey), null);
            AlignmentProblem problem = problem(input, AlignmentOptions.DEFAULT, new RefinedDeformation(
                    settings(kind, 3, 3, perImage, OptionalDouble.empty()), series, Deformation.NONE));
            Solution solution = new Lbfgs(KERNELS.vectors(), AlignmentProblem.OPTIMISER, AlignmentProblem.STOPPING,
                    IterationListener.NONE)
                    .minimise(problem, new double[problem.size()]);
            Geometry result = problem.geometry(solution.x());
            assertTrue(tomogram.distance(result, truth, null) < 1.5);
            DeformationField field = result.deformation().field(series);
            DeformationField.Displacement found = new DeformationField.Displacement();
            double largest = 0;
            for (double[] coefficients : result.deformation().coefficients()) {
                for (double[] q : new double[][] {{0, 0}, {200, 150}, {399, 20}, {10, 290}, {380, 280}}) {
                    field.evaluate(q[0], q[1], coefficients, 0, found);
                    largest = Math.max(largest, Math.hypot(found.x, found.y));
                }
            }
            assertTrue(largest < 3, "displaced by " + largest);
            assertTrue(Arrays.stream(solution.x()).allMatch(Double::isFinite));
        }
    }
}
