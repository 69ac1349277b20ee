package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.HeldOutGain;
import org.tomoalign.tomogram.ImageScore;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.ParticleScore;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.TomogramScores;
import org.tomoalign.tomogram.Trajectories;

class ScoreTablesTest {
    private static final double PIXEL = 2.5;
    /* Row in the file by chronological image. */
    private static final int[] ROWS = {2, 0, 3, 1};

    @TempDir
    private Path folder;

    private static Tomogram tomogram(String name, List<String> particles) {
        List<TiltImage> images = IntStream.range(0, ROWS.length).mapToObj(t -> new TiltImage(
                new ImageSource(Path.of("a.mrc"), ROWS[t]), ROWS[t], 3 * t, new Defocus(20000, 20000, 0), 0, 1, 0, 0)).toList();
        TiltSeries series = new TiltSeries(name, PIXEL, new Vec3(100, 100, 50), 100, 100, 1, 1,
                new Microscope(300, 2.7, 0.1), 3, images);
        Projection projection = new Projection(Mat3.IDENTITY, Vec3.ZERO);
        return new Tomogram(series, IntStream.range(0, particles.size()).mapToObj(
                p -> new Particle(p, particles.get(p), name, Mat3.IDENTITY, 1, 1)).toList(),
                new Geometry(List.of(projection, projection, projection, projection),
                        particles.stream().map(p -> Vec3.ZERO).toList(), Trajectories.NONE, Deformation.NONE), Map.of());
    }

    /** Scores of which every number is another one. */
    private static TomogramScores scores(int particles, boolean motion) {
        List<ImageScore> images = IntStream.range(0, ROWS.length).mapToObj(t -> new ImageScore(0.5 + t, 10 + t, 100 + t,
                200 + t, new HeldOutGain(30 + t, 4 + t, 5, 6), new double[] {0.01 + t, 0.02 + t, 0.03 + t},
                new double[] {1.5 + t, 2.5 + t}, 0.25 + t)).toList();
        List<ParticleScore> ofParticles = IntStream.range(0, particles).mapToObj(p -> new ParticleScore(0.6 + p, 20 + p,
                7 + p, 300 + p, 400 + p, new HeldOutGain(-50 - p, 8 + p, 9, 10), new double[] {3 + p, 4 + p, 5 + p},
                6.5 + p, motion ? new double[] {7 + p, 8 + p, 9 + p} : new double[0])).toList();
        return new TomogramScores(
                new HeldOutGain(77, 11, 7.7, 123), true, 1.25, 0.004, 1.2, 0.8, images, ofParticles);
    }

    private StarDocument write(String name, FileVersion version, List<Tomogram> tomograms, Map<String, TomogramScores> scores) {
        OutputFolder output = new OutputFolder(folder, Path.of("out"));
        output.file("x").getParent().toFile().mkdirs();
        new ScoreTables(output, version).write(tomograms, scores);
        return StarDocument.read(output.file(name));
    }

    private static void row(StarTable table, int row, Object... expected) {
        List<String> labels = table.labels();
        assertEquals(expected.length, labels.size(), labels.toString());
        for (int c = 0; c < expected.length; c++) {
            if (expected[c] instanceof String text) {
                assertEquals(text, table.column(labels.get(c)).text(row));
            } else {
                double number = ((Number) expected[c]).doubleValue();
                assertEquals(number, table.column(labels.get(c)).number(row), 1e-5 * (1 + Math.abs(number)), labels.get(c));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(FileVersion.class)
    void scores(FileVersion version) {
        StarDocument star = write("scores.star", version, List.of(tomogram("TS_02", List.of("a", "b")),
                tomogram("TS_01", List.of("c"))), Map.of("TS_01", scores(1, false), "TS_02", scores(2, false)));
        assertEquals(List.of("tomograms", "images_TS_02", "particles_TS_02", "images_TS_01", "particles_TS_01"),
                star.blocks().stream().map(b -> b.name()).toList());
        StarTable tomograms = star.table("tomograms");
        assertEquals(List.of("rlnTomoName", "tomoHeldOutGain", "tomoHeldOutGainError", "tomoHeldOutGainPercent",
                "tomoHeldOutGainPercentError", "tomoHeldOutWindows", "tomoKeptInput", "tomoDispersion",
                "tomoAngleSpreadDeg", "tomoShiftSpreadAngst", "tomoPositionSpreadAngst"), tomograms.labels());
        assertEquals(2, tomograms.rows());
        row(tomograms, 0, "TS_02", 77, 11, 7.7, 1.1, 123, 1, 1.25, Math.toDegrees(0.004), 1.2 * PIXEL, 0.8 * PIXEL);
        assertEquals("TS_01", tomograms.column("rlnTomoName").text(1));
        StarTable images = star.table("images_TS_02");
        assertEquals(List.of("tomoImageIndex", "rlnMicrographPreExposure", "tomoWeight", "tomoParticleImages",
                "tomoCorrelationBefore", "tomoCorrelationAfter", "tomoHeldOutGain", "tomoHeldOutGainError"), images.labels());
        for (int t = 0; t < ROWS.length; t++) {
            row(images, ROWS[t], ROWS[t] + 1, 3 * t, 0.5 + t, 10 + t, 100 + t, 200 + t, 30 + t, 4 + t);
        }
        StarTable particles = star.table("particles_TS_02");
        assertEquals(List.of("rlnTomoParticleName", "tomoWeight", "tomoParticleImages", "tomoOutOfRange",
                "tomoCorrelationBefore", "tomoCorrelationAfter", "tomoHeldOutGain", "tomoHeldOutGainError"),
                particles.labels());
        row(particles, 0, "a", 0.6, 20, 7, 300, 400, -50, 8);
        row(particles, 1, "b", 1.6, 21, 8, 301, 401, -51, 9);
        assertEquals(1, star.table("particles_TS_01").rows());
    }

    @ParameterizedTest
    @EnumSource(FileVersion.class)
    void standardErrors(FileVersion version) {
        StarDocument star = write("uncertainty.star", version, List.of(tomogram("A", List.of("a", "b")),
                tomogram("B", List.of("c"))), Map.of("A", scores(2, true), "B", scores(1, false)));
        StarTable images = star.table("images_A");
        assertEquals(List.of("tomoImageIndex", "tomoRotationXErrorDeg", "tomoRotationYErrorDeg", "tomoRotationZErrorDeg",
                "tomoShiftXErrorAngst", "tomoShiftYErrorAngst", "tomoProjectedErrorAngst"), images.labels());
        for (int t = 0; t < ROWS.length; t++) {
            row(images, ROWS[t], ROWS[t] + 1, Math.toDegrees(0.01 + t), Math.toDegrees(0.02 + t),
                    Math.toDegrees(0.03 + t), (1.5 + t) * PIXEL, (2.5 + t) * PIXEL, (0.25 + t) * PIXEL);
        }
        StarTable particles = star.table("particles_A");
        assertEquals(List.of("rlnTomoParticleName", "tomoPositionXErrorAngst", "tomoPositionYErrorAngst",
                "tomoPositionZErrorAngst", "tomoProjectedErrorAngst", "tomoMotionXErrorAngst", "tomoMotionYErrorAngst",
                "tomoMotionZErrorAngst"), particles.labels());
        for (int p = 0; p < 2; p++) {
            row(particles, p, p == 0 ? "a" : "b", (3 + p) * PIXEL, (4 + p) * PIXEL, (5 + p) * PIXEL, (6.5 + p) * PIXEL,
                    (7 + p) * PIXEL, (8 + p) * PIXEL, (9 + p) * PIXEL);
        }
        assertFalse(star.table("particles_B").has("tomoMotionXErrorAngst"));
    }

    /** Names that STAR files can hold come back as they are. */
    @Test
    void oddNames() {
        List<String> names = new ArrayList<>(List.of("a b/1", "#2", "\"quoted\"", "it's", "data_", "_x", "Größe/7", ";s",
                "loop_", "'", "\""));
        StarDocument star = write("scores.star", FileVersion.V5, List.of(tomogram("TS#1_é.x", names)),
                Map.of("TS#1_é.x", scores(names.size(), false)));
        StarTable particles = star.table("particles_TS#1_é.x");
        assertEquals(names, IntStream.range(0, particles.rows()).mapToObj(
                p -> particles.column("rlnTomoParticleName").text(p)).toList());
        assertEquals("TS#1_é.x", star.table("tomograms").column("rlnTomoName").text(0));
        assertEquals(names.size(), StarDocument.read(new OutputFolder(folder, Path.of("out")).file("uncertainty.star"))
                .table("particles_TS#1_é.x").rows());
    }

    /** Numbers that are very large or small stay what they are, to the digits of the format. */
    @Test
    void numbersOfAnySize() {
        TomogramScores given = scores(1, false);
        TomogramScores extreme = new TomogramScores(new HeldOutGain(-1.5e9, 3e8, -99.9, 2_000_000), false, 1, 1e-6, 1e-3,
                3e4, given.images(), given.particles());
        StarTable table = write("scores.star", FileVersion.V4, List.of(tomogram("TS", List.of("a"))),
                Map.of("TS", extreme)).table("tomograms");
        row(table, 0, "TS", -1.5e9, 3e8, -99.9, 99.9 * 0.2, 2_000_000, 0, 1, Math.toDegrees(1e-6), 1e-3 * PIXEL, 3e4 * PIXEL);
        assertTrue(table.column("tomoAngleSpreadDeg").number(0) > 0);
    }
}
