package org.tomoalign.alignment.precondition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.model.Pivot;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.alignment.model.WindowCurvature;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.linalg.Cholesky;
import org.tomoalign.tomogram.Deformation;

class BundlePreconditionerTest {
    private static final Kernels KERNELS = KernelProvider.get();
    private final ForkJoinPool pool = new ForkJoinPool(2);
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
        pool.shutdown();
    }

    private static DeformationModel deformation(SyntheticTomogram tomogram, String kind, boolean perImage) {
        if (kind.equals("none")) {
            return new NoDeformation();
        }
        DeformationKind family = switch (kind) {
            case "linear" -> DeformationKind.LINEAR;
            case "spline" -> DeformationKind.SPLINE;
            default -> DeformationKind.FOURIER;
        };
        return new RefinedDeformation(new DeformationSettings(family, 3, 3, OptionalDouble.empty(), perImage),
                tomogram.series(400, 350), Deformation.NONE);
    }

    private AlignmentProblem problem(
            SyntheticTomogram.Input input, AlignmentOptions options, DeformationModel deformation,
            ForkJoinPool workers) {
        return input.problem(options, new NoMotion(), deformation, KERNELS, workers);
    }

    private static double[] random(int n, double scale, long seed) {
        return new Random(seed).doubles(n, -scale, scale).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** With parabolas as windows and all but the coefficients fixed, the cost is quadratic; what is left is the damping. */
    @ParameterizedTest
    @CsvSource({"linear, false", "linear, true", "spline, false", "spline, true", "fourier, false"})
    void invertsTheHessianOfDeformations(String kind, boolean perImage) {
        SyntheticTomogram tomogram = new SyntheticTomogram(60, 5, 1);
        SyntheticTomogram.Input input = tomogram.input(arena, 8, 1,
                (p, t, x, y) -> -(0.5 + 0.01 * p) * x * x - 0.3 * x * y - (1 - 0.1 * t) * y * y, null);
        AlignmentProblem problem = problem(input, new AlignmentOptions(true, true, true, 0, 0, -1),
                deformation(tomogram, kind, perImage), pool);
        int n = problem.size();
        for (int bolder = 0; bolder < 3; bolder++) {
            problem.prepare(new double[n]);
        }
        double[] v = random(n, 0.2, 2);
        double[] atZero = new double[n];
        double[] atV = new double[n];
        problem.evaluate(new double[n], atZero);
        problem.evaluate(v, atV);
        for (int i = 0; i < n; i++) {
            atV[i] -= atZero[i];
        }
        double[] back = new double[n];
        problem.precondition(atV, back);
        // The damping is a thousandth of the diagonal, so the energies agree to the same.
        assertEquals(dot(v, atV), dot(back, atV), 2e-3 * dot(v, atV));
        assertTrue(dot(back, atV) < dot(v, atV));
    }

    @ParameterizedTest
    @CsvSource({
        "none, false, false, false, false", "none, false, true, false, false", "none, false, false, true, true",
        "none, false, true, true, false", "linear, true, false, false, false", "spline, false, false, false, false",
        "fourier, true, false, true, false", "spline, false, true, true, true",
    })
    void isSymmetricAndPositiveDefiniteWhateverTheModel(
            String kind, boolean perImage, boolean constP, boolean constA, boolean constS) {
        SyntheticTomogram tomogram = new SyntheticTomogram(150, 6, 3);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(5), null);
        for (int t = 0; t < 6; t++) {
            // One particle is seen nowhere, another once; the last image does not count.
            input.windows().hide(input.windows().window(7, t));
            if (t > 0) {
                input.windows().hide(input.windows().window(8, t));
            }
        }
        AlignmentProblem problem = problem(input, new AlignmentOptions(constP, constA, constS, 0, 0, 4),
                deformation(tomogram, kind, perImage), pool);
        int n = problem.size();
        for (int k = 0; k < 5; k++) {
            problem.prepare(random(n, 0.5, 4));
            double[] a = random(n, 1, 10 + k);
            double[] b = random(n, 1, 20 + k);
            double[] pa = new double[n];
            double[] pb = new double[n];
            problem.precondition(a, pa);
            problem.precondition(b, pb);
            assertTrue(dot(a, pa) > 0);
            assertEquals(dot(a, pb), dot(b, pa), 1e-9 * Math.sqrt(dot(a, pa) * dot(b, pb)));
        }
    }

    /**
     * A particle in windows that hardly say anything, or contradict each other, is not moved much farther by a force than a
     * particle in mean windows: it would be lost in the next flat window.
     */
    @Test
    void particlesInFlatWindowsDoNotRunAway() {
        int particles = 60;
        int images = 6;
        SyntheticTomogram tomogram = new SyntheticTomogram(particles, images, 3);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, (p, t, x, y) -> 0, null);
        ParameterLayout layout = new ParameterLayout(images, particles, false, false, true, 0, 0);
        CurrentGeometry geometry = new CurrentGeometry(layout, input.geometry(), SyntheticTomogram.CENTRE,
                Pivot.COORDINATES_OF_THE_CENTRE);
        geometry.set(new double[layout.size()], new NoMotion(), pool);
        WindowCurvature curvature = new WindowCurvature(particles * images);
        Random random = new Random(4);
        for (int w = 0; w < particles * images; w++) {
            // From convincing to flat, and of both signs.
            double size = Math.pow(10, -(w / images) % 5);
            curvature.kxx[w] = size * random.nextGaussian();
            curvature.kxy[w] = size * random.nextGaussian();
            curvature.kyy[w] = size * (random.nextGaussian() + 1);
        }
        MeanCurvature mean = MeanCurvature.of(curvature, particles, images);
        double[] ofAll = new ImageCoupling(geometry, mean).positionCurvatures();
        double[] meanHessian = new double[9];
        for (int i = 0; i < ofAll.length; i++) {
            meanHessian[i % 9] += ofAll[i];
        }
        Cholesky meanFactor = Cholesky.of(meanHessian, 3).orElseThrow();
        BundlePreconditioner preconditioner = new BundlePreconditioner(
                layout, new NoDeformation(), NormalPrior.NONE, KERNELS, pool);
        for (CurvatureModel model : CurvatureModel.values()) {
            assertTrue(preconditioner.update(geometry, curvature));
            for (int p = 0; p < particles; p++) {
                double[] force = random(3, 1, p);
                double[] v = new double[layout.size()];
                System.arraycopy(force, 0, v, 3 * p, 3);
                double[] out = new double[layout.size()];
                preconditioner.apply(v, out);
                double[] meanResponse = force.clone();
                meanFactor.solve(meanResponse);
                assertTrue(dot(v, out) < 4 * dot(force, meanResponse), model + ", particle " + p);
            }
        }
    }

    /** Nothing is known of the positions along the beam. */
    @Test
    void oneImageIsEnough() {
        SyntheticTomogram tomogram = new SyntheticTomogram(20, 1, 3);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(5), null);
        AlignmentProblem problem = problem(input, AlignmentOptions.DEFAULT, new NoDeformation(), pool);
        int n = problem.size();
        for (int k = 0; k < 3; k++) {
            assertTrue(problem.prepare(random(n, 0.5, 4)));
            double[] a = random(n, 1, 10 + k);
            double[] pa = new double[n];
            problem.precondition(a, pa);
            assertTrue(dot(a, pa) > 0);
        }
    }

    @Test
    void thereIsNoneForWindowsThatAreNotFinite() {
        SyntheticTomogram tomogram = new SyntheticTomogram(20, 3, 3);
        SyntheticTomogram.Input input = tomogram.input(
                arena, 4, 1, (p, t, x, y) -> p == 11 && t == 1 ? Double.NaN : Math.cos(x), null);
        AlignmentProblem problem = problem(input, AlignmentOptions.DEFAULT, new NoDeformation(), pool);
        assertFalse(problem.prepare(new double[problem.size()]));
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() {
        SyntheticTomogram tomogram = new SyntheticTomogram(150, 6, 3);
        SyntheticTomogram.Input input = tomogram.input(arena, 4, 1, SyntheticTomogram.waves(5), null);
        double[][] out = new double[2][];
        for (int threads = 1; threads <= 2; threads++) {
            try (ForkJoinPool workers = new ForkJoinPool(threads)) {
                AlignmentProblem problem = problem(
                        input, AlignmentOptions.DEFAULT, deformation(tomogram, "linear", true), workers);
                int n = problem.size();
                out[threads - 1] = new double[n];
                problem.prepare(random(n, 0.5, 4));
                problem.prepare(random(n, 0.5, 5));
                problem.precondition(random(n, 1, 6), out[threads - 1]);
            }
        }
        assertArrayEquals(out[0], out[1]);
    }

    @Test
    void leavesMotionAndVeryManyCoefficientsToTheOther() {
        assertTrue(BundlePreconditioner.suits(new ParameterLayout(41, 2000, true, true, true, 0, 72)));
        assertFalse(BundlePreconditioner.suits(new ParameterLayout(41, 20, true, true, true, 30, 0)));
        assertFalse(BundlePreconditioner.suits(new ParameterLayout(41, 20, true, true, true, 0, 41 * 72)));
    }
}
