package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.optimise.Reason;

/** The whole refinement, on windows drawn from its model. */
class PosteriorRefinementTest {
    private static final ForkJoinPool POOL = new ForkJoinPool(2);
    private static final int PARTICLES = PosteriorRun.PARTICLES;
    private static final int IMAGES = PosteriorRun.IMAGES;
    private static final double POWER = PosteriorRun.POWER;
    private static final ModelWindows.Errors FAIR = ModelWindows.Errors.FAIR;

    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    @AfterAll
    static void stop() {
        POOL.shutdown();
    }

    @Test
    void theMostProbableGeometryIsBetterThanTheMostLikelyOneAndTheInput() {
        double input = 0;
        double likely = 0;
        double probable = 0;
        double predicted = 0;
        int better = 0;
        int seeds = 12;
        for (int seed = 1; seed <= seeds; seed++) {
            ModelWindows windows = PosteriorRun.windows(arena, FAIR, 1, seed);
            PosteriorRun map = PosteriorRun.of(PosteriorSettings.DEFAULT, windows, POOL);
            PosteriorRun ml = PosteriorRun.of(PosteriorRun.settings(false, false, 0), windows, POOL);
            input += windows.squaredError(windows.input.geometry());
            likely += windows.squaredError(ml.problem().geometry(ml.result().solution().x()));
            probable += windows.squaredError(map.problem().geometry(map.result().solution().x()));
            predicted += map.predicted(PARTICLES);
            better += map.gain().better() ? 1 : 0;
            assertTrue(!map.verdict().orElseThrow().keepsInput(), "seed " + seed);
        }
        assertTrue(probable < 0.8 * likely, probable + " of " + likely);
        assertTrue(probable < 0.5 * input, probable + " of " + input);
        assertEquals(1, Math.sqrt(probable / predicted), 0.3);
        assertTrue(better >= 10, better + " of " + seeds);
    }

    @Test
    void whatIsNotThereLosesItsWeight() {
        double[] amplitudes = PosteriorRun.amplitudes(1);
        for (int w = 0; w < amplitudes.length; w++) {
            amplitudes[w] = w / IMAGES == 3 || w % IMAGES == 7 ? 0 : 1;
        }
        double junk = 0;
        double badImage = 0;
        double others = 0;
        for (int seed = 1; seed <= 6; seed++) {
            ModelWindows windows = new ModelWindows(arena, PARTICLES, IMAGES, FAIR, 2 * POWER, amplitudes, seed);
            SignalWeights weights =
                    PosteriorRun.of(PosteriorRun.settings(true, true, 0), windows, POOL).result().state().weights();
            junk += weights.particles()[3] / 6;
            badImage += weights.images()[7] / 6;
            for (int p = 0; p < PARTICLES; p++) {
                others += p == 3 ? 0 : weights.particles()[p] / 54;
            }
            PosteriorRun unweighted = PosteriorRun.of(PosteriorRun.settings(true, false, 0), windows, POOL);
            assertArrayEquals(SignalWeights.ones(IMAGES, PARTICLES).ofWindows(),
                    unweighted.result().state().weights().ofWindows());
        }
        assertTrue(junk < 0.25 && badImage < 0.25 && others > 0.8, junk + ", " + badImage + ", " + others);
    }

    @Test
    void spreadsThatAreFixedStay() {
        ModelWindows windows = PosteriorRun.windows(arena, FAIR, 1, 1);
        PosteriorSettings fixed = new PosteriorSettings(true, OptionalDouble.of(0.2), OptionalDouble.of(3),
                OptionalDouble.empty(), true, OptionalInt.of(0));
        PriorSpreads spreads = PosteriorRun.of(fixed, windows, POOL).result().state().spreads();
        assertEquals(Math.toRadians(0.2), spreads.angle(), 1e-12);
        assertEquals(3 / 1.5, spreads.shift(), 1e-12);
        assertTrue(spreads.position() != PriorSpreads.WIDE.position());
        PriorSpreads none = PosteriorRun.of(PosteriorRun.settings(false, true, 0), windows, POOL).result().state().spreads();
        assertEquals(PriorSpreads.WIDE, none);
    }

    @Test
    void iterationsOfAllFitsAreCountedAndLimited() {
        ModelWindows windows = PosteriorRun.windows(arena, FAIR, 1, 1);
        AlignmentProblem problem = windows.problem(AlignmentOptions.DEFAULT, POOL);
        for (int limit : new int[] {1, 5, 12, 10_000}) {
            AtomicInteger told = new AtomicInteger();
            PosteriorRefinement refinement = new PosteriorRefinement(PosteriorSettings.DEFAULT,
                    AlignmentProblem.STOPPING.withMaxIterations(limit), KernelProvider.get(), POOL,
                    (iteration, cost, norm) -> told.incrementAndGet());
            PosteriorResult result =
                    refinement.refine(problem, windows.powers(), refinement.start(problem, 1), false);
            int iterations = result.solution().iterations();
            assertTrue(iterations <= limit && iterations > 0, iterations + " of " + limit);
            assertTrue(result.solution().evaluations() >= iterations);
            assertEquals(limit < 10_000, result.solution().reason() == Reason.ITERATION_LIMIT);
            PosteriorRun.assertFinite(result);
        }
    }

    /** A later refinement from the optimum stays there: priors stay around the input. */
    @Test
    void goingOnFromTheOptimumChangesLittle() {
        ModelWindows windows = PosteriorRun.windows(arena, FAIR, 1, 3);
        AlignmentProblem problem = windows.problem(AlignmentOptions.DEFAULT, POOL);
        PosteriorRefinement refinement = new PosteriorRefinement(PosteriorSettings.DEFAULT, AlignmentProblem.STOPPING,
                KernelProvider.get(), POOL, (i, c, g) -> { });
        PosteriorResult first = refinement.refine(problem, windows.powers(), refinement.start(problem, 1), false);
        PosteriorResult second = refinement.refine(problem, windows.powers(), first.state(), true);
        double moved = windows.tomogram.distance(
                problem.geometry(first.solution().x()), problem.geometry(second.solution().x()), null);
        assertTrue(moved < 0.05, "moved " + moved);
        assertTrue(second.state().spreads().change(first.state().spreads()) < 0.1);
    }

    @Test
    void theNumberOfThreadsChangesNoBit() {
        ModelWindows windows = PosteriorRun.windows(arena, FAIR, 1, 2);
        List<double[]> found = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                for (MotionModel motion : new MotionModel[] {new NoMotion(), PosteriorRun.motion(windows, pool)}) {
                    PosteriorRun outcome = PosteriorRun.of(PosteriorSettings.DEFAULT, windows.problem(
                            AlignmentOptions.DEFAULT, motion, new NoDeformation(), pool), windows.powers(), pool);
                    found.add(PosteriorRun.numbers(outcome.result()));
                    found.add(new double[] {outcome.gain().gain(), outcome.gain().error()});
                }
            }
        }
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(found.get(i), found.get(4 + i));
        }
    }
}
