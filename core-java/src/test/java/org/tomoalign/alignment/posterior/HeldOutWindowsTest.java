package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.tomogram.HeldOutGain;

/** What windows that are held out say of a refinement. */
class HeldOutWindowsTest {
    private static final ForkJoinPool POOL = new ForkJoinPool(2);
    private static final int PARTICLES = PosteriorRun.PARTICLES;
    private static final int IMAGES = PosteriorRun.IMAGES;
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

    /**
     * Images without signal: held-out windows do not remember what they helped to find, and priors keep things together.
     * (A warm start finds a gain in every one of these, "better" in three.)
     */
    @Test
    void noiseAloneIsNotCalledBetter() {
        int better = 0;
        double standardised = 0;
        double moved = 0;
        double plain = 0;
        int seeds = 8;
        for (int seed = 1; seed <= seeds; seed++) {
            ModelWindows windows = PosteriorRun.windows(arena, FAIR, 0, seed);
            PosteriorRun map = PosteriorRun.of(PosteriorSettings.DEFAULT, windows, POOL);
            PosteriorRun ml = PosteriorRun.of(PosteriorRun.settings(false, false, -1), windows, POOL);
            better += (map.gain().better() ? 1 : 0) + (ml.gain().better() ? 1 : 0);
            standardised += map.gain().gain() / map.gain().error();
            moved += windows.tomogram.distance(
                    map.problem().geometry(map.result().solution().x()), windows.input.geometry(), null);
            plain += windows.tomogram.distance(
                    ml.problem().geometry(ml.result().solution().x()), windows.input.geometry(), null);
        }
        assertTrue(better <= 1, better + " of " + 2 * seeds + " are better");
        // Eight numbers of standard deviation 1.
        assertEquals(0, standardised, 3 * Math.sqrt(seeds));
        assertTrue(moved < 0.75 * plain, moved + " against " + plain);
    }

    /** The plain likelihood makes a good input worse where particles are few, and held-out windows notice. */
    @Test
    void aResultThatIsWorseIsFoundOut() {
        int plain = 0;
        int probable = 0;
        for (int seed = 1; seed <= 8; seed++) {
            ModelWindows windows = new ModelWindows(arena, 4, IMAGES, new ModelWindows.Errors(0.01, 0.1, 0.1), 3,
                    PosteriorRun.amplitudes(1), seed);
            PosteriorRun ml = PosteriorRun.of(PosteriorRun.settings(false, false, -1), windows, POOL);
            plain += ml.verdict().orElseThrow().keepsInput() ? 1 : 0;
            PosteriorRun map = PosteriorRun.of(PosteriorSettings.DEFAULT, windows, POOL);
            probable += map.verdict().orElseThrow().keepsInput() ? 1 : 0;
        }
        assertTrue(plain >= 4 && probable <= 2, plain + " and " + probable);
    }

    @Test
    void foldsAreHeldOutAsOftenAsAsked() {
        ModelWindows windows = PosteriorRun.windows(arena, FAIR, 1, 1);
        assertTrue(PosteriorRun.of(PosteriorRun.settings(true, true, 0), windows, POOL).verdict().isEmpty());
        int one = PosteriorRun.of(PosteriorRun.settings(true, true, 1), windows, POOL).gain().windows();
        assertEquals(PARTICLES * IMAGES / 4.0, one, 4 * Math.sqrt(PARTICLES * IMAGES * 3 / 16.0));
        int two = PosteriorRun.of(PosteriorRun.settings(true, true, 2), windows, POOL).gain().windows();
        assertTrue(two > one && two < PARTICLES * IMAGES);
        for (int all : new int[] {4, -1}) {
            assertEquals(PARTICLES * IMAGES,
                    PosteriorRun.of(PosteriorRun.settings(true, true, all), windows, POOL).gain().windows());
        }
    }

    /** Windows that count only now have nothing to be compared with. */
    @Test
    void windowsThatDidNotCountBeforeAreNotHeldOut() {
        ModelWindows windows = PosteriorRun.windows(arena, FAIR, 1, 1);
        AlignmentProblem problem = windows.problem(AlignmentOptions.DEFAULT, POOL);
        PosteriorRefinement refinement = new PosteriorRefinement(
                PosteriorRun.settings(true, true, 4), AlignmentProblem.STOPPING, KernelProvider.get(), POOL, (i, c, g) -> { });
        PosteriorResult result = refinement.refine(problem, windows.powers(), refinement.start(problem, 1), false);
        double[] before = problem.windows(problem.start()).correlation.clone();
        for (int p = 0; p < PARTICLES; p++) {
            before[p * IMAGES + 2] = Double.NaN;
        }
        before[5 * IMAGES] = Double.NaN;
        Verdict verdict = refinement.holdOut(problem, result, windows.powers(), problem.start(), before, "TS").orElseThrow();
        assertEquals(PARTICLES * (IMAGES - 1) - 1, verdict.total().windows());
        assertTrue(Double.isFinite(verdict.total().gain()));
        assertEquals(HeldOutGain.NONE, verdict.images().get(2));
    }

    /** Ten thousand windows tell enough with one fold; images that do not count are not among them. */
    @ParameterizedTest
    @CsvSource({"500, 0, true", "499, 0, false", "501, 1, false"})
    void manyWindowsNeedOneFold(int particles, int first, boolean one) {
        int images = 20;
        SyntheticTomogram tomogram = new SyntheticTomogram(particles, images, 1);
        AlignmentProblem problem = tomogram.input(arena, 1, 1, (p, t, x, y) -> 1, null).problem(
                new AlignmentOptions(false, true, false, 0, first, -1), new NoMotion(), new NoDeformation(),
                KernelProvider.get(), POOL);
        PosteriorRefinement refinement = new PosteriorRefinement(PosteriorSettings.DEFAULT,
                AlignmentProblem.STOPPING.withMaxIterations(0), KernelProvider.get(), POOL, (i, c, g) -> { });
        PosteriorState start = refinement.start(problem, 1);
        double[] power = new double[particles * images];
        Arrays.fill(power, 1);
        PosteriorResult result = refinement.refine(problem, power, start, false);
        int windows = refinement.holdOut(problem, result, power, problem.start(),
                problem.windows(problem.start()).correlation.clone(), "TS").orElseThrow().total().windows();
        int counted = particles * (images - first);
        assertEquals(one ? counted / 4.0 : counted, windows, one ? 200 : 0);
    }
}
