package org.tomoalign.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

/** Compares the geometry that an alignment was given and has found with the truth. */
final class Scorer {
    private final List<AlignmentScore.Entry> entries = new ArrayList<>();
    private final Pool positionsBefore = new Pool();
    private final Pool positionsAfter = new Pool();
    private final Pool anglesBefore = new Pool();
    private final Pool anglesAfter = new Pool();
    private final Pool motionBefore = new Pool();
    private final Pool motionAfter = new Pool();
    private int particles;
    private int images;

    /** Adds one tilt series; the three geometries have the same particles and images in the same order. */
    void add(String name, double pixelSize, ScoredGeometry truth, ScoredGeometry given, ScoredGeometry found) {
        double[] before = distances(truth, given), after = distances(truth, found);
        double[] turnedBefore = angles(truth, given), turnedAfter = angles(truth, found);
        double[] moved = nonRigid(truth, null, pixelSize), missed = nonRigid(truth, found, pixelSize);
        int n = truth.positions().size(), m = truth.projections().size();
        entries.add(new AlignmentScore.Entry(name, n, m, rms(before), rms(after), median(after), max(after),
                rms(turnedBefore), rms(turnedAfter), rms(moved), rms(missed)));
        positionsBefore.add(before);
        positionsAfter.add(after);
        anglesBefore.add(turnedBefore);
        anglesAfter.add(turnedAfter);
        motionBefore.add(moved);
        motionAfter.add(missed);
        particles += n;
        images = Math.max(images, m);
    }

    AlignmentScore score() {
        double[] after = positionsAfter.all();
        return new AlignmentScore(entries, new AlignmentScore.Entry("all", particles, images, rms(positionsBefore.all()),
                rms(after), median(after), max(after), rms(anglesBefore.all()), rms(anglesAfter.all()),
                rms(motionBefore.all()), rms(motionAfter.all())));
    }

    private static double[] distances(ScoredGeometry truth, ScoredGeometry other) {
        int n = truth.positions().size(), m = truth.projections().size();
        double[] out = new double[n * m];
        for (int p = 0; p < n; p++) {
            for (int f = 0; f < m; f++) {
                Vec3 d = other.image(p, f).minus(truth.image(p, f));
                out[p * m + f] = Math.hypot(d.x(), d.y());
            }
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
