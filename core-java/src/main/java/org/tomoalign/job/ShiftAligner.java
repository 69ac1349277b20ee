package org.tomoalign.job;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tomoalign.alignment.AlignmentResult;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.correlation.Peak;
import org.tomoalign.correlation.WholeImageCorrelator;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/** Shifts the images of a tomogram and leaves all else as it is (section 7 of the method, shift only). */
final class ShiftAligner {
    private final JobListener listener;
    private final Diagnostics diagnostics;
    private final int range;

    /** @param range largest shift to be expected, px */
    ShiftAligner(JobListener listener, Diagnostics diagnostics, int range) {
        this.range = range;
        this.listener = listener;
        this.diagnostics = diagnostics;
    }

    /** Shifts each image to its prediction; runs in the pool that runs the calling task. */
    AlignedTomogram byImages(
            TomogramAligner.Task task, Correlator.Tomogram tomogram, WholeImageCorrelator correlator,
            StageClock clock) {
        TiltSeries series = task.series();
        int images = series.images().size();
        List<Optional<WholeImageCorrelator.Shift>> shifts;
        try (JobListener.Stage stage = listener.stage(series.name(), "correlating whole images", images);
                Diagnostics.Images all = diagnostics.wholeImages(series)) {
            shifts = correlator.measure(tomogram, all == null ? null : all::write, stage::advance);
            if (all != null) {
                all.commit();
            }
        }
        clock.lap(StageClock.CORRELATION);
        sayUnmoved(series, IntStream.range(0, images).filter(f -> shifts.get(f).isEmpty()).boxed().toList(),
                "no particle is on them");
        List<Integer> far = IntStream.range(0, images).filter(f -> shifts.get(f)
                .map(s -> Math.hypot(s.x(), s.y()) > range).orElse(false)).boxed().toList();
        if (!far.isEmpty()) {
            // RELION has no limit here, and neither has the method; but a peak far away may be noise.
            listener.warning(series.name() + ": shifts image" + numbers(far) + " by more than --r " + range
                    + " px; --shift_only_by_particles keeps within that");
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
        return result(task, moves, new Costs(-before, -after, power > 0 ? after / power : 0), 0, clock);
    }

    /**
     * Shifts each image to the highest point of the sum of its particles' windows.
     *
     * @param correlation the windows around the particles' positions
     */
    AlignedTomogram byParticles(TomogramAligner.Task task, Correlator.Result correlation, StageClock clock) {
        CorrelationStack windows = correlation.windows();
        int[] order = task.series().chronologicalOrder();
        Vec3[] moves = new Vec3[order.length];
        List<Integer> unmoved = new ArrayList<>();
        double before = 0;
        double after = 0;
        int side = windows.side();
        for (int t = 0; t < order.length; t++) {
            float[] sum = windows.sum(t);
            Peak peak = Peak.of(side, side, (x, y) -> sum[y * side + x]);
            moves[order[t]] = Vec3.ZERO;
            // The frame of a window is zero: where nothing is higher, there is no peak.
            if (peak.value() > 0) {
                moves[order[t]] = new Vec3((peak.x() - windows.centre()) / windows.pad(),
                        (peak.y() - windows.centre()) / windows.pad(), 0);
                before += sum[windows.centre() * side + windows.centre()];
                after += peak.value();
            } else {
                unmoved.add(order[t]);
            }
        }
        sayUnmoved(task.series(), unmoved.stream().sorted().toList(), "no particle is visible there or none correlates");
        int visible = (int) IntStream.range(0, windows.particles() * windows.images())
                .filter(windows::visible).count();
        return result(task, List.of(moves), new Costs(-before, -after, scale(correlation, order, moves)), visible, clock);
    }

    /** Returns correlation over predicted power after the shifts, by those windows whose power is known. */
    private static double scale(Correlator.Result correlation, int[] order, Vec3[] moves) {
        CorrelationStack windows = correlation.windows();
        double sum = 0;
        double power = 0;
        for (int p = 0; p < windows.particles(); p++) {
            for (int t = 0; t < order.length; t++) {
                int w = windows.window(p, t);
                if (windows.visible(w) && !Double.isNaN(correlation.predictedPower()[w])) {
                    long x = windows.centre() + Math.round(moves[order[t]].x() * windows.pad());
                    long y = windows.centre() + Math.round(moves[order[t]].y() * windows.pad());
                    sum += windows.slice(w).getAtIndex(
                            ValueLayout.JAVA_FLOAT, y * windows.side() + x);
                    power += correlation.predictedPower()[w];
                }
            }
        }
        return power > 0 ? sum / power : 0;
    }

    private void sayUnmoved(TiltSeries series, List<Integer> images, String reason) {
        if (!images.isEmpty()) {
            listener.warning(series.name() + ": does not shift image" + numbers(images) + ", " + reason);
        }
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
            TomogramAligner.Task task, List<Vec3> moves, Costs costs, int windows, StageClock clock) {
        TiltSeries series = task.series();
        List<TiltImage> images = series.images();
        List<Projection> projections = IntStream.range(0, images.size())
                .mapToObj(f -> images.get(f).projection().shiftedBy(moves.get(f))).toList();
        double squares = moves.stream().mapToDouble(move -> move.norm() * move.norm()).sum();
        AlignmentResult geometry = new AlignmentResult(
                projections, task.particles().stream().map(Particle::position).toList(), null, List.of());
        clock.lap(StageClock.OPTIMISATION);
        return new AlignedTomogram(geometry, List.of(costs.first(), costs.last()), new TomogramMetrics(
                series.name(), task.particles().size(), images.size(), windows, 0, costs.first(), costs.last(), 0, 0,
                "shifted to the peaks of the correlation", true, Math.sqrt(squares / images.size()), costs.scale(),
                clock.seconds(), windows / clock.seconds().get(StageClock.CORRELATION), 0));
    }
}
