package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectories;

class ProjectWriterTest {
    private static final String OUT = "Polish/job070/";
    private static final Mat3 TURN = Mat3.rotationZ(0.01).times(Mat3.rotationX(-0.02));

    @TempDir
    private Path folder;

    private void write(Project project, Map<String, Geometry> geometries, Refined... refined) {
        new ProjectWriter(project, new OutputFolder(folder, Path.of(OUT))).write(geometries, Set.of(refined));
    }

    /** Returns a geometry that moves nothing. */
    private static Geometry same(Project project, String name) {
        return ProjectFixture.geometry(project, name);
    }

    /** Returns a geometry that turns every projection and moves every particle. */
    private static Geometry moved(Project project, String name) {
        Geometry given = ProjectFixture.geometry(project, name);
        return new Geometry(
                given.projections().stream().map(p -> p.rotatedAbout(new Vec3(30, 20, 10), TURN)
                        .shiftedBy(new Vec3(1, -2, 0))).toList(),
                given.positions().stream().map(x -> x.plus(new Vec3(0.5, -0.25, 4))).toList(),
                given.trajectories(), given.deformation());
    }

    private static Geometry withMotion(Geometry geometry, int particles, int images) {
        double[] values = new double[3 * particles * images];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (i / images % 3) {
                case 0 -> 0.75;
                case 1 -> -1.125;
                default -> 0.25;
            };
        }
        return new Geometry(geometry.projections(), geometry.positions(), new Trajectories(images, values),
                geometry.deformation());
    }

    private static Vec3 position(Project project, String tomogram) {
        return project.particles().positions(tomogram).getFirst();
    }

    private ProjectFixture reread(ProjectFixture fixture) {
        fixture.put("set.star", fixture.get(OUT + "optimisation_set.star"));
        return fixture;
    }

    @Test
    void version4KeepsEveryByteWhereNothingMoved() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        Project project = fixture.read();
        write(project, Map.of("TS_01", same(project, "TS_01"), "TS_02", same(project, "TS_02")), Refined.POSITIONS);
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
        write(project, Map.of("TS_01", same(project, "TS_01")), Refined.POSITIONS);
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
        write(project, Map.of("TS_01", moved(project, "TS_01")));
        assertFalse(Files.exists(folder.resolve(OUT + "particles.star")));
        assertTrue(fixture.get(OUT + "optimisation_set.star").contains(" particles.star\n"));
        assertTrue(fixture.get(OUT + "tomograms.star").contains("data_TS_02"));
    }

    @ParameterizedTest
    @CsvSource({"4", "5"})
    void refinedGeometryIsReadBack(int version) {
        ProjectFixture fixture = version == 4 ? ProjectFixture.v4(folder) : ProjectFixture.v5(folder);
        Project project = fixture.read();
        Geometry refined = withMotion(moved(project, "TS_01"), 1, 2);
        write(project, Map.of("TS_01", refined), Refined.POSITIONS, Refined.MOTION);
        Project again = reread(fixture).read();
        for (TiltSeries series : project.tomograms().series()) {
            TiltSeries found = again.tomograms().find(series.name()).orElseThrow();
            boolean moved = series.name().equals("TS_01");
            Geometry expected = moved ? refined : ProjectFixture.geometry(project, series.name());
            Geometry geometry = ProjectFixture.geometry(again, series.name());
            for (int t = 0; t < series.images().size(); t++) {
                if (!moved || version == 4) {
                    Vec3 x = new Vec3(50, -20, 30);
                    assertEquals(0, expected.projections().get(t).apply(x)
                            .minus(geometry.projections().get(t).apply(x)).norm(), 1e-9);
                } else {
                    assertImages(expected.projections().get(t), geometry.projections().get(t), series);
                }
                assertEquals(series.images().get(t).defocus(), found.images().get(t).defocus());
            }
            for (int p = 0; p < expected.positions().size(); p++) {
                assertEquals(0, expected.positions().get(p).minus(geometry.positions().get(p)).norm(), 1e-5);
                assertEquals(project.particles().of(series.name()).get(p).orientation(),
                        again.particles().of(series.name()).get(p).orientation());
                assertEquals(series.images().size(), geometry.trajectories().images());
                for (int t = 0; t < series.images().size(); t++) {
                    // Pixels of 2 Å.
                    assertEquals(moved ? new Vec3(0.75, -1.125, 0.25) : Vec3.ZERO,
                            geometry.trajectories().displacement(p, t));
                }
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
                project.tomograms().projections("TS_02").getFirst());
        Geometry result = same(project, "TS_02").withProjections(
                List.of(new Projection(Mat3.rotationY(0.5), new Vec3(1, 2, 0))));
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
        Geometry stretched = same(project, "TS_02").withProjections(
                List.of(new Projection(new Mat3(1.01, 0, 0, 0, 1, 0, 0, 0, 1), Vec3.ZERO)));
        assertThrows(IllegalArgumentException.class, () -> write(project, Map.of("TS_02", stretched)));
    }

    @Test
    void pixelCoordinatesOfVersion5BecomeCentred() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        toPixels(fixture);
        Project project = fixture.read();
        write(project, Map.of("TS_01", moved(project, "TS_01")), Refined.POSITIONS);
        String text = fixture.get(OUT + "particles.star");
        assertFalse(text.contains("_rlnCoordinateX"), text);
        Project again = reread(fixture).read();
        Vec3 expected = position(project, "TS_01").plus(new Vec3(0.5, -0.25, 4));
        assertEquals(0, position(again, "TS_01").minus(expected).norm(), 1e-5);
        assertEquals(0, position(again, "TS_02").minus(position(project, "TS_02")).norm(), 1e-5);
    }

    @Test
    void pixelCoordinatesStayBesideUnknownTomograms() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        toPixels(fixture);
        fixture.edit("particles.star", "TS_02 ", "TS_99 ");
        Project project = fixture.read();
        write(project, Map.of("TS_01", moved(project, "TS_01")), Refined.POSITIONS);
        assertTrue(fixture.get(OUT + "particles.star").contains("TS_99 -1.50000 2.500000 0.000000 -10 80 170 2 1 "));
        Project again = reread(fixture).read();
        Vec3 expected = position(project, "TS_01").plus(new Vec3(0.5, -0.25, 4));
        assertEquals(0, position(again, "TS_01").minus(expected).norm(), 1e-5);
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
        write(project, Map.of("TS_01", moved(project, "TS_01")), Refined.POSITIONS);
        assertFalse(fixture.get(OUT + "particles.star").contains("_rlnCoordinateX"));
        assertTrue(fixture.get(OUT + "particles.star").contains("_rlnOriginXAngst #11"));
    }

    @Test
    void particlesOfUnknownTomogramsAndTheirMotionPassThrough() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("particles.star", "TS_01 11", "TS_77 11");
        Project project = fixture.read();
        write(project, Map.of("TS_02", withMotion(moved(project, "TS_02"), 2, 3)), Refined.POSITIONS, Refined.MOTION);
        assertTrue(fixture.get(OUT + "particles.star").contains(
                "TS_77 11.000000 21.000000 31.000000 2.000000 4.000000 6.000000 90 0 0 0 0 0 2 2 x TS_77/1\n"));
        String motion = fixture.get(OUT + "motion.star");
        assertTrue(reread(fixture).read().trajectories().isPresent());
        assertEquals(3, motion.split("data_TS_").length - 1, motion);
        assertTrue(motion.substring(motion.indexOf("data_TS_77/1"))
                .endsWith("#3 \n    0.000000     0.000000     0.000000 \n \n"), motion);
    }

    @Test
    void tiltSeriesInOneFileStayTogether() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.put("CtfRefine/job012/tilt_series/TS_01.star", ProjectFixture.V5_SERIES_1 + "\n"
                + ProjectFixture.V5_SERIES_2);
        fixture.edit("sets/tomograms.star", "tilt_series/TS_02.star", "tilt_series/TS_01.star");
        Project project = fixture.read();
        write(project, Map.of("TS_02", moved(project, "TS_02")), Refined.POSITIONS);
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
        write(project, Map.of("TS_01", moved(project, "TS_01"), "TS_02", moved(project, "TS_02")), Refined.POSITIONS);
        write(project, Map.of("TS_01", same(project, "TS_01"), "TS_02", same(project, "TS_02")), Refined.POSITIONS);
        assertEquals(ProjectFixture.V5_SERIES_1, fixture.get(OUT + "tilt_series/TS_01.star"));
        assertEquals(0, position(reread(fixture).read(), "TS_01").minus(position(project, "TS_01")).norm(), 1e-5);
    }

    @Test
    void wrongCountsAreMistakesOfTheCaller() {
        Project project = ProjectFixture.v4(folder).read();
        Geometry good = same(project, "TS_02");
        List<Geometry> wrong = List.of(good.withProjections(good.projections().subList(0, 2)),
                new Geometry(good.projections(), good.positions().subList(0, 1), good.trajectories(), good.deformation()));
        for (Geometry geometry : wrong) {
            assertThrows(IllegalArgumentException.class, () -> write(project, Map.of("TS_02", geometry)));
        }
        assertThrows(IllegalArgumentException.class, () -> withMotion(good, 1, 3));
        assertFalse(Files.exists(folder.resolve(OUT)));
    }
}
