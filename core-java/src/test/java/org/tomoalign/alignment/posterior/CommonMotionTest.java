package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.Pivot;
import org.tomoalign.kernels.KernelProvider;

class CommonMotionTest {
    private static final int PARTICLES = 7;
    private static final int IMAGES = 6;
    private final ForkJoinPool pool = new ForkJoinPool(1);
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
        pool.shutdown();
    }

    /** Against the whole covariance and directions that are found by differences. */
    @ParameterizedTest
    @CsvSource({
        // positions, rotations and shifts held; directions that no image shows
        "COORDINATES_OF_THE_CENTRE, false, false, false, 6",
        "PROJECTED_CENTRE, false, false, false, 6",
        "PROJECTED_CENTRE, false, true, false, 3",
        "COORDINATES_OF_THE_CENTRE, false, false, true, 0",
        "PROJECTED_CENTRE, true, false, false, 0"})
    void isTheCovarianceAcrossWhatNoImageShows(
            Pivot pivot, boolean constP, boolean constA, boolean constS, int flat) {
        SyntheticTomogram tomogram = new SyntheticTomogram(PARTICLES, IMAGES, 4);
        AlignmentProblem problem = tomogram.input(arena, 4, 1, (p, t, x, y) -> 0, null).problem(
                pivot, new AlignmentOptions(constP, constA, constS, 0, 0, -1), new NoMotion(), new NoDeformation(),
                KernelProvider.get(), pool);
        // Angles are in mrad; the rotations of images are not quite those about their axes away from 0.
        double[] x = new Random(6).doubles(problem.size(), -0.5, 0.5).toArray();
        NormalPrior prior = new NormalPrior(0.05, 0.4, 0.2, 1);
        double[][] curvatures = new double[PARTICLES * IMAGES][];
        Random random = new Random(3);
        for (int w = 0; w < curvatures.length; w++) {
            curvatures[w] = new double[] {1 + random.nextDouble(), 0.3, 1 + random.nextDouble()};
        }
        DensePosterior dense = new DensePosterior(tomogram, problem, x, curvatures, prior);
        FlatDirections directions = new FlatDirections(dense.jacobian, dense.precisions);
        double[] variances = new double[problem.size()];
        Arrays.setAll(variances, i -> dense.covariance[i][i]);
        double[] found = CommonMotion.without(problem, x, prior, variances);
        assertEquals(flat, directions.count());
        double[] expected = directions.removedFrom(dense.covariance);
        double taken = 0;
        for (int i = 0; i < found.length; i++) {
            assertEquals(expected[i], found[i], 2e-3 * variances[i], "unknown " + i);
            taken += 1 - found[i] / variances[i];
        }
        assertTrue(flat == 0 ? taken == 0 : taken > 1, "taken off: " + taken);
    }
}
