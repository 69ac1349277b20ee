package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.input.InputException;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.tomogram.Deformation;

class PriorGroupsTest {
    private static final int PARTICLES = 40;
    private static final int IMAGES = 16;
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    private AlignmentProblem problem(AlignmentOptions options, String deformation) {
        SyntheticTomogram tomogram = new SyntheticTomogram(PARTICLES, IMAGES, 1);
        return tomogram.input(arena, 2, 1, (p, t, x, y) -> 1, null).problem(options, new NoMotion(),
                deformation.equals("none") ? new NoDeformation() : new RefinedDeformation(new DeformationSettings(
                        DeformationKind.LINEAR, 1, 1,
                        deformation.endsWith("by user") ? OptionalDouble.of(1) : OptionalDouble.empty(),
                        deformation.startsWith("per image")), tomogram.series(400, 350), Deformation.NONE),
                KernelProvider.get(), ForkJoinPool.commonPool());
    }

    /** Unknowns of known spread per group, each determined entirely: the spreads are found, and those of others stay. */
    @ParameterizedTest
    @CsvSource({
        "false, false, false, none", "true, false, false, none", "false, true, false, none", "false, false, true, none",
        "true, true, false, per image", "false, true, true, per image by user",
    })
    void eachGroupLearnsFromItsOwnUnknowns(boolean constP, boolean constA, boolean constS, String deformation) {
        AlignmentProblem problem = problem(new AlignmentOptions(constP, constA, constS, 0, 0, -1), deformation);
        PriorGroups groups = new PriorGroups(problem);
        double[] u = new double[problem.size()];
        // In the unknowns' own units; the signs do not matter.
        double angle = 4;
        double shift = 1.5;
        double position = 3;
        double coefficient = 2.5;
        int stride = problem.layout().imageStride();
        for (int i = 0; i < u.length; i++) {
            double size = i >= problem.layout().deformation() ? coefficient : i >= stride * IMAGES ? position
                    : !constA && i % stride < 3 ? angle : shift;
            u[i] = i % 2 == 0 ? size : -size;
        }
        PosteriorVariances known = new PosteriorVariances(new double[u.length], u.length, null, null);
        PriorSpreads wide = PriorSpreads.WIDE;
        PriorSpreads found = groups.learn(wide, u, known, PosteriorSettings.DEFAULT);
        assertEquals(constA ? wide.angle() : angle * 1e-3, found.angle(), 0.03 * found.angle());
        assertEquals(constS ? wide.shift() : shift, found.shift(), 0.03 * shift);
        assertEquals(constP ? wide.position() : position, found.position(), 0.03 * position);
        boolean own = deformation.equals("per image") || deformation.equals("shared");
        // A shared coefficient deforms every image: it is worth as much as the root of their number.
        double unit = deformation.equals("shared") ? 1 / Math.sqrt(IMAGES) : 1;
        assertEquals(own ? Math.max(coefficient * unit, wide.deformation() / 4) : wide.deformation(), found.deformation(),
                (deformation.equals("shared") ? 0.25 : 0.03) * found.deformation());
        NormalPrior prior = groups.prior(found);
        assertEquals(Math.pow(1e-3 / found.angle(), 2), prior.angle(), 1e-9 * prior.angle());
        assertEquals(1 / (found.shift() * found.shift()), prior.shift(), 1e-9 * prior.shift());
        assertEquals(1 / (found.position() * found.position()), prior.position(), 1e-9 * prior.position());
        assertEquals(!deformation.endsWith("by user"), prior.coversDeformation());
        if (own) {
            assertEquals(Math.pow(unit / found.deformation(), 2), prior.deformation(), 1e-9 * prior.deformation());
        }
    }

    @Test
    void aSpreadChangesByNoMoreThanAFactorOfFourAStep() {
        AlignmentProblem problem = problem(AlignmentOptions.DEFAULT, "none");
        PriorGroups groups = new PriorGroups(problem);
        double[] u = new double[problem.size()];
        PosteriorVariances known = new PosteriorVariances(new double[u.length], u.length, null, null);
        PriorSpreads small = groups.learn(PriorSpreads.WIDE, u, known, PosteriorSettings.DEFAULT);
        assertEquals(PriorSpreads.WIDE.shift() / 4, small.shift(), 1e-12);
        assertEquals(PriorSpreads.WIDE.angle() / 4, small.angle(), 1e-12);
        for (int k = 0; k < 6; k++) {
            small = groups.learn(small, u, known, PosteriorSettings.DEFAULT);
        }
        // The floors: 0.01 degrees and 0.05 px.
        assertEquals(Math.toRadians(0.01), small.angle(), 0.05 * small.angle());
        assertEquals(0.05, small.shift(), 0.05 * 0.05);
        assertEquals(0.05, small.position(), 0.05 * 0.05);
        java.util.Arrays.fill(u, 30);
        assertEquals(4 * small.shift(), groups.learn(small, u, known, PosteriorSettings.DEFAULT).shift(), 1e-12);
    }

    @Test
    void fixedSpreadsStay() {
        AlignmentProblem problem = problem(AlignmentOptions.DEFAULT, "none");
        PosteriorSettings fixed = new PosteriorSettings(
                true, OptionalDouble.of(0.5), OptionalDouble.empty(), OptionalDouble.of(6), true, OptionalInt.empty());
        PriorSpreads start = fixed.start(2);
        assertEquals(Math.toRadians(0.5), start.angle(), 1e-12);
        assertEquals(PriorSpreads.WIDE.shift(), start.shift());
        assertEquals(3, start.position(), 1e-12);
        PosteriorVariances known = new PosteriorVariances(new double[problem.size()], problem.size(), null, null);
        PriorSpreads learned = new PriorGroups(problem).learn(start, new double[problem.size()], known, fixed);
        assertEquals(start.angle(), learned.angle());
        assertEquals(start.position(), learned.position());
        assertTrue(learned.shift() < start.shift());
        assertEquals(Math.log(4), start.change(learned), 1e-12);
        assertEquals(Math.log(4), learned.change(start), 1e-12);
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        OptionalDouble none = OptionalDouble.empty();
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            OptionalDouble spread = OptionalDouble.of(bad);
            assertThrows(InputException.class,
                    () -> new PosteriorSettings(true, spread, none, none, true, OptionalInt.empty()));
            assertThrows(InputException.class,
                    () -> new PosteriorSettings(true, none, spread, none, true, OptionalInt.empty()));
            assertThrows(InputException.class,
                    () -> new PosteriorSettings(true, none, none, spread, true, OptionalInt.empty()));
        }
        assertThrows(InputException.class,
                () -> new PosteriorSettings(false, none, OptionalDouble.of(1), none, true, OptionalInt.empty()));
        for (int folds : new int[] {-1, 5}) {
            assertThrows(InputException.class,
                    () -> new PosteriorSettings(true, none, none, none, true, OptionalInt.of(folds)));
        }
        assertTrue(PosteriorSettings.OFF.isOff());
        assertTrue(!PosteriorSettings.DEFAULT.isOff());
        assertTrue(!new PosteriorSettings(false, none, none, none, true, OptionalInt.of(0)).isOff());
        assertTrue(!new PosteriorSettings(false, none, none, none, false, OptionalInt.of(1)).isOff());
        assertTrue(!new PosteriorSettings(false, none, none, none, false, OptionalInt.empty()).isOff());
        assertTrue(!new PosteriorSettings(true, none, none, none, false, OptionalInt.of(0)).isOff());
    }
}
