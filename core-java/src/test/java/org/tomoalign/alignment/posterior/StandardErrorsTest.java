package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.concurrent.ForkJoinPool;
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
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ProjectionModel;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.tomogram.Projector;

/** Errors are what is predicted, on windows drawn from the model. */
class StandardErrorsTest {
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

    @ParameterizedTest
    @CsvSource({"0.02, 0.1, 0.1", "0.25, 0.7, 0.7", "0.1, 2, 0.3", "0.5, 0.3, 1.5"})
    void errorsOfTheUnknownsAreWhatIsPredicted(double angle, double shift, double position) {
        double[] actual = new double[4];
        double[] predicted = new double[4];
        int seeds = 8;
        for (int seed = 1; seed <= seeds; seed++) {
            ModelWindows windows = PosteriorRun.windows(
                    arena, new ModelWindows.Errors(angle, shift, position), 1, 20 + seed);
            PosteriorRun outcome = PosteriorRun.of(PosteriorRun.settings(true, true, 0), windows, POOL);
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

    private static FlatDirections flatDirections(ModelWindows windows, PosteriorRun outcome) {
        PriorSpreads spreads = outcome.result().state().spreads();
        NormalPrior prior = new PriorGroups(outcome.problem()).prior(spreads);
        double[] x = outcome.result().solution().x();
        DensePosterior dense = new DensePosterior(windows.tomogram, outcome.problem(), x,
                new double[PARTICLES * IMAGES][3], prior);
        return new FlatDirections(dense.jacobian, dense.precisions);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void particlesThatMoveAreCalibratedToo(boolean constImages) {
        double actual = 0;
        double predicted = 0;
        for (int seed = 1; seed <= 6; seed++) {
            ModelWindows windows = PosteriorRun.windows(arena, new ModelWindows.Errors(
                    constImages ? 1e-9 : 0.1, constImages ? 1e-9 : 0.5, 0.5), 1, 40 + seed);
            AlignmentProblem problem = windows.problem(new AlignmentOptions(false, constImages, constImages, 0, 0, -1),
                    GaussianProcessMotion.of(windows.tomogram.positions, IMAGES, 0.02, 150, MotionSettings.DEFAULT,
                            KernelProvider.get(), POOL), new NoDeformation(), POOL);
            PosteriorRun outcome = PosteriorRun.of(PosteriorRun.settings(true, true, 0), problem, windows.powers(), POOL);
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

    /**
     * What no window shows is as uncertain as its prior, less what it shares with all of ten particles; and its prior is not taken
     * for narrow.
     */
    @Test
    void whatIsSeenNowhereIsUncertain() {
        ModelWindows windows = PosteriorRun.windows(arena, FAIR, 1, 5);
        for (int t = 0; t < IMAGES; t++) {
            windows.input.windows().hide(3 * IMAGES + t);
        }
        PosteriorRun outcome = PosteriorRun.of(PosteriorRun.settings(true, true, 0), windows, POOL);
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
        PosteriorResult blind = PosteriorRun.of(PosteriorRun.settings(true, true, 0), windows, POOL).result();
        assertEquals(PriorSpreads.WIDE, blind.state().spreads());
        assertTrue(DoubleStream.of(blind.solution().x()).allMatch(x -> x == 0));
    }
}
