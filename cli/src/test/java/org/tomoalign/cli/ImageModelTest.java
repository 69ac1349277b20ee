package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.project.Project;
import org.tomoalign.simulate.ProjectLayout;
import org.tomoalign.tomogram.Deformation;

/** Deformations, magnifications, shifts of whole images, intermediate images. */
class ImageModelTest {
    private static final double WARP = 3;

    @TempDir
    static Path folder;
    private static SmallProject v4;
    private static SmallProject v5;
    private static SmallProject shifted;

    @BeforeAll
    static void simulate() {
        v4 = SmallProject.make(folder.resolve("v4"), SmallProject.options().deform(WARP));
        shifted = SmallProject.make(folder.resolve("shifted"), SmallProject.options().tomos(1).shiftErr(3));
        v5 = SmallProject.make(folder.resolve("v5"), SmallProject.options().layout(ProjectLayout.V5).deform(WARP));
    }

    private static Project output(Path out) {
        return SmallProject.read(out.resolve("optimisation_set.star"));
    }

    private static Deformation deformation(Path out, String series) {
        Deformation found = output(out).tomograms().deformation(series);
        assertTrue(found.isPresent());
        return found;
    }

    /** Returns the coefficients image by image, to be compared. */
    private static List<String> coefficients(Path out, String series) {
        return deformation(out, series).coefficients().stream().map(Arrays::toString).toList();
    }

    private static double largest(Deformation d) {
        return d.coefficients().stream().flatMapToDouble(Arrays::stream).map(Math::abs).max().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void deformationsAreFoundAndWritten(int version) {
        SmallProject project = version == 4 ? v4 : v5;
        Path without = project.align("none");
        assertTrue(output(without).tomograms().deformation("TS_01").coefficients().isEmpty());
        Path out = project.align("spline", "--deformation");
        assertTrue(project.score(out) < 0.9 * project.score(without),
                project.score(out) + " with, " + project.score(without) + " without");
        for (String series : List.of("TS_01", "TS_02")) {
            Deformation found = deformation(out, series);
            assertEquals(DeformationKind.SPLINE, found.kind());
            assertEquals(List.of(3, 3), List.of(found.gridWidth(), found.gridHeight()));
            assertEquals(72, found.coefficients().getFirst().length);
            assertEquals(1, coefficients(out, series).stream().distinct().count());
            assertTrue(largest(found) > 0.3 && largest(found) < 5 * WARP, "coefficient " + largest(found));
        }
    }

    @ParameterizedTest
    @CsvSource({"linear, 3, 3, 3", "linear, 5, 2, 3", "spline, 4, 2, 64", "Fourier, 3, 3, 12", "Fourier, 2, 4, 20"})
    void modelsAndGrids(String model, int width, int height, int coefficients) {
        Path out = v4.alignWithoutVerdict(model + width, "--deformation", "--def_model", model, "--def_w", "" + width,
                "--def_h",
                "" + height, "--it", "20");
        Deformation found = deformation(out, "TS_02");
        assertEquals(model, found.kind().label());
        assertEquals(List.of(width, height), List.of(found.gridWidth(), found.gridHeight()));
        assertEquals(coefficients, found.coefficients().getFirst().length);
        assertTrue(largest(found) > 0);
    }

    @Test
    void deformationsOfEachImage() {
        Path out = v4.alignWithoutVerdict("per_image", "--deformation", "--per_frame_deformation", "--def_model", "linear");
        assertEquals(11, coefficients(out, "TS_01").stream().distinct().count());
    }

    @Test
    void theRegulariserHoldsDeformationsDown() {
        double free = largest(deformation(v4.alignWithoutVerdict("weak", "--deformation", "--it", "200"), "TS_01"));
        double held = largest(deformation(v4.alignWithoutVerdict("strong", "--deformation", "--def_reg", "1e5"), "TS_01"));
        assertTrue(held < 0.01 && held < 0.1 * free, held + " and " + free);
    }

    @Test
    void deformationsOfTheInputAreHonouredAndKept() throws IOException {
        Path first = v4.alignWithoutVerdict("first", "--deformation");
        String set = first.resolve("optimisation_set.star").toString();
        Path second = v4.alignWithoutVerdict("second", "--i", set, "--it", "0");
        assertTrue(deformation(second, "TS_01").hasGridOf(DeformationKind.SPLINE, 3, 3));
        assertEquals(coefficients(first, "TS_01"), coefficients(second, "TS_01"));
        assertEquals(SmallProject.projections(output(first)), SmallProject.projections(output(second)));
        double reached = SmallProject.metrics(first).get("costLast").asDouble();
        double started = SmallProject.metrics(second).get("costFirst").asDouble();
        // The new windows are read at their centres, where interpolation takes nothing off; the first cost holds the
        // prior as well.
        assertTrue(started < 0.99 * reached && started > 1.1 * reached, started + " after " + reached);
        // To refine from there finds little: not without the deformation, and not with it from the start. (A verdict would
        // keep the input.)
        for (String[] more : new String[][] {{}, {"--deformation"}}) {
            List<String> args = new java.util.ArrayList<>(List.of("--i", set));
            args.addAll(List.of(more));
            Path again = v4.alignWithoutVerdict("again", args.toArray(String[]::new));
            double refined = SmallProject.metrics(again).get("costLast").asDouble();
            assertEquals(1.01, refined / started, 0.02, refined + " after " + started);
            assertTrue(v4.score(again) < 1.15 * v4.score(first));
            assertEquals(more.length == 0, coefficients(first, "TS_01").equals(coefficients(again, "TS_01")));
        }
    }

    @Test
    void deformationsOfAnotherKindAreDropped() {
        Path first = v4.alignWithoutVerdict("linear", "--deformation", "--def_model", "linear", "--it", "3");
        Cli.Outcome outcome = Cli.run(v4.args("align", "spline_after_linear", "--i",
                first.resolve("optimisation_set.star").toString(), "--deformation", "--it", "3"));
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("Warning: TS_01: drops its linear deformation, since this job refines 3 x 3 "
                + "spline ones"), outcome.out());
        assertEquals(DeformationKind.SPLINE,
                deformation(v4.folder().resolve("spline_after_linear"), "TS_02").kind());
    }

    @ParameterizedTest
    @CsvSource({"4, false", "4, true", "5, false"})
    void shiftsAlone(int version, boolean byParticles) {
        SmallProject project = version == 4 ? shifted : v5;
        Path out = byParticles ? project.align("shift_p", "--shift_only", "--shift_only_by_particles")
                : project.align("shift", "--shift_only");
        assertFalse(Files.exists(out.resolve("particles.star")));
        assertEquals(SmallProject.positions(project.read()), SmallProject.positions(output(out)));
        List<Projection> before = SmallProject.projections(project.read());
        List<Projection> after = SmallProject.projections(output(out));
        for (int i = 0; i < before.size(); i++) {
            Mat3 a = before.get(i).linear();
            Mat3 b = after.get(i).linear();
            assertEquals(a.m00(), b.m00(), 1e-7);
            assertEquals(a.m21(), b.m21(), 1e-7);
            assertNotEquals(before.get(i).shift(), after.get(i).shift());
        }
    }

    @Test
    void bothWaysOfShiftingFindTheImagesErrors() {
        Cli.Outcome outcome = Cli.run(shifted.args("align", "far", "--r", "1", "--shift_only"));
        assertTrue(outcome.out().contains("by more than --r 1 px; --shift_only_by_particles keeps within that"),
                outcome.out());
        double start = shifted.score(shifted.align("start", "--it", "0"));
        double byImages = shifted.score(shifted.align("way1", "--shift_only"));
        double byParticles =
                shifted.score(shifted.align("way2", "--r", "12", "--shift_only", "--shift_only_by_particles"));
        assertTrue(byImages < 0.5 * start, byImages + " from " + start);
        assertEquals(byParticles, byImages, 0.2 * byParticles);
        assertNotEquals(byParticles, byImages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--aniso", "--per_tilt_aniso"})
    void magnificationsArePartOfTheMatrices(String option) {
        Path out = v4.alignWithoutVerdict("magnified", option, "--it", "50");
        List<Projection> found = SmallProject.projections(output(out)).subList(0, 11);
        int stretched = 0;
        for (Projection p : found) {
            double row0 = Math.hypot(Math.hypot(p.linear().m00(), p.linear().m01()), p.linear().m02());
            double row1 = Math.hypot(Math.hypot(p.linear().m10(), p.linear().m11()), p.linear().m12());
            double row2 = Math.hypot(Math.hypot(p.linear().m20(), p.linear().m21()), p.linear().m22());
            assertEquals(1, row2, 1e-9);
            stretched += Math.abs(row0 / row1 - 1) > 1e-4 ? 1 : 0;
            assertTrue(Math.abs(row0 - 1) < 0.1 && Math.abs(row1 - 1) < 0.1);
        }
        assertTrue(stretched > 7, stretched + " images");
        assertTrue(output(out).tomograms().deformation("TS_01").coefficients().isEmpty());
        double cost = SmallProject.metrics(v4.alignWithoutVerdict("plain", "--it", "50")).get("costLast").asDouble();
        assertTrue(SmallProject.metrics(out).get("costLast").asDouble() != cost);
    }

    private static void refused(SmallProject project, String reason, String... options) {
        Cli.Outcome outcome = Cli.run(project.args("align", "refused", options));
        assertEquals(2, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains(reason), outcome.err());
        assertFalse(Files.exists(project.folder().resolve("refused")));
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        refused(v5, "angles cannot describe an anisotropic magnification", "--aniso");
        refused(v4, "a deformation holds any magnification", "--aniso", "--deformation");
        refused(v4, "only shifts are refined", "--shift_only", "--deformation");
        refused(v4, "only shifts are refined", "--shift_only", "--motion");
        refused(v4, "expected --shift_only with it", "--shift_only_by_particles");
        refused(v4, "--def_model cubic: expected linear, spline or Fourier", "--def_model", "cubic");
        refused(v4, "a spline needs a grid of at least 2 x 2", "--deformation", "--def_w", "1");
        refused(v4, "--def_reg -1: expected 0 or more", "--deformation", "--def_reg", "-1");
    }

    @Test
    void intermediateImages() {
        Path out = v4.alignWithoutVerdict("diag", "--diag", "--it", "0");
        assertTrue(Files.exists(out.resolve("diag_TS_01_frq_weight.mrc")));
        assertTrue(Files.exists(out.resolve("CCsum_TS_02.mrc")));
        assertFalse(Files.exists(out.resolve("allCCs_TS_01.mrc")));
        Path shift = v4.alignWithoutVerdict("diag_shift", "--diag", "--shift_only");
        assertTrue(Files.exists(shift.resolve("allCCs_TS_02.mrc")));
        assertFalse(Files.exists(shift.resolve("CCsum_TS_02.mrc")));
        assertFalse(Files.exists(v4.alignWithoutVerdict("no_diag", "--it", "0").resolve("CCsum_TS_01.mrc")));
    }
}
