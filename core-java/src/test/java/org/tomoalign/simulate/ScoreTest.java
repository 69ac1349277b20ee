package org.tomoalign.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;

class ScoreTest {
    @TempDir
    Path folder;

    private static ScoredGeometry truth() {
        SplittableRandom random = new SplittableRandom(4);
        List<Projection> projections = new ArrayList<>();
        for (int f = 0; f < 5; f++) {
            projections.add(new Projection(Mat3.rotationZ(-1.4).times(Mat3.rotationY(0.3 * (f - 2))),
                    new Vec3(random.nextDouble(9), random.nextDouble(9), 0)));
        }
        List<Vec3> positions = new ArrayList<>();
        for (int p = 0; p < 7; p++) {
            positions.add(new Vec3(random.nextDouble(400), random.nextDouble(300), random.nextDouble(100)));
        }
        return new ScoredGeometry(projections, positions, resting(7, 5));
    }

    private static List<List<Vec3>> resting(int particles, int images) {
        return Collections.nCopies(particles, Collections.nCopies(images, Vec3.ZERO));
    }

    private static AlignmentScore.Entry score(ScoredGeometry truth, ScoredGeometry found) {
        Scorer scorer = new Scorer();
        scorer.add(new ScoredSeries("TS", 2.0, truth, truth, found, Optional.empty(), Optional.empty(), new WeightPool()));
        AlignmentScore score = scorer.score();
        assertEquals(score.series().getFirst().rmsAfter(), score.total().rmsAfter());
        return score.total();
    }

    @Test
    void aShiftOfEveryImageIsTheError() {
        ScoredGeometry truth = truth();
        List<Projection> shifted =
                truth.projections().stream().map(p -> p.shiftedBy(new Vec3(3, -4, 17))).toList();
        AlignmentScore.Entry e = score(truth, new ScoredGeometry(shifted, truth.positions(), truth.offsets()));
        assertEquals(0, e.rmsBefore());
        assertEquals(5, e.rmsAfter(), 1e-9);
        assertEquals(5, e.medianAfter(), 1e-9);
        assertEquals(5, e.maxAfter(), 1e-9);
        assertEquals(0, e.angleAfter(), 1e-9);
    }

    @Test
    void aGlobalRotationIsNoError() {
        ScoredGeometry truth = truth();
        Mat3 g = new EulerAngles(10, 25, -40).toMatrix();
        List<Projection> turned = truth.projections().stream()
                .map(p -> new Projection(p.linear().times(g.transposed()), p.shift())).toList();
        List<Vec3> moved = truth.positions().stream().map(g::times).toList();
        AlignmentScore.Entry e = score(truth, new ScoredGeometry(turned, moved, truth.offsets()));
        assertEquals(0, e.rmsAfter(), 1e-9);
        assertEquals(0, e.angleAfter(), 1e-6);
    }

    @Test
    void oneTurnedImageIsAnAngleError() {
        ScoredGeometry truth = truth();
        List<Projection> turned = new ArrayList<>(truth.projections());
        turned.set(1, turned.get(1).rotatedAbout(Vec3.ZERO, Mat3.rotationX(Math.toRadians(0.5))));
        AlignmentScore.Entry e = score(truth, new ScoredGeometry(turned, truth.positions(), truth.offsets()));
        // The common rotation takes a fifth of it: one image is off by 0.4, four by 0.1 degrees.
        assertEquals(Math.sqrt((0.16 + 4 * 0.01) / 5), e.angleAfter(), 1e-4);
    }

    @Test
    void onlyTheNonRigidPartOfMotionCounts() {
        ScoredGeometry still = truth();
        List<List<Vec3>> rigid = new ArrayList<>(), bent = new ArrayList<>();
        for (int p = 0; p < 7; p++) {
            List<Vec3> a = new ArrayList<>(), b = new ArrayList<>();
            for (int f = 0; f < 5; f++) {
                a.add(new Vec3(f, p, 2 * f - p));
                b.add(new Vec3(0, p % 2 == 0 && f == 3 ? 1 : 0, 0));
            }
            rigid.add(a);
            bent.add(b);
        }
        AlignmentScore.Entry e = score(still, new ScoredGeometry(still.projections(), still.positions(), rigid));
        assertEquals(0, e.motionAfter(), 1e-12);
        ScoredGeometry moving = new ScoredGeometry(still.projections(), still.positions(), bent);
        // Of an indicator of 4 of 7 particles and 1 of 5 images, double centring leaves the product of the variances.
        double expected = 2.0 * Math.sqrt(4 / 7.0 * (3 / 7.0) * (1 / 5.0) * (4 / 5.0));
        assertEquals(expected, score(moving, still).motionBefore(), 1e-9);
        assertEquals(expected, score(moving, still).motionAfter(), 1e-9);
        assertEquals(0, score(moving, moving).motionAfter(), 1e-12);
    }

    @Test
    void theMedianIsBetweenTheMiddleTwo() {
        ScoredGeometry truth = truth();
        List<Projection> shifted = new ArrayList<>(truth.projections().subList(0, 4));
        for (int f = 0; f < 4; f++) {
            shifted.set(f, shifted.get(f).shiftedBy(new Vec3(f * f, 0, 0)));
        }
        List<Vec3> one = truth.positions().subList(0, 1);
        ScoredGeometry four = new ScoredGeometry(truth.projections().subList(0, 4), one, resting(1, 4));
        AlignmentScore.Entry e = score(four, new ScoredGeometry(shifted, one, resting(1, 4)));
        assertEquals(2.5, e.medianAfter(), 1e-9);
        assertEquals(9, e.maxAfter(), 1e-9);
    }

    @Test
    void readsWhatAnAlignmentWrites() throws IOException {
        Path set = folder.resolve("set"), out = Files.createDirectories(folder.resolve("out"));
        SmallSets.simulate(SmallSets.options().build(), set, 2);
        for (String name : List.of("tomograms.star", "particles.star", "motion.star")) {
            Files.copy(set.resolve("truth").resolve(name), out.resolve(name));
        }
        AlignmentScore.Entry perfect = Score.of(set, out).total();
        assertEquals(0, perfect.rmsAfter(), 1e-9);
        assertEquals(0, perfect.motionAfter(), 1e-9);
        assertTrue(perfect.rmsBefore() > 1 && perfect.motionBefore() > 0.1 && perfect.angleBefore() > 0.05);
        assertEquals(8, perfect.particles());
        assertEquals(3, perfect.images());
        Files.delete(out.resolve("motion.star"));
        assertEquals(perfect.motionBefore(), Score.of(set, out).total().motionAfter(), 1e-9);

        StarDocument tomograms = StarDocument.read(out.resolve("tomograms.star"));
        StarTable images = tomograms.table("TS_02");
        for (int f = 0; f < images.rows(); f++) {
            double[] row = images.column("rlnTomoProjX").vector(f);
            row[3] += 2;
            images.column("rlnTomoProjX").set(f, row);
        }
        Files.write(out.resolve("tomograms.star"), tomograms.toBytes());
        Files.copy(set.resolve("truth/motion.star"), out.resolve("motion.star"));
        AlignmentScore shifted = Score.of(set, out);
        assertEquals(0, shifted.series().get(0).rmsAfter(), 1e-9);
        assertEquals(2, shifted.series().get(1).rmsAfter(), 1e-6);
        assertEquals(Math.sqrt(2), shifted.total().rmsAfter(), 1e-6);

        Files.delete(out.resolve("particles.star"));
        assertTrue(Score.of(set, out).series().get(0).rmsAfter() > 0.5, "without positions the given ones count");
    }

    @Test
    void mismatchesAreRefused() throws IOException {
        Path set = folder.resolve("set"), out = Files.createDirectories(folder.resolve("out"));
        SmallSets.simulate(SmallSets.options().build(), set, 2);
        assertTrue(refusal(set, out).contains("tomograms.star: no such file"));
        Files.copy(set.resolve("tomograms.star"), out.resolve("tomograms.star"));
        String particles = Files.readString(set.resolve("particles.star"));
        Files.writeString(out.resolve("particles.star"), particles.replace("TS_01/3", "TS_01/9"));
        assertTrue(refusal(set, out).contains("particle TS_01/9"));
        StarDocument moved = StarDocument.read(set.resolve("particles.star"));
        moved.table("particles").column("rlnOriginXAngst").set(2, 1.5);
        Files.write(out.resolve("particles.star"), moved.toBytes());
        assertTrue(refusal(set, out).contains("row 3, column _rlnOriginXAngst"));
        Files.copy(set.resolve("particles.star"), out.resolve("particles.star"), StandardCopyOption.REPLACE_EXISTING);
        SmallSets.simulate(SmallSets.options().tilts(5).build(), folder.resolve("other"), 2);
        Files.copy(folder.resolve("other/tomograms.star"), out.resolve("tomograms.star"),
                StandardCopyOption.REPLACE_EXISTING);
        assertTrue(refusal(set, out).contains("has 5 images, expected 3"));
    }

    private static String refusal(Path set, Path out) {
        return assertThrows(InputException.class, () -> Score.of(set, out)).getMessage();
    }

    @Test
    void theNearestRotationIsThePolarFactor() {
        Mat3 r = new EulerAngles(10, 100, 60).toMatrix();
        Mat3 stretch = new Mat3(3, 0.5, 0.1, 0.5, 2, -0.3, 0.1, -0.3, 7);
        Mat3 nearest = Rotations.nearest(r.times(stretch));
        assertEquals(0, Rotations.angle(nearest.times(r.transposed())), 1e-12);
        assertEquals(0.3, Rotations.angle(Mat3.rotationY(-0.3)), 1e-12);
        assertEquals(Math.PI, Rotations.angle(Mat3.rotationZ(Math.PI)), 1e-6);
    }
}
