package org.tomoalign.job;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.correlation.Peak;
import org.tomoalign.correlation.TiltStack;
import org.tomoalign.correlation.WholeImageCorrelator;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.MeanWindows;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/** Shifts the images of a tomogram and leaves all else as it is (section 7 of the method, shift only). */
final class ShiftAligner {
    private final JobListener listener;
    private final Diagnostics diagnostics;
    private final int range;
    private final ForkJoinPool pool;

    /**
     * @param range largest shift to be expected, px
     * @param pool  runs the work
     */
    ShiftAligner(JobListener listener, Diagnostics diagnostics, int range, ForkJoinPool pool) {
        this.range = range;
        this.listener = listener;
        this.diagnostics = diagnostics;
        this.pool = pool;
    }

    /** Shifts each image to its prediction. */
    AlignedTomogram byImages(
            Tomogram tomogram, TiltStack pixels, WholeImageCorrelator correlator, StageClock clock) {
        TiltSeries series = tomogram.series();
        int images = series.images().size();
        List<Optional<WholeImageCorrelator.Shift>> shifts;
        try (JobListener.Stage stage = listener.stage(series.name(), Activity.CORRELATING_IMAGES, images);
                Diagnostics.Images all = diagnostics.wholeImages(series)) {
            WholeImageCorrelator.Sink sink =
                    all == null ? null : (t, correlation) -> all.write(series.images().get(t).row(), correlation);
            shifts = correlator.measure(tomogram, pixels, sink, pool, stage::advance);
            if (all != null) {
                all.commit();
            }
        }
        clock.lap(StageClock.CORRELATION);
        sayUnmoved(series, t -> shifts.get(t).isEmpty(), "no particle is on them");
        List<Integer> far = rows(series,
                t -> shifts.get(t).map(s -> Math.hypot(s.x(), s.y()) > range).orElse(false));
        if (!far.isEmpty()) {
            // RELION has no limit here, and neither has the method; but a peak far away may be noise.
            listener.warning(Message.of(series.name(), ": shifts image", numbers(far), " by more than ", Setting.RANGE, " ",
                    range, " px; ", Setting.SHIFT_BY_PARTICLES, " keeps within that"));
        }
        double before = 0;
        double after = 0;
        double power = 0;
        List<Vec3> moves = new ArrayList<>();
        for (Optional<WholeImageCorrelator.Shift> shift : shifts) {
            moves.add(shift.map(s -> new Vec3(s.x(), s.y(), 0)).orElse(Vec3.ZERO));
            if (shift.isPresent()) {
                before += shift.get().before();
                after += shift.get().after();
                power += shift.get().power();
            }
        }
        return result(tomogram, moves, new Costs(-before, -after, power > 0 ? after / power : 0), 0, clock);
    }

    /**
     * Shifts each image to the highest point of the sum of its particles' windows.
     *
     * @param correlation the windows around the particles' positions
     */
    AlignedTomogram byParticles(Tomogram tomogram, Correlator.Result correlation, StageClock clock) {
        CorrelationStack windows = correlation.windows();
        Vec3[] moves = new Vec3[windows.images()];
        boolean[] unmoved = new boolean[moves.length];
        double before = 0;
        double after = 0;
        WindowShape shape = WindowShape.withoutMargin(windows.range(), windows.pad());
        int side = shape.side();
        int centre = shape.centre();
        List<float[]> sums = windows.sums(pool);
        for (int t = 0; t < moves.length; t++) {
            float[] sum = sums.get(t);
            Peak peak = Peak.of(side, side, (x, y) -> sum[y * side + x]);
            moves[t] = Vec3.ZERO;
            // The frame of a window is zero: where nothing is higher, there is no peak.
            if (peak.value() > 0) {
                moves[t] = new Vec3((peak.x() - centre) / windows.pad(),
                        (peak.y() - centre) / windows.pad(), 0);
                before += sum[centre * side + centre];
                after += peak.value();
            } else {
                unmoved[t] = true;
            }
        }
        sayUnmoved(tomogram.series(), t -> unmoved[t], "no particle is visible there or none correlates");
        int visible = (int) IntStream.range(0, windows.particles() * windows.images())
                .filter(windows::visible).count();
        AlignedTomogram shifted = result(
                tomogram, List.of(moves), new Costs(-before, -after, scale(correlation, moves)), visible, clock);
        MeanWindows means = WindowPictures.before(tomogram, windows, windows::visible, pool)
                .after(tomogram.series(), shifted.geometry(), windows, windows::visible, pool);
        clock.lap(WindowPictures.STAGE);
        return new AlignedTomogram(
                shifted.geometry(), shifted.costs(), shifted.metrics(), shifted.scores(), Optional.of(means));
    }

    /** Returns correlation over predicted power after the shifts, by those windows whose power is known. */
    private static double scale(Correlator.Result correlation, Vec3[] moves) {
        CorrelationStack windows = correlation.windows();
        double sum = 0;
        double power = 0;
        for (int p = 0; p < windows.particles(); p++) {
            for (int t = 0; t < moves.length; t++) {
                int w = windows.window(p, t);
                if (windows.visible(w) && !Double.isNaN(correlation.predictedPower()[w])) {
                    long x = windows.centre() + Math.round(moves[t].x() * windows.pad());
                    long y = windows.centre() + Math.round(moves[t].y() * windows.pad());
                    sum += windows.slice(w).getAtIndex(
                            ValueLayout.JAVA_FLOAT, y * windows.side() + x);
                    power += correlation.predictedPower()[w];
                }
            }
        }
        return power > 0 ? sum / power : 0;
    }

    private void sayUnmoved(TiltSeries series, IntPredicate unmoved, String reason) {
        List<Integer> images = rows(series, unmoved);
        if (!images.isEmpty()) {
            listener.warning(series.name() + ": does not shift image" + numbers(images) + ", " + reason);
        }
    }

    /** Returns the rows in their file of some images, ascending. */
    private static List<Integer> rows(TiltSeries series, IntPredicate which) {
        return IntStream.range(0, series.images().size()).filter(which).map(t -> series.images().get(t).row())
                .sorted().boxed().toList();
    }

    /** Returns the rest of a phrase that begins with "image". */
    private static String numbers(List<Integer> images) {
        return (images.size() > 1 ? "s " : " ")
                + images.stream().map(f -> Integer.toString(f + 1)).collect(Collectors.joining(", "));
    }

    /** Minus the correlations before and after, and what the prediction should be multiplied by. */
    private record Costs(double first, double last, double scale) {
    }

    private static AlignedTomogram result(
            Tomogram tomogram, List<Vec3> moves, Costs costs, int windows, StageClock clock) {
        Geometry given = tomogram.geometry();
        int images = moves.size();
        List<Projection> projections = IntStream.range(0, images)
                .mapToObj(t -> given.projections().get(t).shiftedBy(moves.get(t))).toList();
        double squares = moves.stream().mapToDouble(move -> move.norm() * move.norm()).sum();
        clock.lap(StageClock.OPTIMISATION);
        return new AlignedTomogram(given.withProjections(projections), List.of(costs.first(), costs.last()),
                new TomogramMetrics(tomogram.name(), tomogram.particles().size(), images, windows, 0, costs.first(),
                        costs.last(), 0, 0, "shifted to the peaks of the correlation", true,
                        Math.sqrt(squares / images), costs.scale(), clock.seconds(),
                        windows / clock.seconds().get(StageClock.CORRELATION), 0, Optional.empty()), Optional.empty(),
                Optional.empty());
    }
}
