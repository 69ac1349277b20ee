package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectory;

class ProjectWriterTest {
    private static final String OUT = "Polish/job070/";
    private static final Mat3 TURN = Mat3.rotationZ(0.01).times(Mat3.rotationX(-0.02));

    @TempDir
    private Path folder;

    private void write(Project project, Map<String, RefinedTomogram> refined) {
        new ProjectWriter(project, new OutputFolder(folder, Path.of(OUT))).write(refined);
    }

    /** Returns a result that moves nothing. */
    private static RefinedTomogram same(Project project, String name) {
        return new RefinedTomogram(
                project.tomograms().find(name).orElseThrow().images().stream().map(TiltImage::projection).toList(),
                project.particles().of(name).stream().map(Particle::position).toList(), List.of());
    }

    /** Returns a result that turns every projection and moves every particle. */
    private static RefinedTomogram moved(Project project, String name) {
        return new RefinedTomogram(
                project.tomograms().find(name).orElseThrow().images().stream()
                        .map(i -> i.projection().rotatedAbout(new Vec3(30, 20, 10), TURN)
                                .shiftedBy(new Vec3(1, -2, 0))).toList(),
                project.particles().of(name).stream().map(p -> p.position().plus(new Vec3(0.5, -0.25, 4))).toList(),
                List.of());
    }

    private static RefinedTomogram withMotion(RefinedTomogram result, int particles, int images) {
        Trajectory trajectory = new Trajectory(Collections.nCopies(images, new Vec3(1.5, -2.25, 0.5)));
        return new RefinedTomogram(
                result.projections(), result.positions(), Collections.nCopies(particles, trajectory));
    }

    private ProjectFixture reread(ProjectFixture fixture) {
        fixture.put("set.star", fixture.get(OUT + "optimisation_set.star"));
        return fixture;
    }

    @Test
    void version4KeepsEveryByteWhereNothingMoved() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        Project project = fixture.read();
        write(project, Map.of("TS_01", same(project, "TS_01"), "TS_02", same(project, "TS_02")));
        assertEquals(ProjectFixture.V4_TOMOGRAMS, fixture.get(OUT + "tomograms.star"));
        // Only the origins of the second particle, which are part of its position now, and the names are new.
        assertEquals(ProjectFixture.V4_PARTICLES
                .replace("_rlnUnknownColumn #16\n", "_rlnUnknownColumn #16\n_rlnTomoParticleName #17\n")
                .replace("11.000000 21.000000 31.000000 2.000000 4.000000 6.000000",
                        "9.000000 22.000000 28.000000 0.000000 0.000000 0.000000")
                .replace("\"a b\"\n", "\"a b\" TS_02/1\n").replace("2 2 x\n", "2 2 x TS_01/1\n")
                .replace("y # remark", "y TS_02/2 # remark"), fixture.get(OUT + "particles.star"));
        assertFalse(Files.exists(folder.resolve(OUT + "motion.star")));
        assertEquals(ProjectFixture.OPTIMISATION_SET
                .replace(" particles.star", " Polish/job070/particles.star")
                .replace("sets/tomograms.star", "Polish/job070/tomograms.star"),
                fixture.get(OUT + "optimisation_set.star"));
    }

    @Test
    void version5KeepsEveryByteWhereNothingMoved() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        Project project = fixture.read();
        write(project, Map.of("TS_01", same(project, "TS_01")));
        assertEquals(ProjectFixture.V5_TOMOGRAMS.replace("CtfRefine/job012", "Polish/job070"),
                fixture.get(OUT + "tomograms.star"));
        assertEquals(ProjectFixture.V5_SERIES_1, fixture.get(OUT + "tilt_series/TS_01.star"));
        assertEquals(ProjectFixture.V5_SERIES_2, fixture.get(OUT + "tilt_series/TS_02.star"));
        assertEquals(ProjectFixture.V5_PARTICLES.replace(
                "10.000000 -20.00000 5.000000 10 20 30 1 1 TS_01/7 [1,0] 1.000000 2.000000 3.000000",
                "9.000000 -22.00000 2.000000 10 20 30 1 1 TS_01/7 [1,0] 0.000000 0.000000 0.000000"),
                fixture.get(OUT + "particles.star"));
    }

    @Test
    void shiftsAloneLeaveTheParticles() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        Project project = fixture.read();
        RefinedTomogram moved = moved(project, "TS_01");
        write(project, Map.of("TS_01", new RefinedTomogram(moved.projections(), List.of(), List.of())));
        assertFalse(Files.exists(folder.resolve(OUT + "particles.star")));
        assertTrue(fixture.get(OUT + "optimisation_set.star").contains(" particles.star\n"));
        assertTrue(fixture.get(OUT + "tomograms.star").contains("data_TS_02"));
    }

    @ParameterizedTest
    @CsvSource({"4", "5"})
    void refinedGeometryIsReadBack(int version) {
        ProjectFixture fixture = version == 4 ? ProjectFixture.v4(folder) : ProjectFixture.v5(folder);
        Project project = fixture.read();
        Map<String, RefinedTomogram> refined = new HashMap<>();
        refined.put("TS_01", withMotion(moved(project, "TS_01"), 1, 2));
        write(project, refined);
        Project again = reread(fixture).read();
        for (TiltSeries series : project.tomograms().series()) {
            TiltSeries found = again.tomograms().find(series.name()).orElseThrow();
            boolean moved = refined.containsKey(series.name());
            for (int f = 0; f < series.images().size(); f++) {
                Projection expected = moved ? refined.get(series.name()).projections().get(f)
                        : series.images().get(f).projection();
                if (!moved || version == 4) {
                    Vec3 x = new Vec3(50, -20, 30);
                    assertEquals(0, expected.apply(x).minus(found.images().get(f).projection().apply(x)).norm(), 1e-9);
                } else {
                    assertImages(expected, found.images().get(f).projection(), series);
                }
                assertEquals(series.images().get(f).defocus(), found.images().get(f).defocus());
            }
            for (int p = 0; p < project.particles().of(series.name()).size(); p++) {
                Vec3 expected = moved ? refined.get(series.name()).positions().get(p)
                        : project.particles().of(series.name()).get(p).position();
                Particle particle = again.particles().of(series.name()).get(p);
                assertEquals(0, expected.minus(particle.position()).norm(), 1e-5);
                assertEquals(project.particles().of(series.name()).get(p).orientation(), particle.orientation());
                Trajectory trajectory = again.trajectories().orElseThrow().find(particle.name()).orElseThrow();
                assertEquals(series.images().size(), trajectory.offsets().size());
                assertEquals(moved ? new Vec3(1.5, -2.25, 0.5) : Vec3.ZERO, trajectory.offsets().getFirst());
            }
        }
        assertEquals(Path.of("half1.mrc"), folder.relativize(again.reference().half1()));
        assertEquals(Path.of("mask.mrc"), folder.relativize(again.reference().mask().orElseThrow()));
        assertTrue(fixture.get("set.star").contains("_rlnTomoMadeUpFile           whatever.star\n"));
    }

    /** The files of version 5 have five or six decimals of degrees and Å. */
    private static void assertImages(Projection expected, Projection found, TiltSeries series) {
        for (Vec3 x : List.of(Vec3.ZERO, series.size(), series.centre())) {
            Vec3 d = expected.apply(x).minus(found.apply(x));
            assertEquals(0, Math.hypot(d.x(), d.y()), 5e-5);
        }
    }

    @Test
    void matricesAndAnglesSideBySideAreBothWritten() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        String series = "CtfRefine/job012/tilt_series/TS_02.star";
        fixture.edit(series, "_rlnDefocusAngle #9\n",
                "_rlnDefocusAngle #9\n_rlnTomoProjX #10\n_rlnTomoProjY #11\n_rlnTomoProjZ #12\n_rlnTomoProjW #13\n");
        fixture.edit(series, "29000 90 #", "29000 90 [1,0,0,-10] [0,1,0,-20] [0,0,1,0] [0,0,0,1] #");
        Project project = fixture.read();
        assertEquals(new Projection(Mat3.IDENTITY, new Vec3(-10, -20, 0)),
                project.tomograms().find("TS_02").orElseThrow().images().getFirst().projection());
        RefinedTomogram result = new RefinedTomogram(
                List.of(new Projection(Mat3.rotationY(0.5), new Vec3(1, 2, 0))), List.of(), List.of());
        write(project, Map.of("TS_02", result));
        String text = fixture.get(OUT + "tilt_series/TS_02.star");
        assertTrue(text.contains("_rlnTomoXTilt #14\n"), text);
        assertTrue(text.contains(" 28.647890 0.000000 "), text);
        assertTrue(text.contains("[0.87758256189,0,0.479425538604,1] [0,1,0,2] [-0.479425538604,0,0.87758256189,0] "
                + "[0,0,0,1] 0.000000 # edge on"), text);
    }

    @Test
    void anglesCannotHoldAStretch() {
        Project project = ProjectFixture.v5(folder).read();
        RefinedTomogram stretched = new RefinedTomogram(
                List.of(new Projection(new Mat3(1.01, 0, 0, 0, 1, 0, 0, 0, 1), Vec3.ZERO)), List.of(), List.of());
        assertThrows(IllegalArgumentException.class, () -> write(project, Map.of("TS_02", stretched)));
    }

    @Test
    void pixelCoordinatesOfVersion5BecomeCentred() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        toPixels(fixture);
        Project project = fixture.read();
        write(project, Map.of("TS_01", moved(project, "TS_01")));
        String text = fixture.get(OUT + "particles.star");
        assertFalse(text.contains("_rlnCoordinateX"), text);
        Project again = reread(fixture).read();
        Vec3 expected = project.particles().of("TS_01").getFirst().position().plus(new Vec3(0.5, -0.25, 4));
        assertEquals(0, again.particles().of("TS_01").getFirst().position().minus(expected).norm(), 1e-5);
        assertEquals(0, again.particles().of("TS_02").getFirst().position()
                .minus(project.particles().of("TS_02").getFirst().position()).norm(), 1e-5);
    }

    @Test
    void pixelCoordinatesStayBesideUnknownTomograms() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        toPixels(fixture);
        fixture.edit("particles.star", "TS_02 ", "TS_99 ");
        Project project = fixture.read();
        write(project, Map.of("TS_01", moved(project, "TS_01")));
        assertTrue(fixture.get(OUT + "particles.star").contains("TS_99 -1.50000 2.500000 0.000000 -10 80 170 2 1 "));
        Project again = reread(fixture).read();
        Vec3 expected = project.particles().of("TS_01").getFirst().position().plus(new Vec3(0.5, -0.25, 4));
        assertEquals(0, again.particles().of("TS_01").getFirst().position().minus(expected).norm(), 1e-5);
    }

    private static void toPixels(ProjectFixture fixture) {
        for (String axis : List.of("X", "Y", "Z")) {
            fixture.edit("particles.star", "_rlnCenteredCoordinate" + axis + "Angst", "_rlnCoordinate" + axis);
        }
    }

    @Test
    void stalePixelCoordinatesGo() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit("particles.star", "_rlnTomoVisibleFrames", "_rlnCoordinateX");
        fixture.edit("particles.star", "[1,0]", "1");
        fixture.edit("particles.star", "[1] 0", "2 0");
        Project project = fixture.read();
        write(project, Map.of("TS_01", moved(project, "TS_01")));
        assertFalse(fixture.get(OUT + "particles.star").contains("_rlnCoordinateX"));
        assertTrue(fixture.get(OUT + "particles.star").contains("_rlnOriginXAngst #11"));
    }

    @Test
    void particlesOfUnknownTomogramsAndTheirMotionPassThrough() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("particles.star", "TS_01 11", "TS_77 11");
        Project project = fixture.read();
        write(project, Map.of("TS_02", withMotion(moved(project, "TS_02"), 2, 3)));
        assertTrue(fixture.get(OUT + "particles.star").contains(
                "TS_77 11.000000 21.000000 31.000000 2.000000 4.000000 6.000000 90 0 0 0 0 0 2 2 x TS_77/1\n"));
        Project again = reread(fixture).read();
        assertEquals(3, again.trajectories().orElseThrow().size());
        assertEquals(new Trajectory(List.of(Vec3.ZERO)),
                again.trajectories().orElseThrow().find("TS_77/1").orElseThrow());
    }

    @Test
    void tiltSeriesInOneFileStayTogether() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.put("CtfRefine/job012/tilt_series/TS_01.star", ProjectFixture.V5_SERIES_1 + "\n"
                + ProjectFixture.V5_SERIES_2);
        fixture.edit("sets/tomograms.star", "tilt_series/TS_02.star", "tilt_series/TS_01.star");
        Project project = fixture.read();
        write(project, Map.of("TS_02", moved(project, "TS_02")));
        assertTrue(fixture.get(OUT + "tilt_series/TS_01.star").startsWith(ProjectFixture.V5_SERIES_1));
        assertEquals(2, reread(fixture).read().tomograms().series().size());
    }

    @ParameterizedTest
    @CsvSource({
        "CtfRefine/job067/tilt_series/TS_01.star, tilt_series/TS_01.star",
        "./tilt_series/TS_01.star, tilt_series/TS_01.star",
        "/data/CtfRefine/job067/tilt_series/TS_01.star, tilt_series/TS_01.star", "a/b.star, a/b.star",
        "/data/tilt_series/TS_01.star, tilt_series/TS_01.star", "../other/TS_01.star, tilt_series/TS_01.star",
        "External/job1234/TS_01.star, TS_01.star", "TS_01.star, TS_01.star", "x/job12/TS_01.star, x/job12/TS_01.star"
    })
    void seriesFilesGoWhereRelionPutsThem(String path, String expected) {
        assertEquals(expected, TomogramWriter.nameBelow(path));
    }

    @Test
    void seriesFilesOfOneNameDoNotOverwriteEachOther() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.put("Import/job001/tilt_series/TS_01.star", ProjectFixture.V5_SERIES_2);
        fixture.edit("sets/tomograms.star", "CtfRefine/job012/tilt_series/TS_02.star",
                "Import/job001/tilt_series/TS_01.star");
        Project project = fixture.read();
        write(project, Map.of());
        assertEquals(ProjectFixture.V5_SERIES_1, fixture.get(OUT + "tilt_series/TS_01.star"));
        assertEquals(ProjectFixture.V5_SERIES_2, fixture.get(OUT + "tilt_series/TS_02.star"));
    }

    @Test
    void inputsAreNeverOverwritten() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        Project project = fixture.read();
        for (String out : List.of(".", "sets", "CtfRefine/job012", "CtfRefine/../sets/")) {
            InputException e = assertThrows(InputException.class,
                    () -> new ProjectWriter(project, new OutputFolder(folder, Path.of(out))));
            assertTrue(e.getMessage().contains("would be overwritten"), e.getMessage());
        }
    }

    @Test
    void writingTwiceIsWritingOnce() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        toPixels(fixture);
        Project project = fixture.read();
        write(project, Map.of("TS_01", moved(project, "TS_01"), "TS_02", moved(project, "TS_02")));
        write(project, Map.of("TS_01", same(project, "TS_01"), "TS_02", same(project, "TS_02")));
        assertEquals(ProjectFixture.V5_SERIES_1, fixture.get(OUT + "tilt_series/TS_01.star"));
        assertEquals(0, reread(fixture).read().particles().of("TS_01").getFirst().position()
                .minus(project.particles().of("TS_01").getFirst().position()).norm(), 1e-5);
    }

    @Test
    void wrongCountsAreMistakesOfTheCaller() {
        Project project = ProjectFixture.v4(folder).read();
        RefinedTomogram good = same(project, "TS_02");
        assertThrows(IllegalArgumentException.class, () -> write(project, Map.of("TS_02",
                new RefinedTomogram(good.projections().subList(0, 2), good.positions(), List.of()))));
        assertThrows(IllegalArgumentException.class, () -> write(project, Map.of("TS_02",
                new RefinedTomogram(good.projections(), good.positions().subList(0, 1), List.of()))));
        assertThrows(IllegalArgumentException.class, () -> write(project, Map.of("TS_02", withMotion(good, 1, 3))));
    }
}
