package org.tomoalign.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.FixedDeformation;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.geometry.LinearField;
import org.tomoalign.input.Message;
import org.tomoalign.input.Plural;
import org.tomoalign.input.Setting;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.optimise.Lbfgs;
import org.tomoalign.optimise.Solution;
import org.tomoalign.optimise.StoppingRule;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/** Refines the geometry of one tomogram from its correlation windows: sets up the models, optimises, measures. */
final class GeometryRefiner {
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

    /**
     * Refines what the settings say.
     *
     * @param tomogram    with the geometry for which the windows were computed
     * @param correlation the windows; {@code --auto_scale} multiplies them by the reference's scale
     * @param clock       gets the times
     */
    AlignedTomogram refine(
            Tomogram tomogram, Correlator.Result correlation, StageClock clock) {
        MotionModel motion = motion(tomogram);
        clock.lap("motion prior");
        Refined refined = optimise(tomogram, motion, correlation);
        double scale = refined.moves().scale();
        if (settings.autoScale() && scale > 0) {
            listener.message(tomogram.name() + ": scaling the reference by "
                    + String.format(Locale.ROOT, "%.3f", scale));
            correlation.windows().scale((float) scale, pool);
            refined = optimise(tomogram, motion, correlation);
        } else if (JobAdvice.isOffScale(scale)) {
            listener.on(new JobEvent.Warning(Message.of(tomogram.name(), String.format(Locale.ROOT,
                    ": the images fit %.3g times the reference best, expected about 1; is it a reconstruction of "
                            + "these particles, protein bright, in a box that holds their delocalised signal? ", scale),
                    Setting.AUTO_SCALE, " corrects the scale"), true));
        }
        clock.lap(StageClock.OPTIMISATION);
        return new AlignedTomogram(refined.geometry(),
                Arrays.stream(refined.solution().costs()).boxed().toList(),
                metrics(tomogram, refined.solution(), refined.moves(), scale, clock.seconds()));
    }

    /** An optimum, and what it says about the windows. */
    private record Refined(Solution solution, Geometry geometry, Displacements moves) {
    }

    private Refined optimise(
            Tomogram tomogram, MotionModel motion, Correlator.Result correlation) {
        AlignmentProblem problem = new AlignmentProblem(correlation.windows(), tomogram.geometry(),
                tomogram.series().centre(), settings.alignment(), motion, deformation(tomogram), kernels, pool);
        Solution solution = minimise(tomogram.name(), problem);
        Geometry geometry = withMagnification(tomogram.series(), problem.geometry(solution.x()));
        return new Refined(solution, geometry, Displacements.measure(
                tomogram.series(), geometry, settings.alignment(), correlation, kernels.bicubic()));
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

    private static TomogramMetrics metrics(
            Tomogram tomogram, Solution solution, Displacements moves, double scale, Map<String, Double> seconds) {
        return new TomogramMetrics(tomogram.name(), tomogram.particles().size(), tomogram.series().images().size(),
                moves.windows(), moves.outOfRange(), solution.firstCost(), solution.lastCost(), solution.iterations(),
                solution.evaluations(), solution.reason().description(), solution.reason().settled(), moves.rms(),
                scale, seconds, moves.windows() / seconds.get(StageClock.CORRELATION),
                solution.evaluations() / seconds.get(StageClock.OPTIMISATION));
    }

    private MotionModel motion(Tomogram tomogram) {
        if (settings.motion().isEmpty()) {
            return new NoMotion();
        }
        TiltSeries series = tomogram.series();
        MotionSettings prior = settings.motion().get();
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

    private Solution minimise(String tomogram, AlignmentProblem problem) {
        try (JobListener.Stage stage = listener.stage(tomogram, Activity.ALIGNING, 0)) {
            StoppingRule rule = AlignmentProblem.STOPPING.withMaxIterations(settings.maxIterations());
            Lbfgs minimiser = new Lbfgs(kernels.vectors(), AlignmentProblem.OPTIMISER, rule,
                    (iteration, cost, gradientNorm) -> stage.iterated(iteration, cost));
            return minimiser.minimisePreconditioned(problem, problem.start());
        }
    }
}
