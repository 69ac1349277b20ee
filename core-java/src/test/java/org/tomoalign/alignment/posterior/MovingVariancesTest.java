package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;

class MovingVariancesTest {
    private static final Kernels KERNELS = KernelProvider.get();
    private static final int PARTICLES = 8;
    private static final int IMAGES = 5;
    /* Differences are good to the square of their step; positions have a further 1e-10 of the data's curvature. */
    private static final double EXACT = 1e-5;
    private final ForkJoinPool pool = new ForkJoinPool(2);
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
        pool.shutdown();
    }

    /** A problem with motion, at a random point, its variances and those of the whole inverse. */
    private final class Case {
        final SyntheticTomogram tomogram = new SyntheticTomogram(PARTICLES, IMAGES, 3);
        final AlignmentProblem problem;
        final PosteriorVariances found;
        final DensePosterior dense;

        Case(AlignmentOptions options, double divergence, double[] factors, ExpectedCurvature expected, NormalPrior prior) {
            GaussianProcessMotion motion = GaussianProcessMotion.of(
                    tomogram.positions, IMAGES, 0.6, divergence, MotionSettings.DEFAULT, KERNELS, pool);
            problem = tomogram.input(arena, 4, 1, (p, t, x, y) -> 0, null).problem(
                    options, motion, new NoDeformation(), KERNELS, pool);
            double[] x = new Random(6).doubles(problem.size(), -0.5, 0.5).toArray();
            // Particles that have moved turn with the images about another place: a thousandth of an image's variances.
            Arrays.fill(x, problem.layout().motion(), problem.layout().deformation(), 0);
            double[][] curvatures = IntStream.range(0, factors.length).mapToObj(w -> new double[] {
                factors[w] * expected.xx()[w % IMAGES], factors[w] * expected.xy()[w % IMAGES],
                factors[w] * expected.yy()[w % IMAGES]}).toArray(double[][]::new);
            dense = new DensePosterior(tomogram, problem, x, curvatures, prior);
            found = MovingVariances.of(
                    problem.current(x), motion.covariance(), expected, factors, prior, true, KERNELS, pool);
        }

        /** Returns the largest relative error of the variances of the images' unknowns. */
        double ofImages() {
            return largest(0, problem.layout().position(0));
        }

        double ofPositions() {
            return largest(problem.layout().position(0), problem.layout().motion());
        }

        private double largest(int from, int to) {
            return IntStream.range(from, to).mapToDouble(
                    i -> Math.abs(found.unknowns()[i] / dense.covariance[i][i] - 1)).max().orElse(0);
        }

        /** Returns the largest error of a window's variance; where only motion is refined nothing moves on the first image. */
        double ofWindows() {
            return IntStream.range(0, PARTICLES * IMAGES).mapToDouble(
                    w -> Math.abs(found.windows()[w] - dense.ofWindow(w)) / Math.max(dense.ofWindow(w), 1e-9))
                    .max().orElseThrow();
        }

        double ofLastDisplacements() {
            double largest = 0;
            for (int i = 0; i < 3 * PARTICLES; i++) {
                double expected = dense.variance(displacementBetweenFirstAndLast(i));
                largest = Math.max(largest, Math.abs(found.lastDisplacements()[i] / expected - 1));
            }
            return largest;
        }

        private double[] displacementBetweenFirstAndLast(int coordinate) {
            double[] out = new double[problem.size()];
            double[] displacements = new double[3 * PARTICLES * IMAGES];
            for (int i = problem.layout().motion(); i < problem.layout().deformation(); i++) {
                double[] unit = new double[problem.size()];
                unit[i] = 1;
                problem.motion().displacements(unit, problem.layout().motion(), displacements, pool);
                out[i] = displacements[coordinate * IMAGES + IMAGES - 1] - displacements[coordinate * IMAGES];
            }
            return out;
        }

        /** Returns found over expected variance of all windows together. */
        double ofAllWindows() {
            double sum = 0;
            double expected = 0;
            for (int w = 0; w < PARTICLES * IMAGES; w++) {
                sum += found.windows()[w];
                expected += dense.ofWindow(w);
            }
            return sum / expected;
        }

        void isExact() {
            assertEquals(0, ofImages(), EXACT, "images");
            assertEquals(0, ofPositions(), EXACT, "positions");
            assertEquals(0, ofWindows(), EXACT, "windows");
            assertEquals(0, ofLastDisplacements(), EXACT, "last displacements");
        }
    }

    private static AlignmentOptions options(boolean constP, boolean constA, boolean constS) {
        return new AlignmentOptions(constP, constA, constS, 0, 0, -1);
    }

    /** Curvatures that differ from image to image, and in direction. */
    private static ExpectedCurvature curvature() {
        return new ExpectedCurvature(new double[] {8, 6, 5, 3, 2}, new double[] {1, -1, 0.5, 0.2, 0},
                new double[] {7, 6, 3, 2, 2.5});
    }

    private static double[] equal() {
        return IntStream.range(0, PARTICLES * IMAGES).mapToDouble(w -> 1).toArray();
    }

    /** Products of a factor of the image and one of the particle. */
    private static double[] products() {
        double[] image = {1, 0.6, 1.3, 0.9, 1.1};
        return IntStream.range(0, PARTICLES * IMAGES).mapToDouble(
                w -> image[w % IMAGES] * (0.3 + 0.25 * (w / IMAGES))).toArray();
    }

    private static final NormalPrior PRIOR = new NormalPrior(0.4, 0.7, 0.3, -1);
    private static final NormalPrior WEAK_ON_POSITIONS = new NormalPrior(0.4, 0.7, 1e-6, -1);

    /** With images as they are nothing is approximated where particles are alike. */
    @ParameterizedTest
    @CsvSource({"false, 1", "false, 150", "false, 3000", "true, 150"})
    void particlesThatAreAlikeAmongFixedImages(boolean constP, double divergence) {
        new Case(options(constP, true, true), divergence, equal(), curvature(), PRIOR).isExact();
    }

    /** Nor where particles differ in weight, as long as motion alone holds them. */
    @ParameterizedTest
    @CsvSource({"1", "150", "3000"})
    void particlesOfDifferentWeightThatOnlyMove(double divergence) {
        new Case(options(true, true, true), divergence, products(), curvature(), PRIOR).isExact();
    }

    /** Particles on their own have patterns of their own, and each gets its own prior on the position. */
    @Test
    void particlesOfDifferentWeightThatMoveOnTheirOwn() {
        new Case(options(false, true, true), 1, products(), curvature(), PRIOR).isExact();
    }

    /** The particles' response to the images is linear in their positions where they move on their own. */
    @ParameterizedTest
    @CsvSource({"false, false, false", "true, false, false", "false, true, false", "false, false, true", "true, false, true"})
    void particlesOnTheirOwnAndRefinedImages(boolean constP, boolean constA, boolean constS) {
        new Case(options(constP, constA, constS), 1, equal(), curvature(), PRIOR).isExact();
    }

    /** The images' own variances are exact for any motion, as long as the model's division of weights is. */
    @ParameterizedTest
    @CsvSource({"false, 150, true", "false, 3000, true", "true, 150, false", "true, 3000, false"})
    void imagesAmongParticlesThatMoveTogether(boolean constP, double divergence, boolean alike) {
        Case one = new Case(options(constP, false, false), divergence, alike ? equal() : products(), curvature(), PRIOR);
        assertEquals(0, one.ofImages(), EXACT);
    }

    /** Without a prior to speak of, different weights of the particles change nothing in that. */
    @Test
    void imagesAmongParticlesOfDifferentWeight() {
        Case one = new Case(options(false, false, false), 150, products(), curvature(), WEAK_ON_POSITIONS);
        // 1e-6 of some tens of the data's curvature, along directions that are seen.
        assertEquals(0, one.ofImages(), 1e-3);
    }

    /** What remains is the response beyond the linear one, and the prior's share of each particle: of a variance, per cents. */
    @ParameterizedTest
    @CsvSource({"150, true", "3000, true", "150, false", "3000, false"})
    void everythingTogetherIsCloseEnoughForAnErrorBar(double divergence, boolean alike) {
        Case one = new Case(options(false, false, false), divergence, alike ? equal() : products(), curvature(), PRIOR);
        assertEquals(1, one.ofAllWindows(), 0.01);
        assertEquals(1, one.found.determined() / one.dense.determined(), 0.02);
        assertEquals(0, one.ofWindows(), 0.06);
        assertEquals(0, one.ofPositions(), 0.2);
        assertEquals(0, one.ofLastDisplacements(), 0.2);
    }

    /** Weights that are no products, and a particle and an image without windows: finite, positive, and close. */
    @Test
    void windowsThatAreMissing() {
        double[] factors = products();
        Random random = new Random(4);
        for (int w = 0; w < factors.length; w++) {
            factors[w] *= 0.7 + 0.6 * random.nextDouble();
            factors[w] = w / IMAGES == 2 || w % IMAGES == 3 ? 0 : factors[w];
        }
        Case one = new Case(options(false, false, false), 150, factors, curvature(), PRIOR);
        for (int i = 0; i < one.problem.layout().motion(); i++) {
            assertTrue(one.found.unknowns()[i] > 0 && Double.isFinite(one.found.unknowns()[i]), "unknown " + i);
        }
        for (int w = 0; w < factors.length; w++) {
            double found = one.found.windows()[w];
            assertTrue(found > 0 && found < 1.3 * one.dense.ofWindow(w), "window " + w);
        }
        assertEquals(1, one.ofAllWindows(), 0.1);
    }

    /** The trace of the covariance times the data's Hessian, exact for round curvatures. */
    @Test
    void howManyUnknownsAreDetermined() {
        ExpectedCurvature round = new ExpectedCurvature(
                new double[] {8, 6, 5, 3, 2}, new double[5], new double[] {8, 6, 5, 3, 2});
        Case one = new Case(options(false, true, true), 150, equal(), round, PRIOR);
        assertEquals(one.dense.determined(), one.found.determined(), 1e-4);
        Case other = new Case(options(false, true, true), 150, equal(), curvature(), PRIOR);
        assertEquals(1, other.found.determined() / other.dense.determined(), 0.1);
    }

    @Test
    void whatIsNotWantedIsNotComputed() {
        SyntheticTomogram tomogram = new SyntheticTomogram(PARTICLES, IMAGES, 3);
        GaussianProcessMotion motion = GaussianProcessMotion.of(
                tomogram.positions, IMAGES, 0.6, 150, MotionSettings.DEFAULT, KERNELS, pool);
        AlignmentProblem problem = tomogram.input(arena, 4, 1, (p, t, x, y) -> 0, null).problem(
                options(false, false, false), motion, new NoDeformation(), KERNELS, pool);
        PosteriorVariances found = MovingVariances.of(problem.current(new double[problem.size()]), motion.covariance(),
                curvature(), equal(), PRIOR, false, KERNELS, pool);
        assertNull(found.windows());
        assertNull(found.lastDisplacements());
        assertTrue(found.determined() > 0);
    }
}
