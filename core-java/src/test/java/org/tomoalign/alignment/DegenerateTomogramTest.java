package org.tomoalign.alignment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.optimise.IterationListener;
import org.tomoalign.optimise.Lbfgs;
import org.tomoalign.optimise.Reason;
import org.tomoalign.optimise.Solution;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;

/** Tomograms that leave unknowns undetermined: they are aligned as far as they can be, and nothing becomes NaN. */
class DegenerateTomogramTest {
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
        return switch (kind) {
            case "motion" -> GaussianProcessMotion.of(
                    tomogram.positions, tomogram.images, 0.6, 150, MotionSettings.DEFAULT, KERNELS, POOL);
            case "slow motion" -> GaussianProcessMotion.of(
                    tomogram.positions, tomogram.images, 1e-5, 150, MotionSettings.DEFAULT, KERNELS, POOL);
            case "few patterns" -> GaussianProcessMotion.of(tomogram.positions, tomogram.images, 0.6, 150,
                    new MotionSettings(0.5, 100, true, false, 1), KERNELS, POOL);
            default -> new NoMotion();
        };
    }

    private static DeformationModel deformation(SyntheticTomogram tomogram, String kind) {
        return kind.startsWith("deformation") ? new RefinedDeformation(new DeformationSettings(DeformationKind.LINEAR, 1, 1,
                OptionalDouble.of(0), kind.endsWith("per image")), tomogram.series(400, 350), Deformation.NONE)
                : new NoDeformation();
    }

    static Stream<Arguments> cases() {
        List<Arguments> out = new ArrayList<>();
        AlignmentOptions all = AlignmentOptions.DEFAULT;
        for (String windows : new String[] {"peaks", "waves", "zero", "one row"}) {
            for (String model : new String[] {
                "static", "motion", "slow motion", "few patterns", "deformation", "deformation per image"}) {
                for (int images = 1; images <= 3; images++) {
                    out.add(Arguments.of(7, images, 50, all, model, windows));
                }
                out.add(Arguments.of(1, 1, 50, all, model, windows));
                out.add(Arguments.of(1, 9, 50, all, model, windows));
                out.add(Arguments.of(2, 9, 50, all, model, windows));
                // All images look along the same direction.
                out.add(Arguments.of(7, 5, 0, all, model, windows));
                // No angles, no shifts, neither, nothing.
                out.add(Arguments.of(7, 9, 50, new AlignmentOptions(false, true, false, 0, 0, -1), model, windows));
                out.add(Arguments.of(7, 9, 50, new AlignmentOptions(false, false, true, 0, 0, -1), model, windows));
                out.add(Arguments.of(7, 1, 50, new AlignmentOptions(false, true, true, 0, 0, -1), model, windows));
                out.add(Arguments.of(7, 9, 50, new AlignmentOptions(true, true, true, 0, 0, -1), model, windows));
                // One image counts, or none of two.
                out.add(Arguments.of(7, 9, 50, new AlignmentOptions(false, false, false, 0.5, 3, 3), model, windows));
                out.add(Arguments.of(7, 2, 50, new AlignmentOptions(false, false, false, 0, 5, 7), model, windows));
            }
        }
        return out.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isAlignedAsFarAsItCanBe(
            int particles, int images, double largestTilt, AlignmentOptions options, String model, String windows) {
        SyntheticTomogram tomogram = new SyntheticTomogram(particles, images, 3, largestTilt);
        SyntheticTomogram.Input input = tomogram.input(arena, 6, 1, landscape(windows), null);
        AlignmentProblem problem = input.problem(options, motion(tomogram, model),
                deformation(tomogram, model), KERNELS, POOL);
        Solution solution = new Lbfgs(KERNELS.vectors(), AlignmentProblem.OPTIMISER,
                AlignmentProblem.STOPPING.withMaxIterations(60), IterationListener.NONE)
                .minimisePreconditioned(problem, problem.start());
        assertNotSame(Reason.NOT_FINITE, solution.reason());
        assertTrue(DoubleStream.of(solution.x()).allMatch(Double::isFinite));
        assertTrue(DoubleStream.of(solution.costs()).allMatch(Double::isFinite));
        assertTrue(solution.lastCost() <= solution.firstCost());
        Geometry result = problem.geometry(solution.x());
        for (Projection p : result.projections()) {
            assertTrue(Double.isFinite(p.apply(Vec3.ZERO).norm()));
        }
        // Directions of which the images say nothing stay; waves may be fitted by turning the images against each other.
        for (int p = 0; p < particles && !windows.equals("waves"); p++) {
            assertTrue(result.positions().get(p).minus(tomogram.positions.get(p)).norm() < 100, "particle " + p);
        }
    }

    private static SyntheticTomogram.Landscape landscape(String windows) {
        return switch (windows) {
            case "peaks" -> (p, t, x, y) -> 10 * Math.exp(-((x - 1) * (x - 1) + (y + 0.5 * t) * (y + 0.5 * t)) / 8);
            case "waves" -> SyntheticTomogram.waves(5);
            case "one row" -> (p, t, x, y) -> Math.cos(0.3 * x);
            default -> (p, t, x, y) -> 0;
        };
    }

    /** One image: its shift and the particles' positions across the beam reach the peaks. */
    @Test
    void oneImageIsAlignedInItsPlane() {
        SyntheticTomogram tomogram = new SyntheticTomogram(20, 1, 3, 0);
        SyntheticTomogram.Input input = tomogram.input(arena, 8, 1, (p, t, x, y) -> {
            double dx = x - 2 - p % 3;
            double dy = y + 1 - p % 2;
            return 10 * Math.exp(-(dx * dx + dy * dy) / 8);
        }, null);
        AlignmentProblem problem = input.problem(AlignmentOptions.DEFAULT, new NoMotion(), new NoDeformation(), KERNELS, POOL);
        Solution solution = new Lbfgs(KERNELS.vectors(), AlignmentProblem.OPTIMISER, AlignmentProblem.STOPPING,
                IterationListener.NONE).minimisePreconditioned(problem, problem.start());
        assertTrue(solution.reason().settled());
        assertEquals(-200, solution.lastCost(), 1);
        // Along the beam nothing is known, and nothing changes.
        Vec3 beam = tomogram.projections.getFirst().linear().transposed().times(new Vec3(0, 0, 1));
        for (int p = 0; p < 20; p++) {
            Vec3 move = problem.geometry(solution.x()).positions().get(p).minus(tomogram.positions.get(p));
            assertEquals(0, move.x() * beam.x() + move.y() * beam.y() + move.z() * beam.z(), 0.1);
        }
    }
}
