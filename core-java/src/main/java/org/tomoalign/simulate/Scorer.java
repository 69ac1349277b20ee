package org.tomoalign.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

/** Compares the geometry that an alignment was given and has found with the truth. */
final class Scorer {
    private final List<AlignmentScore.Entry> entries = new ArrayList<>();
    private final Sums total = new Sums();

    /** Adds one tilt series. */
    void add(ScoredSeries series) {
        Sums own = new Sums();
        own.add(series);
        entries.add(own.entry(series.name()));
        total.add(series);
    }

    AlignmentScore score() {
        return new AlignmentScore(entries, total.entry("all"));
    }

    /** What is known of one series, or of several together. */
    private static final class Sums {
        private final Pool before = new Pool();
        private final Pool after = new Pool();
        private final Pool anglesBefore = new Pool();
        private final Pool anglesAfter = new Pool();
        private final Pool motionBefore = new Pool();
        private final Pool motionAfter = new Pool();
        private final Pool visibleBefore = new Pool();
        private final Pool visibleAfter = new Pool();
        private final Pool boxedBefore = new Pool();
        private final Pool boxedAfter = new Pool();
        private final WeightPool weights = new WeightPool();
        private Optional<ErrorRatios> ratios = Optional.empty();
        private int particles;
        private int images;

        void add(ScoredSeries series) {
            ScoredGeometry truth = series.truth(), found = series.found();
            double[] from = distances(truth, series.given()), to = distances(truth, found);
            before.add(from);
            after.add(to);
            anglesBefore.add(angles(truth, series.given()));
            anglesAfter.add(angles(truth, found));
            motionBefore.add(nonRigid(truth, null, series.pixelSize()));
            motionAfter.add(nonRigid(truth, found, series.pixelSize()));
            series.frame().ifPresent(frame -> {
                visibleBefore.add(chosen(from, frame.visible(truth)));
                visibleAfter.add(chosen(to, frame.visible(truth)));
                boxedBefore.add(chosen(from, frame.boxed(truth)));
                boxedAfter.add(chosen(to, frame.boxed(truth)));
            });
            series.errors().ifPresent(errors -> {
                boolean[] counts = series.frame().map(frame -> frame.visible(truth))
                        .orElseGet(() -> ImageFrame.all(truth));
                ErrorRatios own = errors.compare(truth, found, counts, series.pixelSize());
                ratios = Optional.of(ratios.orElse(ErrorRatios.NONE).plus(own));
            });
            weights.add(series.weights());
            particles += truth.positions().size();
            images = Math.max(images, truth.projections().size());
        }

        AlignmentScore.Entry entry(String name) {
            double[] all = after.all();
            return new AlignmentScore.Entry(name, particles, images, rms(before.all()), rms(all), median(all), max(all),
                    rms(anglesBefore.all()), rms(anglesAfter.all()), rms(motionBefore.all()), rms(motionAfter.all()),
                    windows(visibleBefore, visibleAfter), windows(boxedBefore, boxedAfter), ratios, weights.found());
        }

        private static Optional<WindowErrors> windows(Pool before, Pool after) {
            double[] from = before.all(), to = after.all();
            return to.length == 0 ? Optional.empty() : Optional.of(new WindowErrors(to.length, rms(from), rms(to)));
        }
    }

    private static double[] chosen(double[] values, boolean[] choice) {
        double[] out = new double[values.length];
        int n = 0;
        for (int i = 0; i < values.length; i++) {
            if (choice[i]) {
                out[n++] = values[i];
            }
        }
        return Arrays.copyOf(out, n);
    }

    private static double[] distances(ScoredGeometry truth, ScoredGeometry other) {
        int n = truth.positions().size(), m = truth.projections().size();
        double[] out = new double[n * m];
        for (int i = 0; i < out.length; i++) {
            out[i] = truth.distance(other, i / m, i % m);
        }
        return out;
    }

    /** Angle of the rotation by which each image differs from the truth after the best common rotation, degrees. */
    private static double[] angles(ScoredGeometry truth, ScoredGeometry other) {
        int m = truth.projections().size();
        Mat3 sum = new Mat3(0, 0, 0, 0, 0, 0, 0, 0, 0);
        for (int f = 0; f < m; f++) {
            Mat3 t = truth.projections().get(f).linear(), o = other.projections().get(f).linear();
            sum = Rotations.sum(sum, t.transposed().times(o));
        }
        Mat3 common = Rotations.nearest(sum);
        double[] out = new double[m];
        for (int f = 0; f < m; f++) {
            Projection t = truth.projections().get(f), o = other.projections().get(f);
            Mat3 rest = o.linear().times(common.transposed()).times(t.linear().transposed());
            out[f] = Math.toDegrees(Rotations.angle(rest));
        }
        return out;
    }

    private static double[] nonRigid(ScoredGeometry truth, ScoredGeometry found, double pixelSize) {
        Vec3[][] t = truth.nonRigid(), o = found == null ? null : found.nonRigid();
        int m = truth.projections().size();
        double[] out = new double[t.length * m];
        for (int i = 0; i < out.length; i++) {
            Vec3 v = t[i / m][i % m];
            out[i] = pixelSize * (o == null ? v : o[i / m][i % m].minus(v)).norm();
        }
        return out;
    }

    private static double rms(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v * v;
        }
        return Math.sqrt(sum / values.length);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
    }

    private static double max(double[] values) {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }

    /** Values of several series one after the other. */
    private static final class Pool {
        private final List<double[]> parts = new ArrayList<>();

        void add(double[] part) {
            parts.add(part);
        }

        double[] all() {
            return parts.stream().flatMapToDouble(Arrays::stream).toArray();
        }
    }
}
