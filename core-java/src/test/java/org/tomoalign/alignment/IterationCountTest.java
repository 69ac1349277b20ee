package org.tomoalign.alignment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.optimise.IterationListener;
import org.tomoalign.optimise.Lbfgs;
import org.tomoalign.optimise.Solution;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;

/**
 * The optimiser's work on noisy windows, as in the table of docs/method.md: a change of a model, preconditioner or setting
 * that costs a third more iterations is seen here, and so is one that saves them (which belongs into the table then).
 */
class IterationCountTest {
    private static final Kernels KERNELS = KernelProvider.get();
    private static final ForkJoinPool POOL = new ForkJoinPool(2);

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    private static MotionModel motion(SyntheticTomogram tomogram, double divergence) {
        return divergence == 0 ? new NoMotion() : GaussianProcessMotion.of(tomogram.positions, tomogram.images, 0.4,
                divergence, MotionSettings.DEFAULT, KERNELS, POOL);
    }

    /** Peaks where a random geometry puts them, which fall with the dose, and noise of half their height. */
    private static SyntheticTomogram.Input windows(SyntheticTomogram tomogram, MotionModel motion, Arena arena) {
        SyntheticTomogram.Input flat = tomogram.input(arena, 10, 1, (p, t, x, y) -> 0, null);
        AlignmentProblem problem = flat.problem(
                AlignmentOptions.DEFAULT, motion, new NoDeformation(), KERNELS, POOL);
        double[] errors = new double[problem.size()];
        Random random = new Random(17);
        Arrays.setAll(errors, i -> random.nextGaussian());
        Geometry truth = problem.geometry(errors);
        SyntheticTomogram.Landscape noise = SyntheticTomogram.waves(18);
        return tomogram.input(arena, 10, 1, (p, t, x, y) -> {
            Vec3 q = tomogram.projections.get(t).apply(tomogram.positions.get(p));
            Vec3 d = truth.projections().get(t).apply(truth.position(p, t)).minus(q);
            double dx = x - d.x();
            double dy = y - d.y();
            return Math.exp(-0.05 * t) * 12 * Math.exp(-(dx * dx + dy * dy) / 12) + 2 * noise.at(p, t, x, y);
        }, null);
    }

    @ParameterizedTest
    @CsvSource({
        // particles, divergence of the motion (px; 0: none), deformation, iterations, evaluations, cost
        "40, 0, false, 47, 59, -6621.61",
        "40, 100, false, 58, 63, -6667.59",
        "60, 1000, false, 45, 48, -9722.25",
        "40, 0, true, 70, 78, -6619.91",
    })
    void iterationsAreInTheirBand(
            int particles, double divergence, boolean deformed, int iterations, int evaluations, double cost) {
        SyntheticTomogram tomogram = new SyntheticTomogram(particles, 21, 16);
        MotionModel motion = motion(tomogram, divergence);
        DeformationModel deformation = !deformed ? new NoDeformation() : new RefinedDeformation(
                new DeformationSettings(DeformationKind.SPLINE, 3, 3, OptionalDouble.empty(), false),
                tomogram.series(400, 350), Deformation.NONE);
        try (Arena arena = Arena.ofShared()) {
            AlignmentProblem problem = windows(tomogram, motion, arena)
                    .problem(AlignmentOptions.DEFAULT, motion, deformation, KERNELS, POOL);
            Solution solution = new Lbfgs(KERNELS.vectors(), AlignmentProblem.OPTIMISER, AlignmentProblem.STOPPING,
                    IterationListener.NONE).minimisePreconditioned(problem, problem.start());
            assertTrue(solution.reason().settled());
            // To the tolerance of the optimiser: few iterations to a worse optimum are no gain.
            assertTrue(solution.lastCost() < cost + 1e-5 * Math.abs(cost), "cost " + solution.lastCost());
            inBand("iterations", iterations, solution.iterations());
            inBand("evaluations", evaluations, solution.evaluations());
        }
    }

    private static void inBand(String what, int usual, int now) {
        assertTrue(now > 0.7 * usual && now < 1.3 * usual, now + " " + what + " instead of about " + usual);
    }
}
