package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.HeldOutGain;

/** Whatever is refined and whatever is missing, a refinement gives numbers. */
class PosteriorEdgeCasesTest {
    private static final ForkJoinPool POOL = new ForkJoinPool(2);
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
        MotionModel motion = model.endsWith("motion") ? PosteriorRun.motion(windows, POOL) : new NoMotion();
        AlignmentProblem problem = windows.problem(new AlignmentOptions(constP, constA, constS, 0, first, last), motion,
                model.startsWith("deformation") ? new RefinedDeformation(new DeformationSettings(DeformationKind.LINEAR, 1, 1,
                        OptionalDouble.empty(), model.contains("per image")), windows.tomogram.series(400, 350),
                        Deformation.NONE) : new NoDeformation(), POOL);
        for (PosteriorSettings settings : new PosteriorSettings[] {
            PosteriorSettings.DEFAULT, PosteriorRun.settings(true, false, 1), PosteriorRun.settings(false, true, 4),
            PosteriorRun.settings(false, false, 4)}) {
            PosteriorRun outcome = PosteriorRun.of(settings, problem, power, POOL);
            PosteriorRun.assertFinite(outcome.result());
            Verdict verdict = outcome.verdict().orElseThrow();
            for (HeldOutGain gain : gains(verdict)) {
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

    private static List<HeldOutGain> gains(Verdict verdict) {
        List<HeldOutGain> out = new ArrayList<>(verdict.images());
        out.addAll(verdict.particles());
        out.add(verdict.total());
        return out;
    }
}
