package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectories;

class ConversionTest {
    private static final String SCALED = "[1.1,0,0,0] [0,1.1,0,0] [0,0,1.1,0]";
    private static final String TURNED = "[0,1,0,7.5] [0,0,1,-3] [1,0,0,2]";

    @TempDir
    private Path folder;
    private final List<String> warnings = new ArrayList<>();

    /** The fixture's third matrix scales; here all are rotations. */
    private ProjectFixture rotations() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("sets/tomograms.star", SCALED, TURNED);
        return fixture;
    }

    private ProjectWriter writer(Project project, String out, FileVersion version) {
        return new ProjectWriter(project, new OutputFolder(folder, Path.of(out)), version, false, warnings::add);
    }

    private Project convert(
            ProjectFixture fixture, Project project, String out, FileVersion version,
            Map<String, Geometry> geometries, Refined... refined) {
        writer(project, out, version).write(geometries, Set.of(refined));
        fixture.put("set.star", fixture.get(out + "/optimisation_set.star"));
        Project converted = fixture.read();
        assertEquals(version, converted.tomograms().version());
        return converted;
    }

    /** Compares images and depths relative to the centre: angles and shifts know no other depth. */
    private static void assertSameSeries(TiltSeries expected, List<Projection> projections, Project converted) {
        assertEquals(expected.images(), converted.tomograms().find(expected.name()).orElseThrow().images());
        for (int t = 0; t < projections.size(); t++) {
            Projection a = projections.get(t);
            Projection b = converted.tomograms().projections(expected.name()).get(t);
            for (Vec3 x : List.of(
                    new Vec3(0, 0, 0), new Vec3(101, 0, 51), new Vec3(-30, 200, 10), new Vec3(4000, 0, 0))) {
                assertEquals(a.apply(x).x(), b.apply(x).x(), 1e-6);
                assertEquals(a.apply(x).y(), b.apply(x).y(), 1e-6);
                assertEquals(a.apply(x).z() - a.apply(expected.centre()).z(),
                        b.apply(x).z() - b.apply(expected.centre()).z(), 1e-6);
            }
        }
    }

    private static void assertSameParticles(Project expected, Project found, Map<String, List<Vec3>> moved) {
        assertEquals(expected.particles().names(), found.particles().names());
        for (TiltSeries series : expected.tomograms().series()) {
            assertEquals(expected.particles().of(series.name()), found.particles().of(series.name()));
            List<Vec3> positions =
                    moved.getOrDefault(series.name(), expected.particles().positions(series.name()));
            for (int i = 0; i < positions.size(); i++) {
                assertEquals(0, positions.get(i).minus(found.particles().positions(series.name()).get(i)).norm(), 1e-6);
            }
        }
    }

    @Test
    void thereAndBackKeepsProjectionsAndPositions() {
        ProjectFixture fixture = rotations();
        Project project = fixture.read();
        Project v5 = convert(fixture, fixture.read(), "five", FileVersion.V5, Map.of());
        Project v4 = convert(fixture, v5, "four", FileVersion.V4, Map.of());
        for (Project converted : List.of(v5, v4)) {
            for (TiltSeries series : project.tomograms().series()) {
                assertSameSeries(series, project.tomograms().projections(series.name()), converted);
            }
            assertSameParticles(project, converted, Map.of());
        }
        assertEquals(List.of(), warnings);
    }

    @Test
    void version5HasAngleFilesAndCentredCoordinates() {
        ProjectFixture fixture = rotations();
        convert(fixture, fixture.read(), "five", FileVersion.V5, Map.of());
        String global = fixture.get("five/tomograms.star");
        assertTrue(global.contains("five/tilt_series/TS_02.star"), global);
        assertTrue(global.contains("_rlnTomoMadeUp #14 \n_rlnTomoTiltSeriesStarFile #15"), global);
        assertFalse(global.contains("data_TS_01"), global);
        String series = fixture.get("five/tilt_series/TS_01.star");
        assertTrue(series.contains("data_TS_01"), series);
        assertFalse(series.contains("rlnTomoProj"), series);
        assertTrue(series.contains("_rlnTomoXTilt #6"), series);
        String particles = fixture.get("five/particles.star");
        assertTrue(particles.startsWith("\n# version 50001\n\ndata_general\n\n_rlnTomoSubTomosAre2DStacks "), particles);
        assertFalse(particles.contains("_rlnCoordinateX"), particles);
        assertTrue(particles.contains("\"a b\""), particles);
        // (10 + 1 - 100 / 2) px of 2 Å; the origin of the second particle is where it was.
        assertTrue(particles.contains(" -78 "), particles);
        assertTrue(particles.contains("2.000000   4.000000   6.000000"), particles);
    }

    @Test
    void version4HasBlocksInOrderAndNoGeneralTable() {
        ProjectFixture fixture = rotations();
        Project v5 = convert(fixture, fixture.read(), "five", FileVersion.V5, Map.of());
        convert(fixture, v5, "four", FileVersion.V4, Map.of());
        String set = fixture.get("four/tomograms.star");
        assertFalse(set.contains("rlnTomoTiltSeriesStarFile"), set);
        assertFalse(set.contains("rlnTomoYTilt") || set.contains("rlnTomoXShiftAngst"), set);
        assertTrue(set.indexOf("data_global") < set.indexOf("data_TS_01"), set);
        assertTrue(set.indexOf("data_TS_01") < set.indexOf("data_TS_02"), set);
        assertTrue(set.contains("[0,0,0,1]"), set);
        String particles = fixture.get("four/particles.star");
        assertFalse(particles.contains("data_general") || particles.contains("rlnCentered"), particles);
    }

    @Test
    void refinedGeometryIsConverted() {
        ProjectFixture fixture = rotations();
        Project project = fixture.read();
        Mat3 turn = Mat3.rotationZ(0.01).times(Mat3.rotationX(-0.02));
        Geometry given = ProjectFixture.geometry(project, "TS_02");
        Geometry refined = new Geometry(
                given.projections().stream()
                        .map(p -> p.rotatedAbout(new Vec3(30, 20, 10), turn).shiftedBy(new Vec3(1, -2, 0))).toList(),
                given.positions().stream().map(x -> x.plus(new Vec3(0.5, -0.25, 4))).toList(),
                new Trajectories(3, new double[] {0, 0.75, 0, 0, -1.125, 0, 0, 0.25, 0, 0, 0.5, 0, 0, 2, 0, 0, 1, 0}),
                new Deformation(DeformationKind.LINEAR, 2, 2, List.of(new double[] {0.25, -0.5, 0.125},
                        new double[] {0.5, 0, 1}, new double[] {-0.25, 0.5, 2})));
        Project v5 = convert(fixture, fixture.read(), "five", FileVersion.V5, Map.of("TS_02", refined),
                Refined.POSITIONS, Refined.MOTION, Refined.DEFORMATIONS);
        assertConverted(project, v5, refined);
        // Back without a refinement: trajectories and deformations of the input go along.
        Project v4 = convert(fixture, v5, "four", FileVersion.V4, Map.of());
        assertConverted(project, v4, refined);
        assertTrue(fixture.get("four/motion.star").startsWith("\n# version 30001"));
        assertTrue(fixture.get("set.star").contains("four/motion.star"));
    }

    private static void assertConverted(Project project, Project found, Geometry refined) {
        TiltSeries first = project.tomograms().find("TS_01").orElseThrow();
        TiltSeries second = project.tomograms().find("TS_02").orElseThrow();
        assertSameSeries(first, project.tomograms().projections("TS_01"), found);
        assertSameSeries(second, refined.projections(), found);
        assertSameParticles(project, found, Map.of("TS_02", refined.positions()));
        Geometry geometry = ProjectFixture.geometry(found, "TS_02");
        assertArrayEquals(refined.trajectories().values(), geometry.trajectories().values());
        assertTrue(geometry.deformation().hasGridOf(DeformationKind.LINEAR, 2, 2));
        assertArrayEquals(
                refined.deformation().coefficients().toArray(), geometry.deformation().coefficients().toArray());
    }

    /** Nothing of what was written is in what is written later, in whichever version. */
    @ParameterizedTest
    @EnumSource
    void writingLeavesTheProjectAsItWas(FileVersion given) {
        ProjectFixture fixture = rotations();
        Project project = given == FileVersion.V4 ? fixture.read()
                : convert(fixture, fixture.read(), "given", FileVersion.V5, Map.of());
        Geometry old = ProjectFixture.geometry(project, "TS_02");
        Geometry refined = new Geometry(old.projections().stream().map(p -> p.shiftedBy(new Vec3(1, -2, 0))).toList(),
                old.positions().stream().map(x -> x.plus(new Vec3(0.5, -0.25, 4))).toList(),
                new Trajectories(3, new double[3 * 3 * old.positions().size()]), old.deformation());
        Map<String, Geometry> other = Map.of("TS_01", ProjectFixture.geometry(project, "TS_01"));
        for (FileVersion first : FileVersion.values()) {
            for (FileVersion second : FileVersion.values()) {
                String later = "later_" + first + second;
                String alone = "alone_" + first + second;
                writer(project, "before_" + first + second, first)
                        .write(Map.of("TS_02", refined), Set.of(Refined.POSITIONS, Refined.MOTION));
                writer(project, later, second).write(other, Set.of(Refined.POSITIONS));
                writer(fixture.read(), alone, second).write(other, Set.of(Refined.POSITIONS));
                for (String file : List.of("/tomograms.star", "/particles.star", "/optimisation_set.star")) {
                    assertEquals(fixture.get(alone + file).replace(alone, later), fixture.get(later + file));
                }
                assertEquals(Files.exists(folder.resolve(alone + "/motion.star")),
                        Files.exists(folder.resolve(later + "/motion.star")));
            }
        }
    }

    @Test
    void matrixThatIsNoRotationIsRefused() {
        Project project = ProjectFixture.v4(folder).read();
        InputException e =
                assertThrows(InputException.class, () -> writer(project, "five", FileVersion.V5));
        assertTrue(e.getMessage().startsWith("output format v5: "), e.getMessage());
        assertTrue(e.getMessage().contains("block data_TS_02, row 2, column _rlnTomoProjX"), e.getMessage());
        assertFalse(e.getMessage().contains("data_TS_01"), e.getMessage());
        writer(project, "four", FileVersion.V4);
    }

    @Test
    void mirrorIsRefusedAndRoundedRotationIsNot() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("sets/tomograms.star", SCALED, "[0.866025,0.5,0,0] [-0.5,0.866025,0,0] [0,0,1,0]");
        writer(fixture.read(), "five", FileVersion.V5);
        fixture.edit("sets/tomograms.star", "[0,0,1,0]  [0,0,0,1]", "[0,0,-1,0]  [0,0,0,1]");
        Project mirrored = fixture.read();
        assertThrows(InputException.class, () -> writer(mirrored, "five", FileVersion.V5));
    }

    @Test
    void singleImageFilesAreRefusedForVersion4() {
        Project project = ProjectFixture.v5(folder).read();
        InputException e = assertThrows(InputException.class, () -> writer(project, "four", FileVersion.V4));
        // The only image of TS_02 is a stack of its own.
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        assertTrue(e.getMessage().contains("tilt series TS_01 are single files"), e.getMessage());
        assertTrue(e.getMessage().contains("_rlnTomoTiltSeriesName"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("four")));
    }

    @Test
    void slicesOfOneStackAreAStackForVersion4() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit("CtfRefine/job012/tilt_series/TS_01.star", "frames/a.mrc ", "1@frames/b.mrcs ");
        fixture.edit("CtfRefine/job012/tilt_series/TS_01.star", "2@frames", "000002@frames");
        Project project = fixture.read();
        Project v4 = convert(fixture, fixture.read(), "four", FileVersion.V4, Map.of());
        for (TiltSeries series : project.tomograms().series()) {
            assertSameSeries(series, project.tomograms().projections(series.name()), v4);
        }
        assertSameParticles(project, v4, Map.of());
        assertEquals(List.of("rlnPhaseShift", "rlnCtfBfactor", "2-D stacks"), warnings.stream()
                .map(w -> w.replaceAll(".*(rlnPhaseShift|rlnCtfBfactor|2-D stacks).*", "$1")).toList());
    }

    @Test
    void particlesOfUnknownTomogramsAreRefused() {
        ProjectFixture fixture = rotations();
        fixture.edit("particles.star", "TS_01 11.000000", "TS_99 11.000000");
        Project project = fixture.read();
        InputException e = assertThrows(InputException.class, () -> writer(project, "five", FileVersion.V5));
        assertTrue(e.getMessage().contains("1 particles of tomograms that are not in"), e.getMessage());
    }

    @Test
    void sameVersionConvertsNothing() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        writer(fixture.read(), "four", FileVersion.V4).write(Map.of(), Set.of());
        assertEquals(ProjectFixture.V4_TOMOGRAMS, fixture.get("four/tomograms.star"));
        assertFalse(Files.exists(folder.resolve("four/particles.star")));
    }
}
