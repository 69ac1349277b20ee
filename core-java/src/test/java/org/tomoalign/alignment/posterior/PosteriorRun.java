package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.tomogram.HeldOutGain;

/**
 * A refinement of windows drawn from the model, and the verdict on it.
 *
 * @param verdict empty if no window was held out
 */
record PosteriorRun(AlignmentProblem problem, PosteriorResult result, Optional<Verdict> verdict) {
    static final int PARTICLES = 10;
    static final int IMAGES = 9;
    static final double POWER = 8;

    /** Returns one amplitude for each window. */
    static double[] amplitudes(double of) {
        double[] out = new double[PARTICLES * IMAGES];
        Arrays.fill(out, of);
        return out;
    }

    /** Draws windows that all have the same amplitude. */
    static ModelWindows windows(Arena arena, ModelWindows.Errors errors, double amplitude, long seed) {
        return new ModelWindows(arena, PARTICLES, IMAGES, errors, POWER, amplitudes(amplitude), seed);
    }

    /** @param folds negative: as the program decides */
    static PosteriorSettings settings(boolean prior, boolean weights, int folds) {
        return new PosteriorSettings(prior, OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty(), weights,
                folds < 0 ? OptionalInt.empty() : OptionalInt.of(folds));
    }

    static PosteriorRun of(PosteriorSettings settings, AlignmentProblem problem, double[] power, ForkJoinPool pool) {
        PosteriorRefinement refinement = new PosteriorRefinement(
                settings, AlignmentProblem.STOPPING, KernelProvider.get(), pool, (iteration, cost, norm) -> { });
        PosteriorState start = refinement.start(problem, 1.5);
        double[] before = problem.windows(start.x()).correlation.clone();
        PosteriorResult result = refinement.refine(problem, power, start, false);
        return new PosteriorRun(
                problem, result, refinement.holdOut(problem, result, power, problem.start(), before, "TS_01"));
    }

    static PosteriorRun of(PosteriorSettings settings, ModelWindows windows, ForkJoinPool pool) {
        return of(settings, windows.problem(AlignmentOptions.DEFAULT, pool), windows.powers(), pool);
    }

    static MotionModel motion(ModelWindows windows, ForkJoinPool pool) {
        return GaussianProcessMotion.of(windows.tomogram.positions, windows.tomogram.images, 0.3, 150,
                MotionSettings.DEFAULT, KernelProvider.get(), pool);
    }

    HeldOutGain gain() {
        return verdict.orElseThrow().total();
    }

    /** Returns the sum of the predicted squared errors of all positions on the images. */
    double predicted(int perImage) {
        return Arrays.stream(result.errors().imageProjected()).map(e -> perImage * e * e).sum();
    }

    /** Returns all numbers of a result. */
    static double[] numbers(PosteriorResult result) {
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

    static void assertFinite(PosteriorResult result) {
        double[] numbers = numbers(result);
        for (int i = 0; i < numbers.length; i++) {
            assertTrue(Double.isFinite(numbers[i]), "number " + i + ": " + numbers[i]);
        }
    }
}
