package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ProjectionModel;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.optimise.Reason;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.HeldOutGain;
import org.tomoalign.tomogram.Projector;

/** The whole refinement, on windows drawn from its model. */
class PosteriorRefinementTest {
    private static final ForkJoinPool POOL = new ForkJoinPool(2);
    private static final int PARTICLES = 10;
    private static final int IMAGES = 9;
    private static final double POWER = 8;
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

    private static double[] amplitudes(double of) {
        double[] out = new double[PARTICLES * IMAGES];
        Arrays.fill(out, of);
        return out;
    }

    private ModelWindows windows(ModelWindows.Errors errors, double amplitude, long seed) {
        return new ModelWindows(arena, PARTICLES, IMAGES, errors, POWER, amplitudes(amplitude), seed);
    }

    private static PosteriorSettings settings(boolean prior, boolean weights, int folds) {
        return new PosteriorSettings(prior, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), weights,
                folds < 0 ? OptionalInt.empty() : OptionalInt.of(folds));
    }

    /** A refinement, and the verdict on it. */
    private record Outcome(AlignmentProblem problem, PosteriorResult result, Optional<Verdict> verdict) {
        HeldOutGain gain() {
            return verdict.orElseThrow().total();
        }

        /** Returns the sum of the predicted squared errors of all positions on the images. */
        double predicted(int perImage) {
            return Arrays.stream(result.errors().imageProjected()).map(e -> perImage * e * e).sum();
        }
    }

    private static Outcome run(PosteriorSettings settings, AlignmentProblem problem, double[] power, ForkJoinPool pool) {
        PosteriorRefinement refinement = new PosteriorRefinement(
                settings, AlignmentProblem.STOPPING, KernelProvider.get(), pool, (iteration, cost, norm) -> { });
        PosteriorState start = refinement.start(problem, 1.5);
        double[] before = problem.windows(start.x()).correlation.clone();
        PosteriorResult result = refinement.refine(problem, power, start, false);
        return new Outcome(problem, result, refinement.holdOut(problem, result, power, problem.start(), before, "TS_01"));
    }

    private static Outcome run(PosteriorSettings settings, ModelWindows windows) {
        return run(settings, windows.problem(AlignmentOptions.DEFAULT, POOL), windows.powers(), POOL);
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
            ModelWindows windows = windows(FAIR, 1, seed);
            Outcome map = run(PosteriorSettings.DEFAULT, windows);
            Outcome ml = run(settings(false, false, 0), windows);
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

    @ParameterizedTest
    @CsvSource({"0.02, 0.1, 0.1", "0.25, 0.7, 0.7", "0.1, 2, 0.3", "0.5, 0.3, 1.5"})
    void errorsOfTheUnknownsAreWhatIsPredicted(double angle, double shift, double position) {
        double[] actual = new double[4];
        double[] predicted = new double[4];
        int seeds = 8;
        for (int seed = 1; seed <= seeds; seed++) {
            ModelWindows windows = windows(new ModelWindows.Errors(angle, shift, position), 1, 20 + seed);
            Outcome outcome = run(settings(true, true, 0), windows);
            actual[0] += windows.squaredError(outcome.problem().geometry(outcome.result().solution().x()));
            predicted[0] += outcome.predicted(PARTICLES);
            double[] wrong = outcome.result().solution().x().clone();
            for (int i = 0; i < wrong.length; i++) {
                wrong[i] -= windows.unknowns[i];
            }
            wrong = flatDirections(windows, outcome).removedFrom(wrong);
            StandardErrors errors = outcome.result().errors();
            for (int i = 0; i < 3 * PARTICLES; i++) {
                actual[1] += Math.pow(wrong[5 * IMAGES + i], 2);
                predicted[1] += Math.pow(errors.positions()[i], 2);
            }
            for (int i = 0; i < 5 * IMAGES; i++) {
                int group = i % 5 < 3 ? 2 : 3;
                actual[group] += Math.pow(wrong[i], 2);
                predicted[group] += Math.pow(group == 2 ? errors.angles()[i / 5 * 3 + i % 5] / ProjectionModel.ANGLE_SCALE
                        : errors.shifts()[i / 5 * 2 + i % 5 - 3], 2);
            }
        }
        assertEquals(1, Math.sqrt(actual[0] / predicted[0]), 0.3, "projected");
        // Beside large shifts the spread of small errors of the positions is learned as 0.7 of what it is.
        assertEquals(shift > 1 ? 1.2 : 1, Math.sqrt(actual[1] / predicted[1]), 0.3, "positions");
        // The least spread that is learned is half of the best input's error: such errors are not promised.
        assertEquals(angle < 0.05 ? 0.6 : 1, Math.sqrt(actual[2] / predicted[2]), 0.3, "angles");
        assertEquals(1, Math.sqrt(actual[3] / predicted[3]), 0.3, "shifts");
    }

    private static FlatDirections flatDirections(ModelWindows windows, Outcome outcome) {
        PriorSpreads spreads = outcome.result().state().spreads();
        NormalPrior prior = new PriorGroups(outcome.problem()).prior(spreads);
        double[] x = outcome.result().solution().x();
        DensePosterior dense = new DensePosterior(windows.tomogram, outcome.problem(), x,
                new double[PARTICLES * IMAGES][3], prior);
        return new FlatDirections(dense.jacobian, dense.precisions);
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
            ModelWindows windows = windows(FAIR, 0, seed);
            Outcome map = run(PosteriorSettings.DEFAULT, windows);
            Outcome ml = run(settings(false, false, -1), windows);
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
                    amplitudes(1), seed);
            plain += run(settings(false, false, -1), windows).verdict().orElseThrow().keepsInput() ? 1 : 0;
            Outcome map = run(PosteriorSettings.DEFAULT, windows);
            probable += map.verdict().orElseThrow().keepsInput() ? 1 : 0;
        }
        assertTrue(plain >= 4 && probable <= 2, plain + " and " + probable);
    }

    @Test
    void whatIsNotThereLosesItsWeight() {
        double[] amplitudes = amplitudes(1);
        for (int w = 0; w < amplitudes.length; w++) {
            amplitudes[w] = w / IMAGES == 3 || w % IMAGES == 7 ? 0 : 1;
        }
        double junk = 0;
        double badImage = 0;
        double others = 0;
        for (int seed = 1; seed <= 6; seed++) {
            ModelWindows windows = new ModelWindows(arena, PARTICLES, IMAGES, FAIR, 2 * POWER, amplitudes, seed);
            SignalWeights weights = run(settings(true, true, 0), windows).result().state().weights();
            junk += weights.particles()[3] / 6;
            badImage += weights.images()[7] / 6;
            for (int p = 0; p < PARTICLES; p++) {
                others += p == 3 ? 0 : weights.particles()[p] / 54;
            }
            Outcome unweighted = run(settings(true, false, 0), windows);
            assertArrayEquals(SignalWeights.ones(IMAGES, PARTICLES).ofWindows(),
                    unweighted.result().state().weights().ofWindows());
        }
        assertTrue(junk < 0.25 && badImage < 0.25 && others > 0.8, junk + ", " + badImage + ", " + others);
    }

    @Test
    void spreadsThatAreFixedStay() {
        ModelWindows windows = windows(FAIR, 1, 1);
        PosteriorSettings fixed = new PosteriorSettings(true, OptionalDouble.of(0.2), OptionalDouble.of(3),
                OptionalDouble.empty(), true, OptionalInt.of(0));
        PriorSpreads spreads = run(fixed, windows).result().state().spreads();
        assertEquals(Math.toRadians(0.2), spreads.angle(), 1e-12);
        assertEquals(3 / 1.5, spreads.shift(), 1e-12);
        assertTrue(spreads.position() != PriorSpreads.WIDE.position());
        PriorSpreads none = run(settings(false, true, 0), windows).result().state().spreads();
        assertEquals(PriorSpreads.WIDE, none);
    }

    @Test
    void foldsAreHeldOutAsOftenAsAsked() {
        ModelWindows windows = windows(FAIR, 1, 1);
        assertTrue(run(settings(true, true, 0), windows).verdict().isEmpty());
        int one = run(settings(true, true, 1), windows).gain().windows();
        assertEquals(PARTICLES * IMAGES / 4.0, one, 4 * Math.sqrt(PARTICLES * IMAGES * 3 / 16.0));
        int two = run(settings(true, true, 2), windows).gain().windows();
        assertTrue(two > one && two < PARTICLES * IMAGES);
        assertEquals(PARTICLES * IMAGES, run(settings(true, true, 4), windows).gain().windows());
        assertEquals(PARTICLES * IMAGES, run(settings(true, true, -1), windows).gain().windows());
    }

    /** Windows that count only now have nothing to be compared with. */
    @Test
    void windowsThatDidNotCountBeforeAreNotHeldOut() {
        ModelWindows windows = windows(FAIR, 1, 1);
        AlignmentProblem problem = windows.problem(AlignmentOptions.DEFAULT, POOL);
        PosteriorRefinement refinement = new PosteriorRefinement(settings(true, true, 4), AlignmentProblem.STOPPING,
                KernelProvider.get(), POOL, (i, c, g) -> { });
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

    @Test
    void iterationsOfAllFitsAreCountedAndLimited() {
        ModelWindows windows = windows(FAIR, 1, 1);
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
            allFinite(result);
        }
    }

    /** A later refinement from the optimum stays there: priors stay around the input. */
    @Test
    void goingOnFromTheOptimumChangesLittle() {
        ModelWindows windows = windows(FAIR, 1, 3);
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
        ModelWindows windows = windows(FAIR, 1, 2);
        List<double[]> found = new ArrayList<>();
        for (int threads : new int[] {1, 3}) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                for (MotionModel motion : new MotionModel[] {new NoMotion(), motion(windows, pool)}) {
                    Outcome outcome = run(PosteriorSettings.DEFAULT, windows.problem(
                            AlignmentOptions.DEFAULT, motion, new NoDeformation(), pool), windows.powers(), pool);
                    found.add(numbers(outcome.result()));
                    found.add(new double[] {outcome.gain().gain(), outcome.gain().error()});
                }
            }
        }
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(found.get(i), found.get(4 + i));
        }
    }

    private static MotionModel motion(ModelWindows windows, ForkJoinPool pool) {
        return GaussianProcessMotion.of(windows.tomogram.positions, windows.tomogram.images, 0.3, 150,
                MotionSettings.DEFAULT, KernelProvider.get(), pool);
    }

    private static double[] numbers(PosteriorResult result) {
        StandardErrors e = result.errors();
        PosteriorState s = result.state();
        return concat(result.solution().x(), result.solution().costs(), s.weights().images(), s.weights().particles(),
                s.dispersion(), new double[] {s.spreads().angle(), s.spreads().shift(), s.spreads().position(),
                    s.spreads().deformation()}, e.angles(), e.shifts(), e.positions(), e.imageProjected(),
                e.particleProjected(), e.lastDisplacements().orElse(new double[0]), result.correlation());
    }

    private static double[] concat(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    private static void allFinite(PosteriorResult result) {
        double[] numbers = numbers(result);
        for (int i = 0; i < numbers.length; i++) {
            assertTrue(Double.isFinite(numbers[i]), "number " + i + ": " + numbers[i]);
        }
    }

    /** Whatever is refined and whatever is missing, all numbers are finite and errors of what is refined positive. */
    @ParameterizedTest
    @CsvSource({
        // model, particles, images, constP, constA, constS, first, last, missing
        "static, 10, 9, false, false, false, 0, -1, particle",
        "static, 10, 9, false, false, false, 0, -1, image",
        "static, 10, 9, false, false, false, 0, -1, power",
        "static, 10, 9, false, false, false, 0, -1, all",
        "static, 10, 9, false, false, false, 0, -1, all power",
        "static, 10, 9, true, true, false, 0, -1, particle",
        "static, 10, 9, false, true, true, 0, -1, image",
        "static, 10, 9, true, false, true, 2, 5, power",
        "static, 10, 9, true, true, true, 0, -1, nothing",
        "static, 10, 9, false, false, false, 20, 30, nothing",
        "static, 1, 9, false, false, false, 0, -1, nothing",
        "static, 10, 1, false, false, false, 0, -1, nothing",
        "static, 1, 1, false, false, false, 0, -1, nothing",
        "static, 2, 2, false, false, false, 0, -1, image",
        "motion, 10, 9, false, false, false, 0, -1, particle",
        "motion, 10, 9, false, false, false, 1, 5, image",
        "motion, 10, 9, true, true, true, 0, -1, power",
        "motion, 10, 9, false, true, true, 0, -1, all",
        "motion, 10, 9, false, false, false, 0, -1, all",
        "motion, 1, 9, false, false, false, 0, -1, nothing",
        "motion, 10, 2, false, false, false, 0, -1, nothing",
        "motion, 10, 1, false, false, false, 0, -1, nothing",
        "motion, 2, 9, false, false, false, 20, 30, nothing",
        "deformation, 10, 9, false, false, false, 0, -1, particle",
        "deformation, 10, 9, true, true, true, 2, 4, image",
        "deformation per image, 3, 2, false, false, false, 0, -1, nothing",
        "deformation and motion, 10, 9, false, false, false, 0, -1, image",
    })
    void allNumbersAreFinite(
            String model, int particles, int images, boolean constP, boolean constA, boolean constS, int first, int last,
            String missing) {
        double[] ones = new double[particles * images];
        Arrays.fill(ones, 1);
        ModelWindows windows = new ModelWindows(arena, particles, images, FAIR, POWER, ones, 5);
        double[] power = windows.powers();
        for (int w = 0; w < power.length; w++) {
            boolean hidden = missing.equals("all") || missing.equals("particle") && w / images == 1
                    || missing.equals("image") && w % images == 1;
            if (hidden) {
                windows.input.windows().hide(w);
            }
            if (hidden || missing.equals("power") && w / images % 3 != 0 || missing.equals("all power")) {
                power[w] = Double.NaN;
            }
        }
        MotionModel motion = model.endsWith("motion") ? motion(windows, POOL) : new NoMotion();
        AlignmentProblem problem = windows.problem(new AlignmentOptions(constP, constA, constS, 0, first, last), motion,
                model.startsWith("deformation") ? new RefinedDeformation(new DeformationSettings(DeformationKind.LINEAR, 1, 1,
                        OptionalDouble.empty(), model.contains("per image")), windows.tomogram.series(400, 350),
                        Deformation.NONE) : new NoDeformation(), POOL);
        for (PosteriorSettings settings : new PosteriorSettings[] {
            PosteriorSettings.DEFAULT, settings(true, false, 1), settings(false, true, 4), settings(false, false, 4)}) {
            Outcome outcome = run(settings, problem, power, POOL);
            allFinite(outcome.result());
            Verdict verdict = outcome.verdict().orElseThrow();
            for (HeldOutGain gain : concat(verdict)) {
                assertTrue(Double.isFinite(gain.gain()) && Double.isFinite(gain.error()) && gain.error() >= 0
                        && Double.isFinite(gain.percent()) && Double.isFinite(gain.percentError()), gain.toString());
            }
            StandardErrors errors = outcome.result().errors();
            for (double e : errors.positions()) {
                assertEquals(!constP, e > 0);
            }
            for (double e : errors.angles()) {
                assertEquals(!constA, e > 0);
            }
            for (double e : errors.shifts()) {
                assertEquals(!constS, e > 0);
            }
            for (double d : outcome.result().state().dispersion()) {
                assertTrue(d >= 1);
            }
            assertEquals(model.endsWith("motion") && images > 1, errors.lastDisplacements().isPresent());
        }
    }

    private static List<HeldOutGain> concat(Verdict verdict) {
        List<HeldOutGain> out = new ArrayList<>(verdict.images());
        out.addAll(verdict.particles());
        out.add(verdict.total());
        return out;
    }

    /**
     * What no window shows is as uncertain as its prior, less what it shares with all of ten particles; and its prior is not taken
     * for narrow.
     */
    @Test
    void whatIsSeenNowhereIsUncertain() {
        ModelWindows windows = windows(FAIR, 1, 5);
        for (int t = 0; t < IMAGES; t++) {
            windows.input.windows().hide(3 * IMAGES + t);
        }
        Outcome outcome = run(settings(true, true, 0), windows);
        double spread = outcome.result().state().spreads().position();
        for (int i = 0; i < 3; i++) {
            double error = outcome.result().errors().positions()[9 + i];
            assertTrue(error < spread && error > 0.8 * spread, error + " of " + spread);
            assertEquals(0, outcome.result().state().x()[5 * IMAGES + 9 + i], 1e-9);
        }
        assertEquals(0, outcome.result().errors().particleProjected()[3]);
        for (int w = 0; w < PARTICLES * IMAGES; w++) {
            windows.input.windows().hide(w);
        }
        PosteriorResult blind = run(settings(true, true, 0), windows).result();
        assertEquals(PriorSpreads.WIDE, blind.state().spreads());
        assertTrue(DoubleStream.of(blind.solution().x()).allMatch(x -> x == 0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void particlesThatMoveAreCalibratedToo(boolean constImages) {
        double actual = 0;
        double predicted = 0;
        for (int seed = 1; seed <= 6; seed++) {
            ModelWindows windows = windows(new ModelWindows.Errors(
                    constImages ? 1e-9 : 0.1, constImages ? 1e-9 : 0.5, 0.5), 1, 40 + seed);
            AlignmentProblem problem = windows.problem(new AlignmentOptions(false, constImages, constImages, 0, 0, -1),
                    GaussianProcessMotion.of(windows.tomogram.positions, IMAGES, 0.02, 150, MotionSettings.DEFAULT,
                            KernelProvider.get(), POOL), new NoDeformation(), POOL);
            Outcome outcome = run(settings(true, true, 0), problem, windows.powers(), POOL);
            double[] x = outcome.result().solution().x();
            var found = outcome.problem().geometry(x);
            var projector = new Projector(windows.tomogram.series(400, 350), found);
            var truth = new Projector(windows.tomogram.series(400, 350), windows.truth);
            actual += IntStream.range(0, PARTICLES * IMAGES).mapToDouble(w -> {
                var d = projector.project(w / IMAGES, w % IMAGES).minus(truth.project(w / IMAGES, w % IMAGES));
                return d.x() * d.x() + d.y() * d.y();
            }).sum();
            predicted += outcome.predicted(PARTICLES);
        }
        assertEquals(1, Math.sqrt(actual / predicted), 0.25);
    }
}
