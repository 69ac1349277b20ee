package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;

class LostTest {
    private static final int PARTICLES = 12;
    private static final int IMAGES = 6;
    private static final int RANGE = 9;
    private static final double POWER = 8;
    /* Image 2 fits best there. */
    private static final double[] PLACE = {5, -4};
    private final ForkJoinPool pool = new ForkJoinPool(2);
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
        pool.shutdown();
    }

    private AlignmentProblem problem(SyntheticTomogram.Landscape landscape, int pad, AlignmentOptions options) {
        return new SyntheticTomogram(PARTICLES, IMAGES, 1).input(arena, RANGE, pad, landscape, null)
                .problem(options, new NoMotion(), new NoDeformation(), KernelProvider.get(), pool);
    }

    /** Peaks of the power's height; those of image 2 are elsewhere, with an amplitude. */
    private static SyntheticTomogram.Landscape peaks(double amplitude) {
        return (p, t, ex, ey) -> {
            double dx = ex - (t == 2 ? PLACE[0] : 0);
            double dy = ey - (t == 2 ? PLACE[1] : 0);
            return (t == 2 ? amplitude : 1) * POWER * Math.exp(-(dx * dx + dy * dy) / 8);
        };
    }

    private static double[] powers() {
        double[] out = new double[IMAGES];
        Arrays.fill(out, PARTICLES * POWER);
        return out;
    }

    private static AlignmentOptions allCount() {
        return AlignmentOptions.DEFAULT;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anImageAtAWrongPeakIsFound(int pad) {
        AlignmentProblem problem = problem(peaks(1), pad, allCount());
        double[] x = new double[problem.size()];
        Lost lost = Lost.images(problem, powers(), x, 3).orElseThrow();
        assertArrayEquals(new boolean[] {false, false, true, false, false, false}, lost.images());
        int shift = problem.layout().shift(2);
        for (int i = 0; i < x.length; i++) {
            double expected = i == shift ? PLACE[0] : i == shift + 1 ? PLACE[1] : 0;
            // The prior draws it back a little, at most by a pixel of the window.
            assertEquals(expected, lost.x()[i], i == shift || i == shift + 1 ? 1.0 / pad : 0);
        }
        // From there it is not lost.
        assertTrue(Lost.images(problem, powers(), lost.x(), 3).isEmpty());
    }

    @Test
    void aNarrowPriorKeepsItWhereItIs() {
        AlignmentProblem problem = problem(peaks(1), 1, allCount());
        double[] x = new double[problem.size()];
        // The peak is 96 / 2 units of log-likelihood high, and 41 px^2 away.
        assertTrue(Lost.images(problem, powers(), x, 0.4).isEmpty());
        assertTrue(Lost.images(problem, powers(), x, 1).isPresent());
        assertTrue(Lost.images(problem, powers(), x, Double.POSITIVE_INFINITY).isPresent());
    }

    @Test
    void aWeakImageHasToFitWell() {
        double[] x = new double[problem(peaks(1), 1, allCount()).size()];
        assertTrue(Lost.images(problem(peaks(0.6), 1, allCount()), powers(), x, 3).isPresent());
        assertTrue(Lost.images(problem(peaks(0.2), 1, allCount()), powers(), x, 3).isEmpty());
    }

    /** Of fifty images of noise none has a better place. */
    @Test
    void noiseHasNoBetterPlace() {
        for (int seed = 0; seed < 10; seed++) {
            ModelWindows windows = new ModelWindows(arena, PARTICLES, 5, ModelWindows.Errors.FAIR, POWER,
                    new double[PARTICLES * 5], seed);
            AlignmentProblem problem = windows.problem(allCount(), pool);
            double[] power = new double[5];
            Arrays.fill(power, PARTICLES * POWER);
            assertEquals(Optional.empty(), Lost.images(problem, power, new double[problem.size()], 3), "seed " + seed);
        }
    }

    @Test
    void imagesThatAreHeldOrDoNotCountStay() {
        AlignmentProblem held = problem(peaks(1), 1, new AlignmentOptions(false, false, true, 0, 0, -1));
        assertTrue(Lost.images(held, powers(), new double[held.size()], 3).isEmpty());
        AlignmentProblem others = problem(peaks(1), 1, new AlignmentOptions(false, false, false, 0, 3, -1));
        assertTrue(Lost.images(others, powers(), new double[others.size()], 3).isEmpty());
    }

    /** Peaks so sharp that nothing of them is felt from where the input is; also where windows are held out. */
    @Test
    void theRefinementBringsThemBack() {
        AlignmentProblem problem = problem((p, t, ex, ey) -> {
            double dx = ex - (t == 2 ? PLACE[0] : 1.5 * Math.cos(t));
            double dy = ey - (t == 2 ? PLACE[1] : 1.5 * Math.sin(t));
            return POWER * Math.exp(-(dx * dx + dy * dy) / 2);
        }, 1, allCount());
        double[] power = new double[PARTICLES * IMAGES];
        Arrays.fill(power, POWER);
        PosteriorRefinement refinement = new PosteriorRefinement(
                PosteriorSettings.DEFAULT, AlignmentProblem.STOPPING, KernelProvider.get(), pool, (i, cost, norm) -> { });
        PosteriorState start = refinement.start(problem, 1);
        double[] before = problem.windows(start.x()).correlation.clone();
        PosteriorResult result = refinement.refine(problem, power, start, false);
        double[] x = result.solution().x();
        int shift = problem.layout().shift(2);
        assertEquals(PLACE[0], x[shift], 0.5);
        assertEquals(PLACE[1], x[shift + 1], 0.5);
        assertEquals(1, result.state().weights().images()[2], 0.2);
        Verdict verdict = refinement.holdOut(problem, result, power, start.x(), before, "TS_01").orElseThrow();
        double gain = verdict.images().get(2).gain();
        assertTrue(gain > 0.8 * PARTICLES * POWER, "held-out gain of the image " + gain);
    }

    /** Particle 3 fits best elsewhere. */
    private static SyntheticTomogram.Landscape particleElsewhere(SyntheticTomogram tomogram, Vec3 place, double amplitude) {
        return (p, t, ex, ey) -> {
            Vec3 d = p == 3 ? tomogram.projections.get(t).linear().times(place) : Vec3.ZERO;
            return (p == 3 ? amplitude : 1) * POWER
                    * Math.exp(-((ex - d.x()) * (ex - d.x()) + (ey - d.y()) * (ey - d.y())) / 8);
        };
    }

    private static double[] particlePowers() {
        double[] out = new double[PARTICLES];
        Arrays.fill(out, IMAGES * POWER);
        return out;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aParticleAtAWrongPeakIsFound(int pad) {
        SyntheticTomogram tomogram = new SyntheticTomogram(PARTICLES, IMAGES, 1);
        Vec3 place = new Vec3(-4, 5, 3);
        AlignmentProblem problem = problem(particleElsewhere(tomogram, place, 1), pad, allCount());
        double[] x = new double[problem.size()];
        Lost lost = Lost.particles(problem, particlePowers(), x, 4).orElseThrow();
        int at = problem.layout().position(3);
        for (int i = 0; i < x.length; i++) {
            double expected = i == at ? place.x() : i == at + 1 ? place.y() : i == at + 2 ? place.z() : 0;
            // A step of the grid, along the beam somewhat more.
            assertEquals(expected, lost.x()[i], i < at || i > at + 2 ? 0 : 1.5, "unknown " + i);
        }
        for (int p = 0; p < PARTICLES; p++) {
            assertEquals(p == 3, lost.particles()[p]);
        }
        assertTrue(Lost.particles(problem, particlePowers(), lost.x(), 4).isEmpty());
        assertTrue(Lost.particles(problem, particlePowers(), x, 0.5).isEmpty(), "a narrow prior");
        AlignmentProblem weak = problem(particleElsewhere(tomogram, place, 0.2), pad, allCount());
        assertTrue(Lost.particles(weak, particlePowers(), x, 4).isEmpty(), "a weak particle");
        AlignmentProblem held = problem(particleElsewhere(tomogram, place, 1), pad,
                new AlignmentOptions(true, false, false, 0, 0, -1));
        assertTrue(Lost.particles(held, particlePowers(), new double[held.size()], 4).isEmpty(), "positions held");
    }

    /** Particles that are not there, among others that are: none moves. */
    @Test
    void noiseHasNoBetterPlaceForAParticle() {
        int images = 15;
        double[] amplitudes = new double[PARTICLES * images];
        Arrays.fill(amplitudes, 0, 8 * images, 1);
        double[] power = new double[PARTICLES];
        Arrays.fill(power, images * POWER);
        for (int seed = 0; seed < 10; seed++) {
            ModelWindows windows = new ModelWindows(
                    arena, PARTICLES, images, new ModelWindows.Errors(0, 0, 0), POWER, amplitudes, seed);
            AlignmentProblem problem = windows.problem(allCount(), pool);
            assertEquals(Optional.empty(), Lost.particles(problem, power, new double[problem.size()], 3), "seed " + seed);
        }
    }

    @Test
    void theRefinementBringsAParticleBack() {
        SyntheticTomogram tomogram = new SyntheticTomogram(PARTICLES, IMAGES, 1);
        Vec3 place = new Vec3(-4, 5, 1);
        AlignmentProblem problem = problem((p, t, ex, ey) -> {
            Vec3 d = tomogram.projections.get(t).linear().times(
                    p == 3 ? place : new Vec3(1.5 * Math.cos(p), 1.5 * Math.sin(p), 0));
            double dx = ex - d.x();
            double dy = ey - d.y();
            return 3 * POWER * Math.exp(-(dx * dx + dy * dy) / 2);
        }, 1, allCount());
        double[] power = new double[PARTICLES * IMAGES];
        Arrays.fill(power, 3 * POWER);
        PosteriorRefinement refinement = new PosteriorRefinement(
                PosteriorSettings.DEFAULT, AlignmentProblem.STOPPING, KernelProvider.get(), pool, (i, cost, norm) -> { });
        PosteriorResult result = refinement.refine(problem, power, refinement.start(problem, 1), false);
        int at = problem.layout().position(3);
        // The priors draw it towards the others.
        assertEquals(place.x(), result.solution().x()[at], 1);
        assertEquals(place.y(), result.solution().x()[at + 1], 1);
        assertEquals(1, result.state().weights().particles()[3], 0.25);
    }

    /** What a particle has where it is, is what the search finds there. */
    @Test
    void thePresentPlaceIsOneOfThePlaces() {
        AlignmentProblem problem = problem(SyntheticTomogram.waves(7), 1, allCount())
                .with(new Random(2).doubles(PARTICLES * IMAGES).toArray(), NormalPrior.NONE);
        double[] x = new Random(3).doubles(problem.size(), -2, 2).toArray();
        for (int p = 0; p < PARTICLES; p++) {
            double[] there = new double[1];
            problem.shifted(x).forEachPlace(p, problem.current(x).projections.maps(), 1, (sum, dx, dy, dz) -> {
                if (dx == 0 && dy == 0 && dz == 0) {
                    there[0] = sum;
                }
            });
            assertEquals(there[0], problem.shifted(x).present(p), 1e-6 * Math.abs(there[0]));
        }
    }

    /** Every window is taken around its particle's place, with its weight. */
    @Test
    void sumsAreThoseOfTheWindows() {
        SyntheticTomogram.Landscape waves = SyntheticTomogram.waves(7);
        AlignmentProblem plain = problem(waves, 1, allCount());
        double[] weights = new Random(2).doubles(PARTICLES * IMAGES).toArray();
        AlignmentProblem problem = plain.with(weights, NormalPrior.NONE);
        double[] x = new double[problem.size()];
        x[problem.layout().shift(1)] = 2;
        x[problem.layout().shift(1) + 1] = -3;
        for (int t = 0; t < IMAGES; t++) {
            double[] sums = problem.shifted(x).sum(t);
            int side = 2 * RANGE + 1;
            assertEquals(side * side, sums.length);
            for (int[] at : new int[][] {{0, 0}, {3, 2}, {-4, 5}, {2 - RANGE, RANGE - 2}}) {
                double ex = at[0] + (t == 1 ? 2 : 0);
                double ey = at[1] + (t == 1 ? -3 : 0);
                double expected = 0;
                for (int p = 0; p < PARTICLES && Math.max(Math.abs(ex), Math.abs(ey)) < RANGE; p++) {
                    expected += weights[p * IMAGES + t] * (float) waves.at(p, t, ex, ey);
                }
                assertEquals(expected, sums[(at[1] + RANGE) * side + at[0] + RANGE], 1e-9, t + ": " + ex + ", " + ey);
            }
        }
    }
}
