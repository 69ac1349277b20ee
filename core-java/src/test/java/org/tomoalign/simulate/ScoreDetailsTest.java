package org.tomoalign.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;

/** What a score tells besides errors over everything: visible windows, standard errors, weights. */
class ScoreDetailsTest {
    private static final double PIXEL_SIZE = 4;

    @TempDir
    Path folder;

    private Path set;
    private Path out;

    /** The truth, but for what the tests do to it, is what the alignment found. */
    @BeforeEach
    void simulate() throws IOException {
        set = folder.resolve("set");
        out = Files.createDirectories(folder.resolve("out"));
        SmallSets.simulate(SmallSets.options().tomos(1).junk(0.25).tiltScale(0.5).build(), set, 2);
        for (String name : List.of("tomograms.star", "particles.star", "motion.star")) {
            Files.copy(set.resolve("truth").resolve(name), out.resolve(name));
        }
    }

    private static ScoredGeometry geometry(Vec3... positions) {
        return new ScoredGeometry(List.of(new Projection(Mat3.IDENTITY, Vec3.ZERO)), List.of(positions),
                Collections.nCopies(positions.length, List.of(Vec3.ZERO)));
    }

    @Test
    void windowsCountWhileTheParticleOrTheBoxIsOnTheImage() {
        ScoredGeometry truth = geometry(new Vec3(50, 40, 0), new Vec3(11, 40, 0), new Vec3(9, 40, 0),
                new Vec3(50, 69, 0), new Vec3(50, 71, 0), new Vec3(25, 40, 0), new Vec3(50, 55, 0));
        ImageFrame frame = new ImageFrame(100, 80, 10, OptionalInt.of(40));
        assertTrue(Arrays.equals(new boolean[] {true, true, false, true, false, true, true},
                frame.visible(truth)));
        assertTrue(Arrays.equals(new boolean[] {true, false, false, false, false, true, true},
                frame.boxed(truth)));
        assertTrue(Arrays.equals(new boolean[7], new ImageFrame(100, 80, 10, OptionalInt.empty()).boxed(truth)));
        Scorer scorer = new Scorer();
        ScoredGeometry wrong = geometry(new Vec3(53, 44, 0), new Vec3(11, 40, 0), new Vec3(99, 40, 0),
                new Vec3(50, 69, 0), new Vec3(50, 99, 0), new Vec3(25, 40, 0), new Vec3(50, 55, 0));
        scorer.add(new ScoredSeries("TS", 1, truth, truth, wrong, Optional.of(frame), Optional.empty(), new WeightPool()));
        AlignmentScore.Entry e = scorer.score().total();
        assertEquals(new WindowErrors(5, 0, Math.sqrt(25 / 5.0)), e.visible().orElseThrow());
        assertEquals(new WindowErrors(3, 0, Math.sqrt(25 / 3.0)), e.boxed().orElseThrow());
    }

    @Test
    void aParticleThatIsNotThereIsLeftOut() throws IOException {
        StarTable truth = StarDocument.read(set.resolve("truth/particles.star")).table("particles");
        StarDocument particles = StarDocument.read(out.resolve("particles.star"));
        for (int row = 0; row < 4; row++) {
            if (truth.column("tomoIsThere").integer(row) == 0) {
                particles.table("particles").column("rlnCoordinateX").set(row, 1e3);
            }
        }
        Files.write(out.resolve("particles.star"), particles.toBytes());
        AlignmentScore.Entry e = Score.of(set, out).total();
        assertEquals(3, e.particles());
        assertEquals(0, e.rmsAfter(), 1e-9);
        assertEquals(0, e.maxAfter(), 1e-9);
    }

    @Test
    void visibleWindowsComeFromTheProject() throws IOException {
        AlignmentScore.Entry e = Score.of(set, out, OptionalInt.of(2)).total();
        int visible = e.visible().orElseThrow().windows(), boxed = e.boxed().orElseThrow().windows();
        assertTrue(visible > 0 && visible <= boxed && boxed <= 9, visible + " " + boxed);
        assertTrue(Score.of(set, out, OptionalInt.of(64)).total().boxed().isEmpty(), "no such box has room");
        assertTrue(Score.of(set, out).total().boxed().isEmpty(), "not asked for");
        Files.delete(set.resolve("tiltseries/TS_01.mrc"));
        assertTrue(Score.of(set, out).total().visible().isEmpty());
        assertEquals(e.rmsBefore(), Score.of(set, out).total().rmsBefore());
    }

    /** Writes standard errors, all alike; of particles in the order of the file, reversed. */
    private void uncertainty(double degrees, double shift, double position, double projected) throws IOException {
        StringBuilder text = new StringBuilder("data_images_TS_01\nloop_\n_tomoImageIndex #1\n");
        for (String label : List.of("RotationXErrorDeg", "RotationYErrorDeg", "RotationZErrorDeg", "ShiftXErrorAngst",
                "ShiftYErrorAngst", "ProjectedErrorAngst")) {
            text.append("_tomo").append(label).append('\n');
        }
        for (int f = 1; f <= 3; f++) {
            text.append(String.format(Locale.ROOT, "%d %f %f %f %f %f %f%n", f, degrees, degrees, degrees, shift, shift,
                    projected));
        }
        text.append("\ndata_particles_TS_01\nloop_\n_rlnTomoParticleName #1\n");
        for (String label : List.of("PositionXErrorAngst", "PositionYErrorAngst", "PositionZErrorAngst",
                "ProjectedErrorAngst", "MotionXErrorAngst", "MotionYErrorAngst", "MotionZErrorAngst")) {
            text.append("_tomo").append(label).append('\n');
        }
        for (int p = 4; p >= 1; p--) {
            text.append(String.format(Locale.ROOT, "TS_01/%d %f %f %f %f 1 2 3%n", p, position, position, position,
                    projected));
        }
        Files.writeString(out.resolve("uncertainty.star"), text);
    }

    @Test
    void standardErrorsAreComparedInTheUnitsOfTheTable() throws IOException {
        uncertainty(0.5, 8, 12, 6);
        ErrorRatios perfect = Score.of(set, out).total().errorRatios().orElseThrow();
        assertEquals(0.5, perfect.angles().predictedRms(), 1e-9);
        assertEquals(8 / PIXEL_SIZE, perfect.shifts().predictedRms(), 1e-9);
        assertEquals(12 / PIXEL_SIZE, perfect.positions().predictedRms(), 1e-9);
        assertEquals(6 / PIXEL_SIZE, perfect.projected().predictedRms(), 1e-9);
        assertEquals(Math.sqrt(14 / 3.0), perfect.motion().predictedRms(), 1e-9);
        assertEquals(9, perfect.motion().count(), "three particles are there");
        assertEquals(0, perfect.projected().ratio(), 1e-6);
        assertEquals(0, perfect.motion().ratio(), 1e-6);

        StarDocument motion = StarDocument.read(out.resolve("motion.star"));
        StarTable images = StarDocument.read(set.resolve("tomograms.star")).table("TS_01");
        int last = TruthTables.exposures(images)[2];
        for (int p = 1; p <= 4; p++) {
            StarTable table = motion.table("TS_01/" + p);
            table.column("rlnOriginYAngst").set(last, table.column("rlnOriginYAngst").number(last) + 3);
        }
        Files.write(out.resolve("motion.star"), motion.toBytes());
        ErrorRatios moved = Score.of(set, out).total().errorRatios().orElseThrow();
        assertEquals(Math.sqrt(9 / 14.0), moved.motion().ratio(), 1e-6);
        assertTrue(moved.projected().ratio() > 0.1);
    }

    @Test
    void standardErrorsOfOtherDataAreRefused() throws IOException {
        uncertainty(0.5, 8, 12, 6);
        String text = Files.readString(out.resolve("uncertainty.star"));
        Files.writeString(out.resolve("uncertainty.star"), text.replace("TS_01/", "TS_01/9"));
        InputException e = assertThrows(InputException.class, () -> Score.of(set, out));
        assertTrue(e.getMessage().contains("uncertainty.star: no particle TS_01/"), e.getMessage());
        Files.writeString(out.resolve("uncertainty.star"), text.replaceFirst("\n1 0.5[^\n]*", ""));
        e = assertThrows(InputException.class, () -> Score.of(set, out));
        assertTrue(e.getMessage().endsWith("2 images of tilt series TS_01, expected 3 as in the truth"), e.getMessage());
        Files.writeString(out.resolve("uncertainty.star"), text.replace("_TS_01\n", "_TS_07\n"));
        assertTrue(Score.of(set, out).total().errorRatios().isEmpty());
    }

    @Test
    void weightsOfWhatIsThereAndOfTheRest() throws IOException {
        StarTable images = StarDocument.read(set.resolve("truth/tomograms.star")).table("TS_01");
        StarTable truth = StarDocument.read(set.resolve("truth/particles.star")).table("particles");
        StringBuilder text = new StringBuilder("data_images_TS_01\nloop_\n_tomoImageIndex #1\n_tomoWeight #2\n");
        for (int f = 0; f < 3; f++) {
            text.append(f + 1).append(' ').append(2 * images.column("tomoSignal").number(f) - 0.1).append('\n');
        }
        text.append("\ndata_particles_TS_01\nloop_\n_rlnTomoParticleName #1\n_tomoWeight #2\n");
        for (int p = 0; p < 4; p++) {
            text.append("TS_01/").append(p + 1)
                    .append(truth.column("tomoIsThere").integer(p) == 1 ? " 1.25\n" : " 0.02\n");
        }
        Files.writeString(out.resolve("scores.star"), text);
        FoundWeights weights = Score.of(set, out).total().weights().orElseThrow();
        assertEquals(3, weights.there());
        assertEquals(1.25, weights.meanThere(), 1e-12);
        assertEquals(1, weights.absent());
        assertEquals(0.02, weights.meanAbsent(), 1e-12);
        assertEquals(1, weights.imageCorrelation().orElseThrow(), 1e-9);
    }

    @Test
    void equalWeightsHaveNoCorrelation() {
        WeightPool pool = new WeightPool();
        assertTrue(pool.found().isEmpty());
        pool.addParticle(0.5, true);
        for (int i = 0; i < 5; i++) {
            pool.addImage(0.1, i);
        }
        assertTrue(pool.found().orElseThrow().imageCorrelation().isEmpty());
        assertEquals(0, pool.found().orElseThrow().absent());
    }
}
