package org.tomoalign.job;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.AlignmentResult;
import org.tomoalign.alignment.model.AlignmentInput;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.FixedDeformation;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.RefinedDeformation;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.geometry.LinearField;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.SeriesDeformation;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.optimise.Lbfgs;
import org.tomoalign.optimise.Solution;
import org.tomoalign.optimise.StoppingRule;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/** Refines the geometry of one tomogram from its correlation windows: sets up the models, optimises, measures. */
final class GeometryRefiner {
    /** A reference whose grey scale is off by more than this factor is worth a warning. */
    private static final double SCALE_TOLERANCE = 2;

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
     * @param deformation of the images as the windows were computed
     * @param correlation the windows; {@code --auto_scale} multiplies them by the reference's scale
     * @param clock       gets the times
     */
    AlignedTomogram refine(
            TomogramAligner.Task task, SeriesDeformation deformation, Correlator.Result correlation, StageClock clock) {
        AlignmentInput input = input(task, correlation);
        MotionModel motion = motion(task);
        clock.lap("motion prior");
        Refined refined = optimise(task, input, motion, deformation, correlation);
        double scale = refined.moves().scale();
        if (settings.autoScale() && scale > 0) {
            listener.message(task.series().name() + ": scaling the reference by "
                    + String.format(Locale.ROOT, "%.3f", scale));
            scale(correlation.windows().segment(), (float) scale);
            refined = optimise(task, input, motion, deformation, correlation);
        } else if (!(scale > 1 / SCALE_TOLERANCE && scale < SCALE_TOLERANCE)) {
            listener.warning(task.series().name() + String.format(Locale.ROOT,
                    ": the images fit %.3g times the reference best, expected about 1; is it a reconstruction of "
                            + "these particles, protein bright, in a box that holds their delocalised signal? "
                            + "--auto_scale corrects the scale", scale));
        }
        clock.lap(StageClock.OPTIMISATION);
        return new AlignedTomogram(refined.geometry(),
                Arrays.stream(refined.solution().costs()).boxed().toList(),
                metrics(task, refined.solution(), refined.moves(), scale, clock.seconds()));
    }

    /** An optimum, and what it says about the windows. */
    private record Refined(Solution solution, AlignmentResult geometry, Displacements moves) {
    }

    private Refined optimise(
            TomogramAligner.Task task, AlignmentInput input, MotionModel motion, SeriesDeformation deformation,
            Correlator.Result correlation) {
        AlignmentProblem problem = new AlignmentProblem(
                input, settings.alignment(), motion, model(task, deformation), kernels, pool);
        Solution solution = minimise(task, problem);
        AlignmentResult geometry = withMagnification(task, problem.result(solution.x()));
        return new Refined(solution, geometry, Displacements.measure(
                input, geometry, deformation(task, deformation, geometry), correlation, kernels.bicubic()));
    }

    /** Makes refined magnifications part of the projections. */
    private AlignmentResult withMagnification(TomogramAligner.Task task, AlignmentResult result) {
        if (settings.deformation().filter(d -> d.kind().isInProjections()).isEmpty()) {
            return result;
        }
        LinearField field = new LinearField(task.series().imageWidth(), task.series().imageHeight(), true);
        List<Projection> projections = IntStream.range(0, result.projections().size())
                .mapToObj(f -> field.after(result.projections().get(f),
                        result.deformations().get(f).stream().mapToDouble(Double::doubleValue).toArray()))
                .toList();
        return new AlignmentResult(projections, result.positions(), result.displacements(), List.of());
    }

    private static TomogramMetrics metrics(
            TomogramAligner.Task task, Solution solution, Displacements moves, double scale, Map<String, Double> seconds) {
        return new TomogramMetrics(task.series().name(), task.particles().size(), task.series().images().size(),
                moves.windows(), moves.outOfRange(), solution.firstCost(), solution.lastCost(), solution.iterations(),
                solution.evaluations(), solution.reason().description(), solution.reason().settled(), moves.rms(),
                scale, seconds, moves.windows() / seconds.get(StageClock.CORRELATION),
                solution.evaluations() / seconds.get(StageClock.OPTIMISATION));
    }

    private AlignmentInput input(TomogramAligner.Task task, Correlator.Result correlation) {
        TiltSeries series = task.series();
        List<Projection> projections = series.images().stream().map(TiltImage::projection).toList();
        List<Vec3> positions = task.particles().stream().map(Particle::position).toList();
        return new AlignmentInput(correlation.windows(), projections, series.chronologicalOrder(), series.centre(),
                positions, offsets(task));
    }

    /** Returns the given trajectories as element (3 p + axis) F + t, px, t chronological; null if there are none. */
    private static double[] offsets(TomogramAligner.Task task) {
        if (task.trajectories().isEmpty()) {
            return null;
        }
        int[] order = task.series().chronologicalOrder();
        double[] offsets = new double[3 * order.length * task.particles().size()];
        for (int p = 0; p < task.particles().size(); p++) {
            for (int t = 0; t < order.length; t++) {
                Vec3 o = task.trajectories().get(p).offsets().get(order[t]).times(1 / task.series().pixelSize());
                offsets[3 * p * order.length + t] = o.x();
                offsets[(3 * p + 1) * order.length + t] = o.y();
                offsets[(3 * p + 2) * order.length + t] = o.z();
            }
        }
        return offsets;
    }

    private MotionModel motion(TomogramAligner.Task task) {
        if (settings.motion().isEmpty()) {
            return new NoMotion();
        }
        TiltSeries series = task.series();
        MotionSettings prior = settings.motion().get();
        double dose = series.fractionalDose();
        GaussianProcessMotion motion = GaussianProcessMotion.of(
                task.particles().stream().map(Particle::position).toList(), series.images().size(),
                prior.velocityPx(series.pixelSize(), dose), prior.divergencePx(series.pixelSize(), dose), prior,
                kernels, pool);
        listener.message(String.format(Locale.ROOT, "%s: motion of %d particles by %d basis functions", series.name(),
                task.particles().size(), motion.basisFunctions()));
        return motion;
    }

    private DeformationModel model(TomogramAligner.Task task, SeriesDeformation input) {
        TiltSeries series = task.series();
        int[] order = series.chronologicalOrder();
        if (settings.deformation().isPresent()) {
            DeformationSettings refined = settings.deformation().get();
            return new RefinedDeformation(refined.field(series.imageWidth(), series.imageHeight()), refined.perImage(),
                    order, input, refined.regulariser());
        }
        return input.isPresent() ? new FixedDeformation(input, order) : new NoDeformation();
    }

    /** Returns the deformations after the refinement. */
    private SeriesDeformation deformation(
            TomogramAligner.Task task, SeriesDeformation input, AlignmentResult result) {
        if (result.deformations().isEmpty()) {
            return input;
        }
        TiltSeries series = task.series();
        return SeriesDeformation.of(
                settings.deformation().orElseThrow().field(series.imageWidth(), series.imageHeight()),
                result.deformations());
    }

    private Solution minimise(TomogramAligner.Task task, AlignmentProblem problem) {
        try (JobListener.Stage stage = listener.stage(task.series().name(), "aligning", 0)) {
            StoppingRule rule = StoppingRule.DEFAULT.withMaxIterations(settings.maxIterations());
            Lbfgs minimiser = new Lbfgs(kernels.vectors(), Lbfgs.DEFAULT_MEMORY, rule,
                    (iteration, cost, gradientNorm) -> stage.advance(1));
            return minimiser.minimisePreconditioned(problem, problem.start());
        }
    }

    private static void scale(MemorySegment values, float factor) {
        for (long i = 0; i < values.byteSize() / Float.BYTES; i++) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, factor * values.getAtIndex(ValueLayout.JAVA_FLOAT, i));
        }
    }
}
