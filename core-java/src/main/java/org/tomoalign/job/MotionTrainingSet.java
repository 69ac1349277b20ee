package org.tomoalign.job;

import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.posterior.PosteriorRefinement;
import org.tomoalign.alignment.posterior.PosteriorState;
import org.tomoalign.alignment.posterior.Verdict;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.tomogram.HeldOutGain;
import org.tomoalign.tomogram.Tomogram;

/** One tomogram on which the prior on motion is trained: its windows, and its optimum under the first prior. */
final class MotionTrainingSet {
    private static final int FOLDS = 2;

    private final Tomogram tomogram;
    private final Correlator.Result windows;
    private final GeometryRefiner refiner;
    private final PosteriorRefinement refinement;
    private final AlignmentProblem first;
    private final PosteriorState optimum;
    private final double[] before;

    private MotionTrainingSet(
            Tomogram tomogram, Correlator.Result windows, AlignSettings settings, ForkJoinPool pool) {
        this.tomogram = tomogram;
        this.windows = windows;
        refiner = new GeometryRefiner(settings, JobListener.SILENT, KernelProvider.get(), pool);
        refinement = new PosteriorRefinement(settings.posterior(), AlignmentProblem.STOPPING, KernelProvider.get(), pool,
                (iteration, cost, gradientNorm) -> { });
        first = refiner.problem(tomogram, windows, settings.motion().orElseThrow());
        PosteriorState start = refinement.start(first, tomogram.series().pixelSize());
        before = first.windows(start.x()).correlation.clone();
        optimum = refinement.refine(first, windows.predictedPower(), start, false).state();
    }

    /** Refines a tomogram under the settings' prior. */
    static MotionTrainingSet of(
            Tomogram tomogram, Correlator.Result windows, AlignSettings settings, ForkJoinPool pool) {
        return new MotionTrainingSet(tomogram, windows, settings, pool);
    }

    /** Returns the number of windows that count. */
    int windows() {
        int count = 0;
        for (int w = 0; w < before.length; w++) {
            count += first.counts(w) ? 1 : 0;
        }
        return count;
    }

    /** Returns by particle the gain of the windows that are held out, under another prior on motion. */
    double[] gains(MotionSettings motion) {
        AlignmentProblem problem = refiner.problem(tomogram, windows, motion);
        PosteriorState state = optimum.at(problem.closestTo(first, optimum.x()));
        Verdict verdict = refinement.holdOut(problem, state, problem.start(), before, tomogram.name(), FOLDS);
        return verdict.particles().stream().mapToDouble(HeldOutGain::gain).toArray();
    }
}
