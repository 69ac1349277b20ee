package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.mrc.MrcHeader;
import org.tomoalign.project.Project;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/** Every option changes what it should, and nothing else. */
class OptionsTest {
    private static final int SHELLS = SmallProject.BOX / 2;

    @TempDir
    static Path folder;
    private static SmallProject project;
    private static double cost;

    @BeforeAll
    static void simulate() {
        project = SmallProject.make(folder.resolve("project"), SmallProject.options().tomos(1).particles(10));
        cost = atTruth(project, List.of());
    }

    /** Returns the cost of the true geometry: no optimiser between an option and the number it changes. */
    private static double atTruth(SmallProject small, List<String> options) {
        List<String> args = new ArrayList<>(List.of("--p", small.path("truth/particles.star"), "--t",
                small.path("truth/tomograms.star"), "--it", "0"));
        args.addAll(options);
        Path out = small.alignWithoutVerdict("at_truth", args.toArray(String[]::new));
        return SmallProject.metrics(out).get("costFirst").asDouble();
    }

    private static double costWith(String... options) {
        return atTruth(project, List.of(options));
    }

    /** Returns the number of windows that count. */
    private static double windows(String... options) {
        List<String> args = new ArrayList<>(List.of("--it", "0"));
        args.addAll(List.of(options));
        return SmallProject.metrics(project.alignWithoutVerdict("windows", args.toArray(String[]::new))).get("windows").asInt();
    }

    private static void assertRatio(double expected, double tolerance, double a, double b) {
        assertEquals(expected, a / b, tolerance * expected, a + " over " + b);
        assertTrue(b < -100, "a cost of " + b + " tells nothing");
    }

    /** Copies the project with all pixels of some images, or of the maps, multiplied. */
    private static SmallProject scaled(String name, List<String> files, IntToDoubleFunction factor) throws IOException {
        SmallProject copy = project.copy(folder.resolve(name));
        for (String file : files) {
            try (FileChannel channel = new RandomAccessFile(copy.path(file), "rw").getChannel()) {
                ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size())
                        .order(ByteOrder.LITTLE_ENDIAN);
                int pixels = bytes.getInt(0) * bytes.getInt(4);
                for (int i = 0; i < pixels * bytes.getInt(8); i++) {
                    int at = 1024 + bytes.getInt(92) + 4 * i;
                    bytes.putFloat(at, (float) (factor.applyAsDouble(i / pixels) * bytes.getFloat(at)));
                }
            }
        }
        return copy;
    }

    private static Project input() {
        return project.read();
    }

    private static Project output(String name, String... options) {
        project.alignWithoutVerdict(name, options);
        return SmallProject.read(project.folder().resolve(name).resolve("optimisation_set.star"));
    }

    private static List<Vec3> positions(Project p) {
        return SmallProject.positions(p);
    }

    private static List<Projection> projections(Project p) {
        return p.tomogramsWithParticles().getFirst().geometry().projections();
    }

    @Test
    void constParticles() {
        Project out = output("const_p", "--const_p", "--it", "5");
        assertEquals(positions(input()), positions(out));
        assertNotEquals(projections(input()), projections(out));
    }

    @Test
    void constAngles() {
        Project out = output("const_a", "--const_a", "--it", "5");
        for (int f = 0; f < projections(out).size(); f++) {
            Projection before = projections(input()).get(f), after = projections(out).get(f);
            assertEquals(before.linear(), after.linear());
            assertNotEquals(before.shift(), after.shift());
        }
        assertNotEquals(positions(input()), positions(out));
    }

    @Test
    void constShifts() {
        Vec3 c = input().tomograms().series().getFirst().centre();
        Project out = output("const_s", "--const_s", "--it", "5");
        Project compat = output("const_s_compat", "--const_s", "--it", "5", "--relion_compat");
        for (int f = 0; f < projections(out).size(); f++) {
            Projection before = projections(input()).get(f);
            // Images turn about where they show the tomogram's centre,
            staysInPlace(c, before, projections(out).get(f));
            // and as in RELION about the coordinates of the centre in the projected frame: what is there stays.
            staysInPlace(before.linear().transposed().times(c.minus(before.shift())), before, projections(compat).get(f));
        }
    }

    private static void staysInPlace(Vec3 point, Projection before, Projection after) {
        assertEquals(before.apply(point).x(), after.apply(point).x(), 1e-4);
        assertEquals(before.apply(point).y(), after.apply(point).y(), 1e-4);
        assertNotEquals(before.linear(), after.linear());
    }

    @Test
    void allConstantMeansNothingMoves() {
        Project out = output("const", "--const_p", "--const_a", "--const_s");
        assertEquals(positions(input()), positions(out));
        assertEquals(projections(input()), projections(out));
    }

    @Test
    void iterations() {
        var unchanged = SmallProject.metrics(project.alignWithoutVerdict("it0", "--it", "0"));
        assertEquals(0, unchanged.get("iterations").asInt());
        assertEquals("not refined: no iterations", unchanged.get("whyStopped").asText());
        Project none = SmallProject.read(project.folder().resolve("it0/optimisation_set.star"));
        assertEquals(positions(input()), positions(none));
        assertEquals(projections(input()), projections(none));
        var three = SmallProject.metrics(project.alignWithoutVerdict("it3", "--it", "3"));
        assertEquals(3, three.get("iterations").asInt());
        assertEquals("not converged: iteration limit reached", three.get("whyStopped").asText());
        assertTrue(three.get("costLast").asDouble() < three.get("costFirst").asDouble());
        assertTrue(Cli.run("align", "--help").out().replaceAll("\\s+", " ").contains("0: none"));
    }

    @Test
    void rangeAndItsRegulariser() {
        // One px is less than the errors of the input, so that many displacements want to be larger.
        String[] range = {"--r", "1"};
        var free = SmallProject.metrics(project.alignWithoutVerdict("range", range));
        assertTrue(SmallProject.metrics(project.alignWithoutVerdict("range6")).get("outOfRange").asInt() == 0);
        var bound = SmallProject.metrics(project.alignWithoutVerdict("bound", "--r", "1", "--range_reg", "1e6"));
        assertTrue(free.get("outOfRange").asInt() > 10, free.toString());
        assertTrue(bound.get("rmsDisplacement").asDouble() < 1.01, bound.toString());
        assertTrue(free.get("rmsDisplacement").asDouble() > bound.get("rmsDisplacement").asDouble());
    }

    @Test
    void firstAndLastImage() {
        Project out = output("frames", "--min_frame", "2", "--max_frame", "7", "--it", "20");
        for (int t = 0; t < projections(out).size(); t++) {
            Projection before = projections(input()).get(t), after = projections(out).get(t);
            assertEquals(t < 2 || t > 7, before.equals(after), "chronological image " + t);
        }
    }

    @Test
    void images() {
        double first = costWith("--max_frame", "4"), second = costWith("--min_frame", "5");
        assertEquals(cost, first + second, 1e-6 * Math.abs(cost));
        assertTrue(first < 0 && second < 0);
        assertEquals(cost, costWith("--min_frame", "0", "--max_frame", "-1"));
    }

    @Test
    void padding() {
        Path one = project.alignWithoutVerdict("pad1"), two = project.alignWithoutVerdict("pad2", "--pad", "2");
        // The finer window changes the interpolation only.
        double a = SmallProject.metrics(one).get("costLast").asDouble();
        double b = SmallProject.metrics(two).get("costLast").asDouble();
        assertRatio(1, 0.02, a, b);
        assertNotEquals(a, b);
        assertEquals(project.score(one), project.score(two), 0.05);
        assertRatio(1, 0.02, costWith("--pad", "2"), cost);
    }

    /** A converted project costs the same, in either direction. */
    @Test
    void outFormat() throws IOException {
        Path five = project.alignWithoutVerdict("five", "--it", "0", "--out_format", "v5");
        Path four = project.alignWithoutVerdict("four", "--i", five.resolve("optimisation_set.star").toString(), "--it", "0",
                "--out_format", "v4");
        double there = SmallProject.metrics(four).get("costFirst").asDouble();
        double back = SmallProject.metrics(project.alignWithoutVerdict("back", "--i",
                four.resolve("optimisation_set.star").toString(), "--it", "0")).get("costFirst").asDouble();
        double expected = SmallProject.metrics(five).get("costFirst").asDouble();
        assertEquals(expected, there, 1e-3);
        assertEquals(expected, back, 1e-3);
        assertTrue(Files.exists(five.resolve("tilt_series/TS_01.star")));
        assertFalse(Files.exists(four.resolve("tilt_series")));
        // The matrices were made anew: they come first in the original, and last after the way through angles.
        assertTrue(Files.readString(Path.of(project.path("tomograms.star"))).contains("_rlnTomoProjX #1"));
        String matrices = Files.readString(four.resolve("tomograms.star"));
        assertTrue(matrices.contains("_rlnTomoProjX #") && !matrices.contains("_rlnTomoProjX #1 "), matrices);
    }

    @Test
    void whitening() throws IOException {
        SmallProject doubled = scaled("doubled", List.of("tiltseries/TS_01.mrc"), image -> 2);
        assertRatio(0.5, 1e-5, atTruth(doubled, List.of()), cost);
        assertRatio(2, 1e-5, atTruth(doubled, List.of("--no_whiten")), costWith("--no_whiten"));
        assertRatio(1, 1e-5, atTruth(doubled, List.of("--whiten_abs")), costWith("--whiten_abs"));
        assertNotEquals(cost, costWith("--whiten_abs"), 1);
    }

    @Test
    void noisePerImage() throws IOException {
        List<TiltImage> images = input().tomograms().series().getFirst().images();
        // The last image is louder; it does not count.
        SmallProject loud = scaled("loud", List.of("tiltseries/TS_01.mrc"),
                slice -> slice == images.getLast().source().slice() ? 4 : 1);
        List<String> own = List.of("--per_frame_noise", "--max_frame", "" + (images.size() - 2));
        assertRatio(1, 1e-9, atTruth(loud, own), costWith(own.toArray(String[]::new)));
        List<String> common = own.subList(1, 3);
        // The mean noise power of 11 images rises by 15/11.
        assertRatio(11 / 26.0, 0.1, atTruth(loud, common), costWith(common.toArray(String[]::new)));
    }

    @Test
    void highPassAndRamp() {
        // Far beyond Nyquist the high-pass is a parabola, and so is the ramp of exponent 2.
        double weak = costWith("--hp", "1e4");
        assertEquals(4, costWith("--hp", "5e3") / weak, 1e-3);
        double ramp = 2 * 1e8 / ((SHELLS + 1.0) * (SHELLS + 1.0));
        assertEquals(ramp, costWith("--srp", "2") / weak, 1e-3 * ramp);
        assertTrue(weak < 0 && weak > 1e-3 * cost);
        assertEquals(cost, costWith("--hp", "-1", "--srp", "0"));
    }

    @Test
    void cutoff() {
        assertTrue(costWith("--cutoff_fract", "0.99") > costWith("--cutoff_fract", "0.9"));
        double some = costWith("--cutoff_fract", "0.7");
        assertTrue(some > cost && some < 0, "cost " + some);
        assertEquals(cost, costWith("--cutoff_fract", "0.02"));
    }

    /** Writes an FSC table of constant value up to a shell, and 0 beyond. */
    private static String fsc(double value, int last) throws IOException {
        StringBuilder text = new StringBuilder(
                "data_fsc\n\nloop_\n_rlnSpectralIndex #1\n_rlnFourierShellCorrelationCorrected #2\n");
        for (int r = 0; r <= SHELLS; r++) {
            text.append(String.format(Locale.ROOT, "%d %.4f%n", r, r <= last ? value : 0));
        }
        return Files.writeString(Files.createTempFile(folder, "fsc", ".star"), text).toString();
    }

    private static String resolution(int shell) {
        return "" + SmallProject.BOX * 2.2 / (shell + 1e-6);
    }

    @Test
    void referenceWeights() throws IOException {
        String ones = fsc(1, SHELLS);
        // A resolution limit is an FSC that ends there.
        double limited = costWith("--fsc", ones, "--freq_cutoff", resolution(10));
        assertEquals(costWith("--fsc", fsc(1, 10)), limited, 1e-9 * Math.abs(limited));
        assertTrue(limited > costWith("--fsc", ones), "more frequencies see more signal");
        assertEquals(limited, costWith("--fsc", ones, "--freq_cutoff", resolution(10), "--fsc_thresh_width", "5"));
        double sharp = costWith("--fsc", ones, "--freq_cutoff", resolution(10), "--fsc_thresh_width", "0.5");
        double wide = costWith("--fsc", ones, "--freq_cutoff", resolution(10), "--fsc_thresh_width", "9");
        assertTrue(wide < limited && limited < sharp, wide + ", " + limited + ", " + sharp);
        // SNR = 2 FSC / (1 + FSC) = 0.75 where FSC = 0.6.
        String most = fsc(0.6, SHELLS);
        assertRatio(0.75, 1e-5, costWith("--fsc", most, "--freq_cutoff", resolution(10), "--use_SNR_weight"), limited);
        assertEquals(limited, costWith("--fsc", most, "--freq_cutoff", resolution(10)));
    }

    @Test
    void maskAndReferences() throws IOException {
        SmallProject half = scaled("halfmask", List.of("ref/mask.mrc"), z -> 0.5);
        assertRatio(0.5, 1e-5, costWith("--mask", half.path("ref/mask.mrc")), cost);
        String reference = project.path("ref/half1.mrc");
        double one = costWith("--ref2", reference), two = costWith("--ref1", project.path("ref/half2.mrc"));
        assertNotEquals(cost, one);
        assertNotEquals(one, two);
        assertTrue(Files.readString(project.folder().resolve("at_truth/optimisation_set.star")).contains("half2.mrc"));
    }

    @Test
    void scaleOfTheReference() throws IOException {
        double scale = SmallProject.metrics(project.alignWithoutVerdict("scale")).get("scale").asDouble();
        assertTrue(scale > 0.3 && scale < 1.1, "scale " + scale);
        SmallProject strong = scaled("strong", List.of("ref/half1.mrc", "ref/half2.mrc"), z -> 3);
        Cli.Outcome outcome = Cli.run(strong.args("align", "out"));
        double found = SmallProject.metrics(Path.of(strong.path("out"))).get("scale").asDouble();
        assertEquals(scale / 3, found, 0.02 * scale);
        assertTrue(outcome.err().contains("Warning: TS_01: the images fit"), outcome.err());
        assertTrue(outcome.out().contains("Warning: the images of TS_01 fit"), outcome.out());
        outcome = Cli.run(strong.args("align", "auto", "--auto_scale"));
        assertEquals(0, outcome.code());
        assertFalse(outcome.out().contains("Warning"), outcome.out());
        // Whatever the scale of the map was, it is now that of the images: the same cost as from the right map.
        project.alignWithoutVerdict("auto", "--auto_scale");
        double right = SmallProject.metrics(project.folder().resolve("auto")).get("costLast").asDouble();
        double restored = SmallProject.metrics(Path.of(strong.path("auto"))).get("costLast").asDouble();
        assertRatio(1, 0.02, restored, right);
    }

    @Test
    void compatibility() {
        double compat = costWith("--relion_compat");
        assertTrue(Math.abs(compat / cost - 1) > 1e-3, compat + " and " + cost);
        // RELION loses the columns from (size / 2 + 1) / 2 on; below them only the map's central voxel differs.
        String[] low = {"--freq_cutoff", resolution(5)};
        double all = costWith(low), lost = costWith(low[0], low[1], "--relion_compat");
        // RELION leaves out windows over the rim.
        assertRatio(windows("--relion_compat") / windows(), 0.02, lost, all);
        assertTrue(Math.abs(lost / all - 1) < Math.abs(compat / cost - 1));
    }

    @Test
    void boxAndThreadsAndPassedOptions() throws IOException {
        double large = windows("--b", "64", "--relion_compat");
        double small = windows("--relion_compat");
        assertTrue(large < small, "a larger box leaves the image earlier: " + large + ", " + small);
        assertEquals(windows("--b", "64"), windows(), "the particle itself does not");
        assertTrue(windows() > small, "a box may hang over the rim");
        Path manifolds = Files.writeString(folder.resolve("manifolds.star"), "data_\n\n_rlnX 1\n");
        Path out = project.alignWithoutVerdict("passed", "--it", "0", "--man", manifolds.toString(), "--theme", "classic",
                "--pipeline_control", folder + "/control/");
        String set = Files.readString(out.resolve("optimisation_set.star"));
        assertTrue(set.contains(manifolds.toString()), set);
        assertFalse(Files.exists(out.resolve("note.txt")), "RELION's pipeline writes its own note");
    }

    @Test
    void diagnostics() {
        Path without = project.alignWithoutVerdict("plain", "--it", "0");
        Path with = project.alignWithoutVerdict("diag", "--it", "0", "--diag");
        for (String name : new String[] {"CCsum_TS_01.mrc", "diag_TS_01_frq_weight.mrc"}) {
            assertFalse(Files.exists(without.resolve(name)));
            assertEquals(11, MrcHeader.read(with.resolve(name)).depth());
        }
        assertEquals(SHELLS + 1, MrcHeader.read(with.resolve("diag_TS_01_frq_weight.mrc")).width());
        // Windows of 2 r + 6 px.
        assertEquals(18, MrcHeader.read(with.resolve("CCsum_TS_01.mrc")).width());
    }

    @Test
    void theLastOfEqualOptionsCounts() {
        var metrics = SmallProject.metrics(project.alignWithoutVerdict("twice", "--it", "7", "--no_whiten", "--it", "2",
                "--no_whiten"));
        assertEquals(2, metrics.get("iterations").asInt());
        assertEquals(SmallProject.metrics(project.alignWithoutVerdict("once", "--it", "2", "--no_whiten")).get("costLast"),
                metrics.get("costLast"));
        assertEquals(List.of("--b", "4", "x", "--o=c", "-h"), RepeatedOptions.lastOnly(
                TomoAlign.commandLine(new Invocation(List.of("align"))).getSubcommands().get("align").getCommandSpec(),
                List.of("--o", "--b", "--b", "4", "x", "--o=c", "-h")));
    }
}
