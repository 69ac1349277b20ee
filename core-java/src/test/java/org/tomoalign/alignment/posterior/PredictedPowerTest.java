package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.kernels.KernelProvider;

class PredictedPowerTest {
    private static final int PARTICLES = 4;
    private static final int IMAGES = 3;
    private final Arena arena = Arena.ofShared();

    @AfterEach
    void free() {
        arena.close();
    }

    /** A problem in which some windows do not count. */
    private AlignmentProblem problem(int... hidden) {
        SyntheticTomogram.Input input =
                new SyntheticTomogram(PARTICLES, IMAGES, 1).input(arena, 2, 1, (p, t, x, y) -> 1, null);
        Arrays.stream(hidden).forEach(w -> input.windows().hide(w));
        return input.problem(AlignmentOptions.DEFAULT, new NoMotion(), new NoDeformation(), KernelProvider.get(),
                ForkJoinPool.commonPool());
    }

    @Test
    void whatWasNotMeasuredIsTheMeanOfItsImage() {
        double nan = Double.NaN;
        double[] measured = {
            4, 10, nan,
            nan, nan, nan,
            6, 20, nan,
            nan, 90, nan};
        // The last particle's second window does not count, measured or not.
        double[] found = PredictedPower.complete(problem(10), measured);
        double all = (4 + 10 + 6 + 20) / 4.0;
        assertArrayEquals(new double[] {4, 10, all, 5, 15, all, 6, 20, all, 5, 0, all}, found, 1e-12);
        assertTrue(Double.isNaN(measured[2]));
    }

    /** The particles that were measured count nowhere. */
    @Test
    void windowsAreAlikeWhereNothingWasMeasured() {
        double[] measured = new double[PARTICLES * IMAGES];
        Arrays.fill(measured, Double.NaN);
        double[] ones = new double[measured.length];
        Arrays.fill(ones, 1);
        assertArrayEquals(ones, PredictedPower.complete(problem(), measured));
        assertFalse(PredictedPower.isMeasured(problem(), measured));
        measured[0] = 7;
        ones[0] = 0;
        assertArrayEquals(ones, PredictedPower.complete(problem(0), measured));
        assertFalse(PredictedPower.isMeasured(problem(0), measured));
        assertTrue(PredictedPower.isMeasured(problem(), measured));
        assertEquals(7, PredictedPower.complete(problem(), measured)[5]);
    }
}
