package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.alignment.model.WindowCurvature;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.tomogram.Deformation;

class StaticVariancesTest {
    private static final Kernels KERNELS = KernelProvider.get();
    private static final int PARTICLES = 19;
    private static final int IMAGES = 5;
    private final ForkJoinPool pool = new ForkJoinPool(2);
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
        pool.shutdown();
    }

    private static double[] random(int n, double scale, long seed) {
        return new Random(seed).doubles(n, -scale, scale).toArray();
    }

    private static DeformationModel deformation(SyntheticTomogram tomogram, String kind) {
        if (kind.equals("none")) {
            return new NoDeformation();
        }
        return new RefinedDeformation(new DeformationSettings(
                kind.startsWith("spline") ? DeformationKind.SPLINE : DeformationKind.LINEAR, 3, 3,
                kind.endsWith("by user") ? OptionalDouble.of(0.3) : OptionalDouble.empty(), kind.contains("per image")),
                tomogram.series(400, 350), Deformation.NONE);
    }

    /** Curvatures of all kinds; particle 3 is seen nowhere, 4 once, image 2 not at all. */
    private static double[][] curvatures(int particles, int images) {
        Random random = new Random(8);
        double[][] out = new double[particles * images][3];
        for (int w = 0; w < out.length; w++) {
            double xx = 0.2 + 3 * random.nextDouble();
            double yy = 0.2 + 3 * random.nextDouble();
            double xy = (random.nextDouble() - 0.5) * Math.sqrt(xx * yy);
            int p = w / images;
            if (p != 3 && w % images != 2 && (p != 4 || w % images == 1)) {
                out[w] = new double[] {xx, xy, yy};
            }
        }
        return out;
    }

    private static WindowCurvature windows(double[][] curvatures) {
        WindowCurvature out = new WindowCurvature(curvatures.length);
        for (int w = 0; w < curvatures.length; w++) {
            out.kxx[w] = curvatures[w][0];
            out.kxy[w] = curvatures[w][1];
            out.kyy[w] = curvatures[w][2];
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({
        // deformation, constP, constA, constS, moving
        "none, false, false, false, false",
        "none, false, false, false, true",
        "none, true, false, false, false",
        "none, false, true, false, false",
        "none, false, false, true, true",
        "none, false, true, true, false",
        "none, true, true, false, false",
        "linear, false, false, false, false",
        "linear per image, false, false, false, true",
        "linear per image by user, false, true, false, false",
        "spline, false, false, false, false",
        "spline per image, true, true, false, false",
        "spline by user, false, true, true, false",
    })
    void theyAreThoseOfTheWholeInverse(String kind, boolean constP, boolean constA, boolean constS, boolean moving) {
        SyntheticTomogram tomogram = new SyntheticTomogram(PARTICLES, IMAGES, 3);
        double[] offsets = moving ? random(3 * PARTICLES * IMAGES, 4, 5) : null;
        AlignmentProblem problem = tomogram.input(arena, 4, 1, (p, t, x, y) -> 0, offsets).problem(
                new AlignmentOptions(constP, constA, constS, 0, 0, -1), new NoMotion(), deformation(tomogram, kind),
                KERNELS, pool);
        double[] x = random(problem.size(), 1.5, 6);
        NormalPrior prior = new NormalPrior(0.4, 0.7, 0.3, kind.endsWith("by user") ? -1 : 0.6);
        double[][] curvatures = curvatures(PARTICLES, IMAGES);
        DensePosterior dense = new DensePosterior(tomogram, problem, x, curvatures, prior);
        PosteriorVariances found = StaticVariances.of(problem.current(x), problem.deformation(), windows(curvatures), prior,
                true, KERNELS, pool);
        assertEquals(problem.size(), found.unknowns().length);
        for (int i = 0; i < problem.size(); i++) {
            // Differences are good to the square of their step.
            assertEquals(1, found.unknowns()[i] / dense.covariance[i][i], 1e-6, "unknown " + i);
        }
        for (int w = 0; w < curvatures.length; w++) {
            assertEquals(dense.ofWindow(w), found.windows()[w], 1e-6 * dense.ofWindow(w), "window " + w);
        }
        assertEquals(dense.determined(), found.determined(), 1e-6 * problem.size());
        assertNull(found.lastDisplacements());
        PosteriorVariances fewer = StaticVariances.of(problem.current(x), problem.deformation(), windows(curvatures), prior,
                false, KERNELS, pool);
        assertArrayEquals(found.unknowns(), fewer.unknowns());
        assertNull(fewer.windows());
    }

    /** What no window shows has the prior's variance; nothing is determined. */
    @Test
    void withoutWindowsThePriorIsLeft() {
        SyntheticTomogram tomogram = new SyntheticTomogram(4, 3, 3);
        AlignmentProblem problem = tomogram.input(arena, 4, 1, (p, t, x, y) -> 0, null).problem(
                AlignmentOptions.DEFAULT, new NoMotion(), new NoDeformation(), KERNELS, pool);
        NormalPrior prior = new NormalPrior(0.4, 0.7, 0.3, -1);
        PosteriorVariances found = StaticVariances.of(problem.current(new double[problem.size()]), problem.deformation(),
                new WindowCurvature(12), prior, true, KERNELS, pool);
        for (int i = 0; i < problem.size(); i++) {
            assertEquals(1 / (i >= 15 ? 0.3 : i % 5 < 3 ? 0.4 : 0.7), found.unknowns()[i], 1e-9);
        }
        assertEquals(0, found.determined(), 1e-9);
    }

    /** One particle: its position and the images' shifts cannot be told apart, but the prior can. */
    @Test
    void oneParticleOnOneImage() {
        SyntheticTomogram tomogram = new SyntheticTomogram(1, 1, 3);
        AlignmentProblem problem = tomogram.input(arena, 4, 1, (p, t, x, y) -> 0, null).problem(
                AlignmentOptions.DEFAULT, new NoMotion(), new NoDeformation(), KERNELS, pool);
        NormalPrior prior = new NormalPrior(0.1, 0.2, 0.05, -1);
        double[][] curvatures = {{30, 4, 20}};
        double[] x = random(8, 1, 2);
        DensePosterior dense = new DensePosterior(tomogram, problem, x, curvatures, prior);
        PosteriorVariances found = StaticVariances.of(
                problem.current(x), problem.deformation(), windows(curvatures), prior, true, KERNELS, pool);
        for (int i = 0; i < 8; i++) {
            assertEquals(1, found.unknowns()[i] / dense.covariance[i][i], 1e-6);
            assertTrue(found.unknowns()[i] > 0);
        }
        assertEquals(dense.ofWindow(0), found.windows()[0], 1e-6 * dense.ofWindow(0));
    }
}
