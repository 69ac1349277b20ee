package org.tomoalign.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.FixedDeformation;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.Pivot;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.alignment.posterior.PosteriorRefinement;
import org.tomoalign.alignment.posterior.PosteriorResult;
import org.tomoalign.alignment.posterior.PosteriorState;
import org.tomoalign.alignment.posterior.Verdict;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.geometry.LinearField;
import org.tomoalign.input.Message;
import org.tomoalign.input.Plural;
import org.tomoalign.input.Setting;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.optimise.Lbfgs;
import org.tomoalign.optimise.Reason;
import org.tomoalign.optimise.Solution;
import org.tomoalign.optimise.StoppingRule;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.MeanWindows;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.TomogramScores;

/** Refines the geometry of one tomogram from its correlation windows: sets up the models, optimises, measures. */
final class GeometryRefiner {
    /* A cycle whose positions moved by less, px rms, was the last. */
    private static final double SETTLED = 0.02;
    private static final String HELD_OUT = "held-out windows";

    private final AlignSettings settings;
    private final JobListener listener;
    private final Kernels kernels;
    private final ForkJoinPool pool;

    GeometryRefiner(AlignSettings settings, JobListener listener, Kernels kernels, ForkJoinPool pool) {
        this.settings = settings;
        this.listener = listener;
        this.kernels = kernels;
        this.pool = pool;
    }

    /** Computes correlation windows around a tomogram's geometry; they are valid until the next call. */
    interface WindowSource {
        Correlator.Result around(Tomogram tomogram);
    }

    /**
     * Refines what the settings say.
     *
     * @param tomogram with the geometry to start from
     * @param source   of its windows; {@code --auto_scale} multiplies them by the reference's scale
     * @param clock    gets the times
     */
    AlignedTomogram refine(Tomogram tomogram, WindowSource source, StageClock clock) {
        Correlator.Result correlation = source.around(tomogram);
        MotionModel motion = settings.motion().<MotionModel>map(prior -> motion(tomogram, prior)).orElse(new NoMotion());
        clock.lap("motion prior");
        Refined refined = optimise(tomogram, motion, correlation, Optional.empty());
        double scale = refined.statistics().scale();
        double applied = 1;
        if (settings.autoScale() && scale > 0) {
            listener.message(tomogram.name() + ": scaling the reference by "
                    + String.format(Locale.ROOT, "%.3f", scale));
            applied = scale;
            correlation = correlation.scaled(applied, pool);
            refined = optimise(tomogram, motion, correlation, Optional.empty());
        } else if (JobAdvice.isOffScale(scale)) {
            listener.on(new JobEvent.Warning(Message.of(tomogram.name(), String.format(Locale.ROOT,
                    ": the images fit %.3g times the reference best, expected about 1; is it a reconstruction of "
                            + "these particles, protein bright, in a box that holds their delocalised signal? ", scale),
                    Setting.AUTO_SCALE, " corrects the scale"), true));
        }
        clock.lap(StageClock.OPTIMISATION);
        WindowPictures pictures =
                WindowPictures.before(tomogram, correlation.windows(), refined.problem()::counts, pool);
        clock.lap(WindowPictures.STAGE);
        for (int cycle = 1; cycle < settings.cycles() && refined.statistics().rms() > SETTLED; cycle++) {
            correlation = source.around(tomogram.at(refined.geometry()));
            correlation = applied == 1 ? correlation : correlation.scaled(applied, pool);
            refined = optimise(tomogram, motion, correlation, Optional.of(refined));
            clock.lap(StageClock.OPTIMISATION);
        }
        return result(tomogram, refined, correlation, pictures, scale, clock);
    }

    /** An optimum, and what it says about the windows. */
    private record Refined(AlignmentProblem problem, Optimum optimum, Geometry geometry, WindowStatistics statistics) {
        Solution solution() {
            return optimum.solution();
        }
    }

    /**
     * An optimum.
     *
     * @param posterior empty for that of the plain likelihood
     */
    private record Optimum(Solution solution, Optional<Posterior> posterior) {
    }

    /** The most probable geometry, and where its refinement began. */
    private record Posterior(PosteriorResult result, InputWindows input) {
    }

    /** What the windows around the input's geometry say of it: NaN where one does not count. */
    private record InputWindows(double[] start, double[] correlation) {
        static InputWindows of(AlignmentProblem problem, double[] start) {
            double[] correlation = problem.windows(start).correlation.clone();
            for (int w = 0; w < correlation.length; w++) {
                correlation[w] = problem.counts(w) ? correlation[w] : Double.NaN;
            }
            return new InputWindows(start, correlation);
        }
    }

    /** @param last what the last cycle found; empty in the first */
    private Refined optimise(
            Tomogram tomogram, MotionModel motion, Correlator.Result correlation, Optional<Refined> last) {
        AlignmentProblem problem = problem(tomogram, correlation, motion);
        StoppingRule rule = AlignmentProblem.STOPPING.withMaxIterations(settings.maxIterations());
        Optimum optimum;
        try (JobListener.Stage stage = listener.stage(tomogram.name(), Activity.ALIGNING, 0)) {
            optimum = settings.posterior().isOff() || settings.maxIterations() == 0
                    ? mostLikely(problem, rule, stage, last.map(refined -> refined.solution().x()))
                    : mostProbable(problem, correlation.predictedPower(), tomogram.series().pixelSize(),
                            refinement(rule, stage), last.flatMap(refined -> refined.optimum().posterior()));
        }
        Solution solution = optimum.solution();
        if (solution.reason() == Reason.NOT_FINITE) {
            throw new ArithmeticException(solution.reason().description());
        }
        Geometry geometry = withMagnification(tomogram.series(), problem.geometry(solution.x()));
        return new Refined(problem, optimum, geometry, WindowStatistics.measure(
                tomogram.series(), geometry, settings.alignment(), correlation,
                correlation.windows().shape().kernels(kernels)));
    }

    private Optimum mostLikely(
            AlignmentProblem problem, StoppingRule rule, JobListener.Stage stage, Optional<double[]> last) {
        return new Optimum(new Lbfgs(kernels.vectors(), AlignmentProblem.OPTIMISER, rule,
                (iteration, cost, gradientNorm) -> stage.iterated(iteration, cost))
                .minimisePreconditioned(problem, last.orElseGet(problem::start)), Optional.empty());
    }

    private static Optimum mostProbable(
            AlignmentProblem problem, double[] power, double pixelSize, PosteriorRefinement refinement,
            Optional<Posterior> last) {
        InputWindows input = last.map(Posterior::input).orElseGet(() -> InputWindows.of(problem, problem.start()));
        PosteriorState from = last.map(posterior -> posterior.result().state())
                .orElseGet(() -> refinement.start(problem, pixelSize));
        PosteriorResult result = refinement.refine(problem, power, from, last.isPresent());
        return new Optimum(result.solution(), Optional.of(new Posterior(result, input)));
    }

    private PosteriorRefinement refinement(StoppingRule rule, JobListener.Stage stage) {
        AtomicInteger iterations = new AtomicInteger();
        return new PosteriorRefinement(settings.posterior(), rule, kernels, pool,
                (iteration, cost, gradientNorm) -> stage.iterated(iterations.incrementAndGet(), cost));
    }

    /** Asks the windows that are held out, and sums up. */
    private AlignedTomogram result(
            Tomogram tomogram, Refined refined, Correlator.Result correlation, WindowPictures pictures, double scale,
            StageClock clock) {
        Geometry geometry = refined.geometry();
        Optional<TomogramScores> scores = Optional.empty();
        if (refined.optimum().posterior().isPresent()) {
            Posterior posterior = refined.optimum().posterior().get();
            InputWindows input = posterior.input();
            Optional<Verdict> verdict;
            try (JobListener.Stage stage = listener.stage(tomogram.name(), Activity.HOLDING_OUT, 0)) {
                StoppingRule rule = AlignmentProblem.STOPPING.withMaxIterations(settings.maxIterations());
                verdict = refinement(rule, stage).holdOut(refined.problem(), posterior.result(),
                        correlation.predictedPower(), input.start(), input.correlation(), tomogram.name());
            }
            boolean kept = verdict.filter(Verdict::keepsInput).isPresent();
            geometry = kept ? input(tomogram, refined.problem(), input) : geometry;
            scores = Optional.of(new ScoreSheet(tomogram, refined.geometry(), refined.problem(), correlation.windows(),
                    posterior.result(), input.correlation()).scores(verdict, settings.posterior().prior()));
        }
        WindowStatistics statistics = refined.statistics();
        clock.lap(HELD_OUT);
        MeanWindows means = pictures.after(
                tomogram.series(), refined.geometry(), correlation.windows(), refined.problem()::counts, pool);
        clock.lap(WindowPictures.STAGE);
        return new AlignedTomogram(geometry, Arrays.stream(refined.solution().costs()).boxed().toList(),
                metrics(tomogram, refined.solution(), statistics, WindowStatistics.rmsDisplacement(
                        tomogram, geometry, settings.alignment(), correlation.windows()), scale, scores,
                        clock.seconds()), scores, Optional.of(means));
    }

    /** Returns the input's geometry, for a tomogram that keeps it. */
    private static Geometry input(Tomogram tomogram, AlignmentProblem problem, InputWindows input) {
        boolean needsTrajectories = problem.layout().motionParameters() > 0
                && !tomogram.geometry().trajectories().arePresent();
        return needsTrajectories ? problem.geometry(input.start()) : tomogram.geometry();
    }

    /** Makes refined magnifications part of the projections. */
    private Geometry withMagnification(TiltSeries series, Geometry geometry) {
        if (settings.deformation().filter(d -> d.kind().isInProjections()).isEmpty()) {
            return geometry;
        }
        LinearField field = new LinearField(series.imageWidth(), series.imageHeight(), true);
        List<double[]> coefficients = geometry.deformation().coefficients();
        return geometry.withDeformation(Deformation.NONE).withProjections(
                IntStream.range(0, coefficients.size())
                        .mapToObj(t -> field.after(geometry.projections().get(t), coefficients.get(t))).toList());
    }

    private TomogramMetrics metrics(
            Tomogram tomogram, Solution solution, WindowStatistics statistics, double rms, double scale,
            Optional<TomogramScores> scores, Map<String, Double> seconds) {
        return new TomogramMetrics(tomogram.name(), tomogram.particles().size(), tomogram.series().images().size(),
                statistics.windows(), statistics.outOfRange(), solution.firstCost(), solution.lastCost(), solution.iterations(),
                solution.evaluations(), whyStopped(solution), solution.reason().settled(), rms,
                scale, seconds, statistics.windows() / seconds.get(StageClock.CORRELATION),
                solution.evaluations() / seconds.get(StageClock.OPTIMISATION), scores.map(s -> VerdictMetrics.of(
                        s, tomogram.series().images().stream().map(TiltImage::row).toList())));
    }

    /** A job without iterations has no limit that could be reached. */
    private String whyStopped(Solution solution) {
        return settings.maxIterations() == 0 ? "not refined: no iterations" : solution.reason().description();
    }

    /** Returns the plain likelihood of a tomogram with a prior on its motion. */
    AlignmentProblem problem(Tomogram tomogram, Correlator.Result correlation, MotionSettings prior) {
        return problem(tomogram, correlation, motion(tomogram, prior));
    }

    private AlignmentProblem problem(Tomogram tomogram, Correlator.Result correlation, MotionModel motion) {
        // The plain likelihood without a verdict is RELION's.
        Pivot pivot = settings.posterior().isOff() ? Pivot.COORDINATES_OF_THE_CENTRE : Pivot.PROJECTED_CENTRE;
        return new AlignmentProblem(correlation.windows(), tomogram.geometry(), tomogram.series().centre(), pivot,
                settings.alignment(), motion, deformation(tomogram), kernels, pool);
    }

    private MotionModel motion(Tomogram tomogram, MotionSettings prior) {
        TiltSeries series = tomogram.series();
        double dose = series.fractionalDose();
        GaussianProcessMotion motion = GaussianProcessMotion.of(
                tomogram.geometry().positions(), series.images().size(), prior.velocityPx(series.pixelSize(), dose),
                prior.divergencePx(series.pixelSize(), dose), prior, kernels, pool);
        listener.message(String.format(Locale.ROOT, "%s: motion of %s by %s", series.name(),
                Plural.of(tomogram.particles().size(), "particle"),
                Plural.of(motion.basisFunctions(), "basis function")));
        return motion;
    }

    private DeformationModel deformation(Tomogram tomogram) {
        Deformation given = tomogram.geometry().deformation();
        if (settings.deformation().isPresent()) {
            return new RefinedDeformation(settings.deformation().get(), tomogram.series(), given);
        }
        return given.isPresent() ? new FixedDeformation(given, tomogram.series()) : new NoDeformation();
    }
}
