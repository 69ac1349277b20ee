package org.tomoalign.job;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Tomogram;

/**
 * Finds the prior on motion under which windows that were held out correlate best: velocity and divergence, on as many
 * tomograms as give {@value #ENOUGH} windows, drawn at random. The search is Nelder and Mead's, over the logarithms.
 */
final class MotionTrainer {
    private static final int ENOUGH = 10_000;
    private static final int MOST_TRIALS = 40;
    /* The search ends when so many trials brought no more than this, in units of log-likelihood: far below its error. */
    private static final int PATIENCE = 9;
    private static final double TOLERANCE = 0.5;
    /* Of the first simplex: factors of 2 and 4. */
    private static final double[] STEPS = {Math.log(2), -Math.log(4)};
    /* Times the given velocity particles hardly move. */
    private static final double STILL = 0.02;
    private static final double LEAST_VELOCITY = 1e-2;
    private static final double MOST_VELOCITY = 20;
    private static final double LEAST_DIVERGENCE = 20;
    private static final double MOST_DIVERGENCE = 1e5;

    private final AlignSettings settings;
    private final MotionSettings given;
    private final ForkJoinPool pool;
    private final JobListener listener;

    /** @param settings with motion */
    MotionTrainer(AlignSettings settings, ForkJoinPool pool, JobListener listener) {
        this.settings = settings;
        this.given = settings.motion().orElseThrow();
        this.pool = pool;
        this.listener = listener;
    }

    /** Trains on some of a job's tomograms. */
    TrainedMotion train(List<Tomogram> tomograms, ReferenceMap reference) {
        try (TomogramAligner aligner = new TomogramAligner(settings, reference, pool); Arena memory = Arena.ofShared()) {
            List<MotionTrainingSet> sets = new ArrayList<>();
            int windows = 0;
            for (Tomogram tomogram : shuffled(tomograms)) {
                if (windows < ENOUGH) {
                    MotionTrainingSet set = MotionTrainingSet.of(
                            tomogram, aligner.windows(tomogram, memory, listener), settings, pool);
                    windows += set.windows();
                    sets.add(set);
                }
            }
            try (JobListener.Stage stage = listener.stage("", Activity.TRAINING, 0)) {
                return search(sets, windows, stage);
            }
        }
    }

    /** Any order that does not depend on that of the files would do. */
    private static List<Tomogram> shuffled(List<Tomogram> tomograms) {
        List<Tomogram> out = new ArrayList<>(tomograms);
        out.sort(Comparator.comparing(Tomogram::name));
        Collections.shuffle(out, new Random(1));
        return out;
    }

    /** A prior, and the gain of every particle under it. */
    private record Gains(MotionSettings motion, double[] particles) {
        double sum() {
            double sum = 0;
            for (double gain : particles) {
                sum += gain;
            }
            return sum;
        }
    }

    private TrainedMotion search(List<MotionTrainingSet> sets, int windows, JobListener.Stage stage) {
        List<Gains> all = new ArrayList<>();
        double[] first = {Math.log(given.velocity()), Math.log(given.divergence())};
        SimplexOptimizer optimizer = new SimplexOptimizer((iteration, previous, current) -> isSettled(all));
        Gains still = measure(sets, with(given.velocity() * STILL, given.divergence()), all, stage);
        try {
            optimizer.optimize(GoalType.MAXIMIZE, new InitialGuess(first), new NelderMeadSimplex(STEPS),
                    new MaxEval(MOST_TRIALS), new ObjectiveFunction(point -> isAllowed(point)
                            ? measure(sets, with(Math.exp(point[0]), Math.exp(point[1])), all, stage).sum()
                            : Double.NEGATIVE_INFINITY));
        } catch (MathIllegalStateException _) {
            listener.warning("training of the motion prior stopped after " + MOST_TRIALS + " trials");
        }
        Gains best = best(all);
        List<MotionTrial> trials = all.stream().map(gains -> trial(gains, best)).toList();
        MotionTrial givenTrial = trials.get(1);
        MotionTrial stillTrial = trial(still, best);
        boolean flat = !givenTrial.isWorse() && !stillTrial.isWorse();
        // What is best by less than two standard errors is best by chance as likely as not.
        return new TrainedMotion(givenTrial.isWorse() ? best.motion() : given, flat, givenTrial, stillTrial, trial(best, best), trials,
                windows);
    }

    /** Returns whether the last trials were hardly better than those before. */
    private static boolean isSettled(List<Gains> all) {
        int before = all.size() - PATIENCE;
        return before > 1 && best(all.subList(before, all.size())).sum() < best(all.subList(0, before)).sum() + TOLERANCE;
    }

    private static Gains best(List<Gains> some) {
        return some.stream().max(Comparator.comparingDouble(Gains::sum)).orElseThrow();
    }

    /** Returns whether a prior is one to try: not absurd, or no farther out than the given one. */
    private boolean isAllowed(double[] point) {
        return isWithin(point[0], Math.min(LEAST_VELOCITY, given.velocity()), Math.max(MOST_VELOCITY, given.velocity()))
                && isWithin(point[1], Math.min(LEAST_DIVERGENCE, given.divergence()),
                        Math.max(MOST_DIVERGENCE, given.divergence()));
    }

    private static boolean isWithin(double logarithm, double least, double most) {
        return logarithm >= Math.log(least) && logarithm <= Math.log(most);
    }

    private MotionSettings with(double velocity, double divergence) {
        return new MotionSettings(velocity, divergence, given.scaledByDose(), given.squaredExponential(),
                given.maxEigendeformations());
    }

    private Gains measure(
            List<MotionTrainingSet> sets, MotionSettings motion, List<Gains> all, JobListener.Stage stage) {
        double[] particles = sets.stream().flatMapToDouble(set -> Arrays.stream(set.gains(motion))).toArray();
        Gains gains = new Gains(motion, particles);
        all.add(gains);
        stage.iterated(all.size(), -gains.sum());
        return gains;
    }

    /** The error is that of a sum of independent differences, one per particle: what a bootstrap over particles tends to. */
    private static MotionTrial trial(Gains gains, Gains best) {
        int n = gains.particles().length;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double difference = best.particles()[i] - gains.particles()[i];
            sum += difference;
            squares += difference * difference;
        }
        double error = n < 2 ? Math.abs(sum) : Math.sqrt(Math.max(0, squares - sum * sum / n) * n / (n - 1.0));
        return new MotionTrial(gains.motion().velocity(), gains.motion().divergence(), gains.sum(), sum, error);
    }

    /** Returns what was found, in a sentence. */
    static String sentence(TrainedMotion found) {
        MotionTrial best = found.best();
        String trials = String.format(Locale.ROOT, " (%d trials on %d particle images)", found.trials().size(),
                found.windows());
        if (found.flat()) {
            return String.format(Locale.ROOT, "the data do not tell the velocity and divergence of the motion: flat; keeping "
                    + "%.3g and %.4g", found.motion().velocity(), found.motion().divergence()) + trials;
        }
        String moving = String.format(Locale.ROOT, "%.0f +- %.0f more than without motion", found.still().behind(),
                found.still().error());
        return found.given().isWorse()
                ? String.format(Locale.ROOT, "trained the motion prior: velocity %.3g, divergence %.4g; held-out "
                        + "correlation %.0f +- %.0f more than with %.3g and %.4g, ", best.velocity(), best.divergence(),
                        found.given().behind(), found.given().error(), found.given().velocity(),
                        found.given().divergence()) + moving + trials
                : String.format(Locale.ROOT, "trained the motion prior: nothing is better than velocity %.3g, divergence "
                        + "%.4g by two standard errors (best: %.3g, %.4g, by %.0f +- %.0f); held-out correlation ",
                        found.given().velocity(), found.given().divergence(), best.velocity(), best.divergence(),
                        found.given().behind(), found.given().error()) + moving + trials;
    }
}
