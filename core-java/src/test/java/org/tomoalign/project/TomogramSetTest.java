package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

class TomogramSetTest {
    private static final String TOMOGRAMS = "sets/tomograms.star";

    @TempDir
    private Path folder;

    @Test
    void readsVersion4() {
        TomogramSet set = ProjectFixture.v4(folder).read().tomograms();
        assertEquals(FileVersion.V4, set.version());
        assertEquals(List.of("TS_01", "TS_02"), set.series().stream().map(TiltSeries::name).toList());
        TiltSeries series = set.find("TS_01").orElseThrow();
        assertEquals(2, series.pixelSize());
        assertEquals(new Vec3(101, 200, 50), series.size());
        assertEquals(new Vec3(50.5, 100, 25), series.centre());
        assertEquals(71, series.imageWidth());
        assertEquals(40, series.imageHeight());
        assertEquals(-1, series.hand());
        assertEquals(1, series.defocusSlope());
        assertEquals(new Microscope(300, 2.7, 0.07), series.microscope());
        assertEquals(3, series.fractionalDose());
        assertEquals(List.of(1, 0), series.images().stream().map(TiltImage::row).toList());
        TiltImage image = series.images().get(1);
        assertEquals(new ImageSource(folder.resolve("stacks/TS_01.st"), 0), image.source());
        assertEquals(1, series.images().getFirst().source().slice());
        assertEquals(new Projection(new Mat3(0, 1, 0, -0.8, 0, 0.6, 0.6, 0, 0.8), new Vec3(1.25, -2, 3)),
                set.projections("TS_01").get(1));
        assertEquals(new Defocus(30000, 29000, Math.PI / 2), image.defocus());
        assertEquals(0.5, image.scale());
        assertEquals(3, image.dose());
        assertEquals(0, image.phaseShift());
        assertEquals(0, image.bFactor());
        assertEquals(1, set.find("TS_02").orElseThrow().images().getFirst().scale());
        // A scaled matrix stays as it is.
        assertEquals(1.1, set.projections("TS_02").get(1).linear().m00());
        assertFalse(set.find("TS_03").isPresent());
    }

    @Test
    void readsVersion5() {
        TomogramSet set = ProjectFixture.v5(folder).read().tomograms();
        assertEquals(FileVersion.V5, set.version());
        TiltSeries series = set.find("TS_01").orElseThrow();
        assertEquals(new ImageSource(folder.resolve("frames/a.mrc"), 0), series.images().get(1).source());
        assertEquals(new ImageSource(folder.resolve("frames/b.mrcs"), 1), series.images().getFirst().source());
        assertEquals(Math.PI / 2, series.images().get(1).phaseShift());
        assertEquals(25, series.images().get(1).bFactor());
        assertEquals(3, series.fractionalDose());
        // The tomogram's centre as RELION 5 rounds it, at 50 of 101 and 25 of 51, is projected onto 35 of 71 plus the
        // shift.
        Vec3 centre = set.projections("TS_01").get(1).apply(new Vec3(50, 100, 25));
        assertEquals(35 + 12.5 / 2, centre.x(), 1e-12);
        assertEquals(20 - 3.25 / 2, centre.y(), 1e-12);
        // Rz Ry of an axis: with y tilt 90, z looks along x; the rotation of -87.5 degrees then turns it towards -y.
        TiltSeries flat = set.find("TS_02").orElseThrow();
        Mat3 m = set.projections("TS_02").getFirst().linear();
        assertEquals(Math.cos(Math.toRadians(-87.5)), m.m02(), 1e-12);
        assertEquals(Math.sin(Math.toRadians(-87.5)), m.m12(), 1e-12);
        assertEquals(-1, m.m20(), 1e-12);
        assertEquals(0, flat.fractionalDose());
    }

    @Test
    void readsOneStackPerSeriesInVersion5() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit(TOMOGRAMS, "_rlnTomoSizeZ #10 \n", "_rlnTomoSizeZ #10 \n_rlnTomoTiltSeriesName #11 \n"
                + "_rlnCtfBfactorPerElectronDose #12 \n_rlnTomoDefocusSlope #13 \n");
        fixture.edit(TOMOGRAMS, "  51 \n", "  51 s/one.ali 2 0.5 \n");
        fixture.edit(TOMOGRAMS, "  50 \n", "  50 s/two.st:mrcs 0 1 \n");
        TomogramSet set = fixture.read().tomograms();
        TiltSeries series = set.find("TS_01").orElseThrow();
        assertEquals(new ImageSource(folder.resolve("s/one.ali"), 1), series.images().getFirst().source());
        assertEquals(2, series.images().getFirst().doseBFactor());
        assertEquals(0.5, series.defocusSlope());
        assertEquals(folder.resolve("s/two.st"), set.series().get(1).images().getFirst().source().file());
        assertTrue(fixture.warnings().getFirst().startsWith("s/one.ali: 3 images, of which only the first 2"));
    }

    @Test
    void readsAnglesInOneFile() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit(TOMOGRAMS, "_rlnTomoTiltSeriesStarFile", "_rlnSomething");
        fixture.edit(TOMOGRAMS, "_rlnTomoSizeZ #10 \n", "_rlnTomoSizeZ #10 \n_rlnTomoTiltSeriesName #11 \n");
        fixture.edit(TOMOGRAMS, "  51 \n", "  51 one.mrc \n");
        fixture.edit(TOMOGRAMS, "  50 \n", "  50 two.mrc \n");
        fixture.put(TOMOGRAMS, fixture.get(TOMOGRAMS) + ProjectFixture.V5_SERIES_1 + "\n" + ProjectFixture.V5_SERIES_2);
        TomogramSet set = fixture.read().tomograms();
        assertEquals(FileVersion.V5, set.version());
        assertEquals(2, set.series().size());
    }

    @Test
    void readsOldTableNamesWithAWarning() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit(TOMOGRAMS, "data_TS_02", "data_tomo_1");
        assertEquals(3, fixture.read().tomograms().find("TS_02").orElseThrow().images().size());
        assertEquals(1, fixture.warnings().stream().filter(w -> w.startsWith(TOMOGRAMS + ": out of date")).count());
    }

    @Test
    void readsDeformations() {
        ProjectFixture fixture = deformed();
        TomogramSet set = fixture.read().tomograms();
        // The second image of the file was taken first.
        Deformation deformation = set.deformation("TS_01");
        assertTrue(deformation.hasGridOf(DeformationKind.LINEAR, 3, 2));
        assertEquals(List.of(3, 2), List.of(deformation.gridWidth(), deformation.gridHeight()));
        assertArrayEquals(new double[][] {{4, 5, 6}, {1, 2, 3}}, deformation.coefficients().toArray());
        assertFalse(set.deformation("TS_02").isPresent());
        fixture.edit(TOMOGRAMS, "3 2 linear", "3 2 cubic");
        assertEquals(List.of(TOMOGRAMS + ": block data_global, row 1, column _rlnTomoDeformationType: found 'cubic', "
                + "expected linear, spline or Fourier"), fixture.problems());
    }

    @Test
    void coefficientsMustFitTheGrid() {
        checkCoefficients("3 2 spline", "column _rlnTomoDeformationCoefficients: found 3 coefficients, expected 48 for "
                + "a spline deformation of tilt series TS_01", "block data_TS_01, row 2, ");
        checkCoefficients("3 1 spline", "column _rlnTomoDeformationGridSizeX: tilt series TS_01: ",
                "block data_global, row 1, ");
    }

    private void checkCoefficients(String grid, String message, String place) {
        ProjectFixture fixture = deformed();
        fixture.edit(TOMOGRAMS, "3 2 linear", grid);
        String found = fixture.problems().getFirst();
        assertTrue(found.startsWith(TOMOGRAMS + ": " + place + message), found);
    }

    /** The first tilt series has a linear deformation. */
    private ProjectFixture deformed() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit(TOMOGRAMS, "_rlnTomoMadeUp #14 \n", "_rlnTomoMadeUp #14 \n_rlnTomoDeformationGridSizeX #15 \n"
                + "_rlnTomoDeformationGridSizeY #16 \n_rlnTomoDeformationType #17 \n");
        fixture.put(TOMOGRAMS, fixture.get(TOMOGRAMS).replaceFirst(" keep ", " keep 3 2 linear ")
                .replaceFirst(" keep \n", " keep 3 2 empty \n")
                .replaceFirst("PreExposure #9 \n", "PreExposure #9 \n_rlnTomoDeformationCoefficients #10 \n")
                .replaceFirst("     3.000000 \n\\[1,", "     3.000000 [1,2,3] \n[1,")
                .replaceFirst("     0.000000 \n", "     0.000000 [4,5,6] \n"));
        return fixture;
    }

    @Test
    void reportsEveryMistakeAtOnce() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit(TOMOGRAMS, "30000.000000", "nan");
        fixture.edit(TOMOGRAMS, "data_TS_02", "data_TS_99");
        assertEquals(List.of(
                TOMOGRAMS + ": block data_TS_01, row 1, column _rlnDefocusU: found 'nan', expected a finite number",
                TOMOGRAMS + ": no block data_TS_02, found data_global, data_TS_01, data_TS_99"),
                fixture.problems().stream().filter(m -> m.startsWith(TOMOGRAMS)).toList());
    }

    @Test
    void refusesWrongTables() {
        check("_rlnTomoSizeY", "_rlnOther", "block data_global, column missing: _rlnTomoSizeY");
        check("TS_02 stacks", "TS_01 stacks", "block data_global, row 2, column _rlnTomoName: found 'TS_01' as in row "
                + "1, expected every tomogram once");
        check("TS_01.st:mrc            2", "TS_01.st:mrc            5", "block data_global, row 1, column "
                + "_rlnTomoFrameCount: found '5', expected 2, the number of rows of " + TOMOGRAMS
                + ": block data_TS_01");
        check("[0,1,0,1.25]", "[0,1,0]", "block data_TS_01, row 1, column _rlnTomoProjX: found '[0,1,0]', expected 4 "
                + "numbers");
        check("[0.6,0,0.8,3]  [0,0,0,1]", "[0.6,0,0.8,3]  [0,0,1,1]", "block data_TS_01, row 1, column _rlnTomoProjW: "
                + "found '[0,0,1,1]', expected [0,0,0,1]");
        check("[0,1,0,1.25]", "[0,inf,0,1]", "block data_TS_01, row 1, column _rlnTomoProjX: found '[0,inf,0,1]', "
                + "expected a list of finite numbers");
        check("_rlnTomoProjW #4 \n_rlnDefocusU", "_rlnTomoProjQ #4 \n_rlnDefocusU", "block data_TS_01: no projections, "
                + "expected the columns _rlnTomoProjX, _rlnTomoProjY, _rlnTomoProjZ, _rlnTomoProjW (RELION 4) or "
                + "_rlnTomoYTilt, _rlnTomoZRot, _rlnTomoXShiftAngst, _rlnTomoYShiftAngst (RELION 5)");
        check("optics1     2.000000", "optics1     0.000000", "block data_global, row 1, column "
                + "_rlnTomoTiltSeriesPixelSize: found '0.000000', expected Å, from 0.05 to 500");
        check("stacks/TS_01.st:mrc", "stacks/TS_01.tif", "block data_global, row 1, column _rlnTomoTiltSeriesName: "
                + "stacks/TS_01.tif: not the name of an MRC file, expected a suffix out of .mrc .mrcs .st .map .ali "
                + ".rec, or :mrc after the name");
        check("data_global", "data_globe", "no block data_global, found data_globe, data_TS_01, data_TS_02");
    }

    private void check(String old, String replacement, String message) {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit(TOMOGRAMS, old, replacement);
        assertEquals(TOMOGRAMS + ": " + message, fixture.problems().getFirst());
    }

    @Test
    void refusesWrongVersion5Files() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit("CtfRefine/job012/tilt_series/TS_01.star", "_rlnMicrographName", "_rlnMovieName");
        fixture.edit(TOMOGRAMS, "job012/tilt_series/TS_02", "job012/TS_02");
        assertEquals(List.of("CtfRefine/job012/tilt_series/TS_01.star: block data_TS_01, column missing: "
                + "_rlnMicrographName; " + TOMOGRAMS + " has no _rlnTomoTiltSeriesName either",
                "CtfRefine/job012/TS_02.star: no such file"), fixture.problems());
    }

    @Test
    void refusesImagesThatDoNotFit() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        ReadContext context = new ReadContext(folder, file -> switch (file.getFileName().toString()) {
            case "a.mrc" -> new ImageSizes.Size(71, 40, 1);
            case "b.mrcs" -> new ImageSizes.Size(71, 41, 2);
            default -> new ImageSizes.Size(71, 40, 0);
        }, fixture.problems, fixture.warnings::add);
        Project.read(fixture.paths(), context);
        assertEquals(List.of("frames/b.mrcs: image of 71 x 41 px, expected 71 x 40 as " + folder
                + "/frames/a.mrc of the same tilt series TS_01",
                "frames/c.mrc: 0 images, expected at least 1 for tilt series TS_02 of " + folder + "/" + TOMOGRAMS),
                fixture.problems.messages().stream().map(m -> m.substring(folder.toString().length() + 1)).toList());
    }

    @Test
    void missingImagesAreNamedWithTheirTiltSeries() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        ReadContext context =
                new ReadContext(folder, ImageSizes.ofMrcHeaders(), fixture.problems, fixture.warnings::add);
        Project.read(fixture.paths(), context);
        assertEquals(folder + "/stacks/TS_01.st: no such file (tilt series TS_01 of " + folder + "/" + TOMOGRAMS + ")",
                fixture.problems.messages().getFirst());
    }
}
