package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.correlation.SpectralWeights;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.job.AlignJob;
import org.tomoalign.job.AlignSettings;
import org.tomoalign.job.AlignmentMode;
import org.tomoalign.job.JobListener;
import org.tomoalign.job.JobPlan;
import org.tomoalign.job.TomogramMetrics;
import org.tomoalign.mrc.MrcStack;
import org.tomoalign.project.Project;
import org.tomoalign.project.ProjectFile;
import org.tomoalign.project.ProjectPaths;
import org.tomoalign.reference.ShellWeights;
import org.tomoalign.simulate.AlignmentScore;
import org.tomoalign.simulate.Score;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;

/**
 * Compares with what RELION made of the same data, and reads real projects' files. The data are not part of the
 * sources: the tests are skipped unless the property {@code tomoalign.data} names their folder, or it is found beside
 * the checkout ({@code ../shared/data}). Nothing is written there.
 */
@Tag("relion-data")
class RelionDataTest {
    private static Path data;

    @TempDir
    Path folder;

    @BeforeAll
    static void find() {
        String named = System.getProperty("tomoalign.data");
        data = (named != null ? Path.of(named) : Path.of("../../shared/data")).toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(data.resolve("sim/static")), "no data in " + data);
    }

    private record Result(TomogramMetrics metrics, AlignmentScore.Entry score) {
    }

    /** Aligns a data set with RELION's defaults. */
    private Result align(String set, int range, int pad, boolean compat) throws IOException {
        return align(set, AlignSettings.of(64, range, 2).withPad(pad).withCompat(compat),
                Files.createTempDirectory(folder, "out"), false);
    }

    private Result align(String set, AlignSettings settings) throws IOException {
        return align(set, settings, Files.createTempDirectory(folder, "out"), false);
    }

    private static Result align(String set, AlignSettings settings, Path out, boolean diagnostics) {
        Path input = data.resolve("sim").resolve(set);
        ProjectPaths paths = ProjectPaths.of(Path.of("optimisation_set.star"))
                .with(ProjectFile.REFERENCE_1, Path.of("ref/half1.mrc"))
                .with(ProjectFile.REFERENCE_2, Path.of("ref/half2.mrc"))
                .with(ProjectFile.MASK, Path.of("ref/mask.mrc"))
                .with(ProjectFile.FSC, Path.of("ref/fsc.star"));
        TomogramMetrics metrics = new AlignJob(
                new JobPlan(paths, input, out, settings, false, diagnostics, Optional.empty()), JobListener.SILENT)
                .run().tomograms().getFirst();
        return new Result(metrics, Score.of(input, out).total());
    }

    private static void assertAtMost(double limit, double found, String what) {
        assertTrue(found <= limit, what + " is " + found + ", expected at most " + limit);
    }

    @Test
    void staticSetsAsRelion() throws IOException {
        for (String set : new String[] {"static", "static5"}) {
            Result compat = align(set, 10, 1, true);
            assertAtMost(-11494.351 + 0.05, compat.metrics().costLast(), set + ": cost");
            assertEquals(0.523, compat.score().rmsAfter(), 0.002, set);
            assertEquals(4.1765, compat.score().rmsBefore(), 1e-3, set);
            assertEquals(0.236, compat.score().angleAfter(), 0.002, set);
        }
    }

    @Test
    void staticSetsWithAllFrequencies() throws IOException {
        for (String set : new String[] {"static", "static5"}) {
            Result full = align(set, 10, 1, false);
            assertAtMost(-11507.31 + 0.5, full.metrics().costLast(), set + ": cost");
            assertAtMost(0.533, full.score().rmsAfter(), set + ": error");
            assertEquals(1, full.metrics().scale(), 0.1, "the maps are on RELION's grey scale");
        }
    }

    @Test
    void paddingIsNoWorse() throws IOException {
        assertAtMost(1.02 * align("static", 10, 1, false).score().rmsAfter(),
                align("static", 10, 2, false).score().rmsAfter(), "error with --pad 2");
    }

    @Test
    void movingParticlesTakenAsStatic() throws IOException {
        Result compat = align("motion", 12, 1, true);
        assertAtMost(-29850.393 + 0.05, compat.metrics().costLast(), "cost");
        assertAtMost(0.763, compat.score().rmsAfter(), "error");
        Result full = align("motion", 12, 1, false);
        assertAtMost(-29869.641 + 0.5, full.metrics().costLast(), "cost");
        assertAtMost(0.773, full.score().rmsAfter(), "error");
    }

    @ParameterizedTest
    @CsvSource({"600, false, -30346.995, 0.534, 1.37", "5000, false, -30083.02, 0.617, 1.56",
        "600, true, -30070.93, 0.651, 1.545"})
    void motionAsRelion(double divergence, boolean squared, double cost, double error, double motion)
            throws IOException {
        MotionSettings prior = new MotionSettings(0.5, divergence, true, squared, -1);
        Result compat = align("motion", AlignSettings.of(64, 12, 2).withCompat(true).withMotion(prior));
        assertAtMost(cost + 0.05, compat.metrics().costLast(), "cost");
        assertAtMost(error, compat.score().rmsAfter(), "error");
        assertAtMost(motion, compat.score().motionAfter(), "error of the trajectories");
        Result full = align("motion", AlignSettings.of(64, 12, 2).withMotion(prior));
        assertAtMost(1.02 * error, full.score().rmsAfter(), "error with all frequencies");
        assertAtMost(1.02 * motion, full.score().motionAfter(), "error of the trajectories with all frequencies");
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, 1.29", "SPLINE, 1.20", "FOURIER, 2.23"})
    void deformationsAreNoWorseThanRelions(DeformationKind kind, double relion) throws IOException {
        DeformationSettings deformation = new DeformationSettings(kind, 3, 3, OptionalDouble.empty(), false);
        for (boolean compat : new boolean[] {true, false}) {
            Result found = align("deform", AlignSettings.of(64, 12, 2).withCompat(compat).withDeformation(deformation));
            assertAtMost(compat ? relion : 1.03 * relion, found.score().rmsAfter(), "error, " + kind);
            assertTrue(found.metrics().converged(), found.metrics().whyStopped());
        }
    }

    @Test
    void deformationsThatAreNotRefined() throws IOException {
        assertAtMost(2.24, align("deform", 12, 1, true).score().rmsAfter(), "error with --relion_compat");
        assertAtMost(1.03 * 2.24, align("deform", 12, 1, false).score().rmsAfter(), "error");
    }

    @ParameterizedTest
    @CsvSource({"IMAGE_SHIFTS, relion4-shift", "PARTICLE_SHIFTS, relion4-shiftp"})
    void shiftsAsRelion(AlignmentMode mode, String golden) throws IOException {
        Path out = Files.createTempDirectory(folder, "out");
        Result compat = align("static", AlignSettings.of(64, 10, 2).withCompat(true).withMode(mode), out, false);
        assertEquals(2.339, compat.score().rmsAfter(), 0.001);
        StarTable ours = StarDocument.read(out.resolve("tomograms.star")).table("TS_01");
        StarTable theirs = StarDocument.read(data.resolve("sim/static/golden").resolve(golden).resolve("tomograms.star"))
                .table("TS_01");
        for (int row = 0; row < theirs.rows(); row++) {
            for (String column : new String[] {"rlnTomoProjX", "rlnTomoProjY"}) {
                assertEquals(theirs.column(column).vector(row)[3], ours.column(column).vector(row)[3], 0.003);
            }
        }
        assertEquals(2.34, align("static", AlignSettings.of(64, 10, 2).withMode(mode)).score().rmsAfter(), 0.03);
    }

    @ParameterizedTest
    @CsvSource({"relion4-diag, 64, 10, false", "relion4-diag-b96, 96, 8, true"})
    void intermediateImagesAreRelions(String golden, int box, int range, boolean more) throws IOException {
        Path out = Files.createTempDirectory(folder, "out");
        SpectralWeights.Options weights = new SpectralWeights.Options(SpectralWeights.Whitening.POWER, more, 0, -1, 0.02);
        align("static", AlignSettings.of(box, range, 2).withCompat(true).withMode(AlignmentMode.PARTICLE_SHIFTS)
                .withWeights(new ShellWeights.Options(more, -1, 5), weights), out, true);
        for (String name : new String[] {"CCsum_TS_01.mrc", "diag_TS_01_frq_weight.mrc"}) {
            try (Arena arena = Arena.ofConfined(); MrcStack ours = MrcStack.open(out.resolve(name));
                    MrcStack theirs = MrcStack.open(data.resolve("sim/static/golden").resolve(golden).resolve(name))) {
                assertEquals(theirs.depth(), ours.depth());
                int n = theirs.width() * theirs.height();
                MemorySegment a = arena.allocate(4L * n);
                MemorySegment b = arena.allocate(4L * n);
                for (int slice = 0; slice < theirs.depth(); slice++) {
                    ours.readSlice(slice, a, 0);
                    theirs.readSlice(slice, b, 0);
                    assertSame(a.toArray(ValueLayout.JAVA_FLOAT), b.toArray(ValueLayout.JAVA_FLOAT), name + " " + slice);
                }
            }
        }
    }

    private static void assertSame(float[] ours, float[] theirs, String what) {
        double difference = 0;
        double power = 0;
        for (int i = 0; i < ours.length; i++) {
            difference += Math.pow(ours[i] - theirs[i], 2);
            power += Math.pow(theirs[i], 2);
        }
        assertAtMost(1e-6, Math.sqrt(difference / power), "relative difference of " + what);
    }

    @Test
    void columnsAndNumbersAreRelions() throws IOException {
        Path input = data.resolve("sim/static");
        align("static", AlignSettings.of(64, 10, 2).withCompat(true), folder.resolve("golden"), false);
        // A common rotation and shift is free, so that it is on the images that both must agree.
        List<Vec3> mine = projected(folder.resolve("golden"), input);
        List<Vec3> relions = projected(input.resolve("golden/relion4"), input);
        for (int i = 0; i < mine.size(); i++) {
            Vec3 d = mine.get(i).minus(relions.get(i));
            assertAtMost(0.02, Math.hypot(d.x(), d.y()), "distance from RELION's position on the image, px");
        }
        for (String[] name : new String[][] {{"particles.star", "particles"}, {"tomograms.star", "global"},
            {"tomograms.star", "TS_01"}}) {
            StarTable ours = StarDocument.read(folder.resolve("golden").resolve(name[0])).table(name[1]);
            StarTable theirs = StarDocument.read(input.resolve("golden/relion4").resolve(name[0])).table(name[1]);
            assertEquals(theirs.rows(), ours.rows());
            assertEquals(theirs.labels(), ours.labels());
            for (String label : theirs.labels()) {
                for (int row = 0; row < theirs.rows(); row++) {
                    String a = theirs.column(label).text(row), b = ours.column(label).text(row);
                    if (a.equals(b)) {
                        continue;
                    }
                    String where = ours.place(row, label) + ": " + b + ", RELION " + a;
                    if (!label.startsWith("rlnTomoProj") && !label.startsWith("rlnCoordinate")) {
                        // RELION rounds numbers that it does not change; they stay as they are here.
                        assertEquals(Double.parseDouble(a), Double.parseDouble(b), 1e-5, where);
                        continue;
                    }
                    // Six decimals, or seven digits.
                    if (label.startsWith("rlnCoordinate")) {
                        assertEquals(a.length() - a.indexOf('.'), b.length() - b.indexOf('.'), 1, where);
                    } else {
                        assertEquals(4, ours.column(label).vector(row).length, where);
                        assertTrue(b.length() <= 4 * 20 + 5 && !b.contains(" "), where);
                    }
                }
            }
        }
    }

    /** Returns where a result's particles are on the images, px. */
    private static List<Vec3> projected(Path result, Path input) {
        Project project = Project.read(ProjectPaths.of(Path.of("optimisation_set.star"))
                .with(ProjectFile.PARTICLES, result.resolve("particles.star"))
                .with(ProjectFile.TOMOGRAMS, result.resolve("tomograms.star")), input, warning -> { });
        return SmallProject.projected(project);
    }
}
