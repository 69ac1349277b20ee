package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.simulate.ProjectLayout;

/**
 * Bad input is refused with its sentence and exit code 2 before anything is computed; nothing is written, and what was
 * there stays as it was. The check command finds the same.
 */
class BadInputTest {
    private static final int BOX = 24;
    private static final int RANGE = 4;

    @TempDir
    static Path shared;
    private static SmallProject original;
    private static SmallProject version5;

    @TempDir
    Path folder;

    @BeforeAll
    static void simulate() {
        original = SmallProject.make(shared.resolve("v4"), SmallProject.tiny());
        version5 = SmallProject.make(shared.resolve("v5"), SmallProject.tiny().layout(ProjectLayout.V5));
    }

    /** Does something to the files of a project. */
    private interface Damage {
        void to(SmallProject project) throws IOException;
    }

    private static final Damage NONE = project -> { };

    private void refused(Damage damage, String sentence, String... options) throws IOException {
        refused(original, damage, sentence, options);
    }

    /** FOLDER in the sentence and in options stands for the project's folder. */
    private void refused(SmallProject from, Damage damage, String sentence, String... options) throws IOException {
        SmallProject project = from.copy(Files.createTempDirectory(folder, "p").resolve("project"));
        damage.to(project);
        String[] more = Stream.of(options).map(o -> o.replace("FOLDER", project.path("")))
                .toArray(String[]::new);
        Map<String, String> before = snapshot(project.folder());
        for (String command : new String[] {"align", "check"}) {
            Cli.Outcome outcome = Cli.run(project.args(BOX, RANGE, command, "out", more));
            String all = command + ": " + outcome.err();
            assertEquals(2, outcome.code(), all);
            assertTrue(outcome.err().contains(sentence.replace("FOLDER", project.path(""))), all);
            assertTrue(outcome.errors().startsWith("tomo-align: "), all);
            assertFalse(outcome.err().contains("\tat ") || outcome.err().contains("Exception"), all);
            assertTrue(outcome.errors().lines().count() <= 3, all);
            assertEquals(before, snapshot(project.folder()), command);
        }
    }

    /** Returns all files and folders with their contents. */
    private static Map<String, String> snapshot(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            Map<String, String> found = new TreeMap<>();
            for (Path path : all.toList()) {
                found.put(path.toString(), Files.isDirectory(path) ? "folder"
                        : Integer.toHexString(Arrays.hashCode(Files.readAllBytes(path))));
            }
            return found;
        }
    }

    private static void truncate(SmallProject project, String name, int bytes) throws IOException {
        Path file = project.folder().resolve(name);
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length - bytes));
    }

    private static void patch(SmallProject project, String name, int offset, float value) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(project.path(name), "rw")) {
            byte[] bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value).array();
            file.seek(offset);
            file.write(bytes);
        }
    }

    private static void patch(SmallProject project, String name, int offset, int value) throws IOException {
        patch(project, name, offset, Float.intBitsToFloat(value));
    }

    private static Damage delete(String name) {
        return project -> Files.delete(project.folder().resolve(name));
    }

    private static Damage edit(String name, String old, String replacement) {
        return project -> project.edit(name, old, replacement);
    }

    @Test
    void theUndamagedProjectIsAccepted() throws IOException {
        for (SmallProject project : new SmallProject[] {original, version5}) {
            SmallProject copy = project.copy(Files.createTempDirectory(folder, "good").resolve("p"));
            for (String command : new String[] {"check", "align"}) {
                Cli.Outcome outcome = Cli.run(copy.args(BOX, RANGE, command, "out"));
                assertEquals("", outcome.errors());
                assertEquals(0, outcome.code());
            }
        }
    }

    @Test
    void missingFiles() throws IOException {
        refused(delete("optimisation_set.star"), "FOLDER/optimisation_set.star: no such file");
        refused(delete("tomograms.star"), "FOLDER/tomograms.star: no such file (tomogram set, named by "
                + "_rlnTomoTomogramsFile of FOLDER/optimisation_set.star)");
        refused(delete("particles.star"), "FOLDER/particles.star: no such file (particle set");
        refused(delete("tiltseries/TS_02.mrc"),
                "FOLDER/tiltseries/TS_02.mrc: no such file (tilt series TS_02 of FOLDER/tomograms.star)");
        refused(delete("ref/half2.mrc"), "FOLDER/ref/half2.mrc: no such file (second reference map");
        refused(delete("ref/mask.mrc"), "FOLDER/ref/mask.mrc: no such file (reference mask");
        refused(delete("ref/fsc.star"), "FOLDER/ref/fsc.star: no such file (reference FSC");
        refused(NONE, "FOLDER/none.star: no such file (--mot)", "--mot", "FOLDER/none.star");
        refused(NONE, "FOLDER/none.star: no such file (--man)", "--man", "FOLDER/none.star");
        refused(version5, delete("tilt_series/TS_01.star"), "FOLDER/tilt_series/TS_01.star: no such file");
        refused(version5, project -> {
            try (Stream<Path> frames = Files.list(project.folder().resolve("frames"))) {
                Files.delete(frames.sorted().findFirst().orElseThrow());
            }
        }, ".mrc: no such file (tilt series TS_01");
    }

    @Test
    void missingEntries() throws IOException {
        refused(edit("optimisation_set.star", "_rlnTomoReferenceMap1File", "_rlnOther"), "FOLDER/optimisation_set.star:"
                + " no first reference map, expected the entry _rlnTomoReferenceMap1File or --ref1");
        Cli.Outcome outcome = Cli.run("align", "--b", "64", "--o", folder.resolve("out").toString());
        assertEquals(2, outcome.code());
        assertTrue(outcome.err().contains("no tomogram set given, expected --i or --t"),
                outcome.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void boxes() throws IOException {
        refused(NONE, "--b 58: does not fit the tilt images of TS_01, which are 66 x 56 px", "--b", "58");
        refused(NONE, "--b 56: does not fit", "--b", "56");
        refused(NONE, "FOLDER/ref/half1.mrc: found 24 x 24 x 24 voxels, expected no more than --b 22",
                "--b", "22");
        refused(NONE, "--b 25: expected an even box size of at least 16 px", "--b", "25");
        refused(NONE, "--b 0: expected an even box size", "--b", "0");
        refused(NONE, "--r 12: does not fit a box of 24 px, expected at most 9", "--r", "12");
    }

    @Test
    void mapsThatDoNotFit() throws IOException {
        SmallProject other = SmallProject.make(folder.resolve("other"), SmallProject.tiny().box(20));
        String map = other.path("ref/mask.mrc");
        refused(NONE, map + ": found 20 x 20 x 20 voxels, expected 24^3 as in FOLDER/ref/half1.mrc", "--mask", map);
        refused(NONE, map + ": found 20 x 20 x 20 voxels, expected 24^3 as in FOLDER/ref/half1.mrc", "--ref2", map);
        refused(NONE, "FOLDER/tiltseries/TS_01.mrc: found 66 x 56 x 3 voxels, expected a cube with an even side",
                "--ref1", "FOLDER/tiltseries/TS_01.mrc");
        refused(p -> {
            patch(p, "ref/half1.mrc", 64, 3);
            patch(p, "ref/half1.mrc", 72, 1);
        }, "FOLDER/ref/half1.mrc: found columns, rows and slices along the axes 3, 2, 1, expected 1, 2, 3 (x, y, z)");
    }

    @Test
    void theSameMapTwiceIsAWarning() {
        for (String command : new String[] {"check", "align"}) {
            Cli.Outcome outcome = Cli.run(original.args(BOX, RANGE, command, "out-same", "--it", "0", "--ref2",
                    original.path("ref/half1.mrc")));
            assertEquals(0, outcome.code(), outcome.err());
            assertTrue(outcome.err().contains("half1.mrc: is the same map as the other half"), outcome.err());
        }
    }

    @Test
    void mixedPixelSizes() throws IOException {
        refused(project -> {
            // One of the two tomograms, and with it an optics group of its own.
            String text = Files.readString(project.folder().resolve("tomograms.star"));
            int second = text.indexOf("     TS_02 ");
            Files.writeString(project.folder().resolve("tomograms.star"),
                    text.substring(0, second) + text.substring(second).replaceFirst("2\\.200000", "2.300000"));
        }, "found a tilt series pixel size of 2.2 Å, expected 2.3 Å as in FOLDER/tomograms.star: tomogram TS_02");
        SmallProject binned = original.copy(folder.resolve("binned"));
        patch(binned, "ref/half1.mrc", 40, 4.4f * BOX);
        Cli.Outcome outcome = Cli.run(binned.args(BOX, RANGE, "check", "out"));
        assertEquals(0, outcome.code());
        assertTrue(outcome.out().contains("half1.mrc: pixel size 4.4000 Å, but the tilt images have 2.2000 Å"),
                outcome.out());
    }

    @Test
    void truncatedAndCorruptImages() throws IOException {
        refused(p -> truncate(p, "tiltseries/TS_02.mrc", 1), "FOLDER/tiltseries/TS_02.mrc: truncated, is ");
        refused(p -> truncate(p, "ref/half1.mrc", 4), "FOLDER/ref/half1.mrc: truncated, is ");
        refused(p -> truncate(p, "ref/mask.mrc", 4), "FOLDER/ref/mask.mrc: truncated, is ");
        refused(p -> Files.writeString(p.folder().resolve("ref/half2.mrc"), "no map"),
                "FOLDER/ref/half2.mrc: is 6 bytes long, too short for an MRC header");
        refused(p -> patch(p, "tiltseries/TS_01.mrc", 0, -5), "FOLDER/tiltseries/TS_01.mrc: MRC header with dimensions");
        refused(p -> patch(p, "tiltseries/TS_01.mrc", 12, 4), "FOLDER/tiltseries/TS_01.mrc: MRC mode 4 is not supported");
        refused(edit("tomograms.star", "           3           66", "           4           66"),
                "_rlnTomoFrameCount: found '4', expected 3, the number of rows of FOLDER/tomograms.star: block data_TS_0");
    }

    @Test
    void nanInImagesAndMaps() throws IOException {
        int image = 4 * 66 * 56;
        String found = "FOLDER/tiltseries/TS_02.mrc: image 2 of 3, pixel (5, 1): found NaN or infinity, expected finite";
        Damage nan = p -> patch(p, "tiltseries/TS_02.mrc", 1024 + image + 4 * (66 + 5), Float.NaN);
        Damage both = p -> {
            nan.to(p);
            patch(p, "tiltseries/TS_01.mrc", 1024, Float.NEGATIVE_INFINITY);
        };
        refused(both, found);
        refused(both, found, "--no_whiten");
        refused(both, "FOLDER/tiltseries/TS_01.mrc: image 1 of 3, pixel (0, 0): found NaN or infinity");
        for (String map : new String[] {"half1", "half2", "mask"}) {
            refused(p -> patch(p, "ref/" + map + ".mrc", 1024 + 4 * 25, Float.NaN),
                    "FOLDER/ref/" + map + ".mrc: voxel (1, 1, 0): found NaN or infinity, expected finite numbers");
        }
    }

    @Test
    void nanInTables() throws IOException {
        refused(edit("particles.star", "300.000000", "nan"), "FOLDER/particles.star: block data_optics, row 1");
        refused(p -> {
            String text = Files.readString(p.folder().resolve("particles.star"));
            Files.writeString(p.folder().resolve("particles.star"),
                    text.replaceFirst("(     TS_01 +1 +1 +)[-0-9.]+", "$1nan"));
        }, "FOLDER/particles.star: block data_particles, row 1, column _rlnCoordinateX: found 'nan', expected");
        refused(p -> {
            String text = Files.readString(p.folder().resolve("tomograms.star"));
            Files.writeString(p.folder().resolve("tomograms.star"), text.replaceFirst("\\[[-0-9.e]+,", "[nan,"));
        }, "FOLDER/tomograms.star: block data_TS_01, row 1, column _rlnTomoProjX: ");
        refused(p -> {
            String text = Files.readString(p.folder().resolve("ref/fsc.star"));
            Files.writeString(p.folder().resolve("ref/fsc.star"), text.replace("999.000000     1.000000", "9   nan"));
        }, "FOLDER/ref/fsc.star: block data_fsc, row 1, column _rlnFourierShellCorrelationCorrected: found 'nan'");
    }

    @Test
    void missingColumns() throws IOException {
        refused(edit("particles.star", "_rlnCoordinateY", "_rlnSomethingElse"), "_rlnCoordinateY");
        refused(edit("particles.star", "_rlnRandomSubset", "_rlnSomethingElse"), "_rlnRandomSubset");
        refused(edit("particles.star", "_rlnTomoName", "_rlnSomethingElse"), "_rlnTomoName");
        refused(edit("tomograms.star", "_rlnTomoProjY", "_rlnSomethingElse"), "_rlnTomoProjY");
        refused(edit("tomograms.star", "_rlnDefocusU", "_rlnSomethingElse"), "_rlnDefocusU");
        refused(edit("tomograms.star", "_rlnTomoTiltSeriesPixelSize", "_rlnSomethingElse"),
                "_rlnTomoTiltSeriesPixelSize");
        refused(edit("ref/fsc.star", "_rlnFourierShellCorrelationCorrected", "_rlnSomethingElse"),
                "_rlnFourierShellCorrelationCorrected");
        refused(version5, edit("tilt_series/TS_01.star", "_rlnTomoYTilt", "_rlnSomethingElse"), "_rlnTomoYTilt");
        refused(edit("particles.star", "data_particles", "data_other"), "FOLDER/particles.star: no block data_particles");
    }

    @Test
    void particlesOfUnknownTomogramsAreAWarning() throws IOException {
        SmallProject project = original.copy(folder.resolve("unknown"));
        project.edit("particles.star", "     TS_02 ", "     TS_09 ");
        for (String command : new String[] {"check", "align"}) {
            Cli.Outcome outcome = Cli.run(project.args(BOX, RANGE, command, "out"));
            assertEquals("", outcome.errors());
            assertEquals(0, outcome.code());
            assertTrue(outcome.out().contains("Warning: " + project.path("particles.star")
                    + ": 4 particles of tomograms that are not in"), outcome.out());
            assertTrue(outcome.out().contains("no particles for TS_02; these tomograms are passed on unchanged"),
                    outcome.out());
        }
        assertEquals(rows(project.path("particles.star"), "TS_09"), rows(project.path("out/particles.star"), "TS_09"));
        assertEquals(4, rows(project.path("out/particles.star"), "TS_09").lines().count());
        refused(edit("particles.star", "     TS_0", "     XX_0"), "no particle belongs to a tomogram of FOLDER");
    }

    private static String rows(String file, String tomogram) throws IOException {
        return Files.readAllLines(Path.of(file)).stream().filter(line -> line.trim().startsWith(tomogram + " "))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void halfSetsAreNeeded() throws IOException {
        refused(p -> {
            String text = Files.readString(p.folder().resolve("particles.star"));
            Files.writeString(p.folder().resolve("particles.star"),
                    text.replaceFirst(" [12] +TS_01/1 ", " 0 TS_01/1 "));
        }, "FOLDER/particles.star: block data_particles, row 1, column _rlnRandomSubset: found '0', expected a half set, 1 "
                + "or 2");
    }

    @Test
    void trajectoriesMustFit() throws IOException {
        String motion = "FOLDER/truth/motion.star";
        String row = "    0.000000     0.000000     0.000000 \n";
        refused(p -> {
            String text = Files.readString(p.folder().resolve("truth/motion.star"));
            int end = text.indexOf(row);
            Files.writeString(p.folder().resolve("truth/motion.star"),
                    text.substring(0, end) + row + text.substring(end));
        }, motion + ": block data_TS_01/1 has 4 rows, expected 3, the images of tilt series TS_01", "--mot", motion);
        refused(edit("truth/motion.star", "data_TS_01/2\n", "data_TS_01/77\n"),
                motion + ": no trajectory data_TS_01/2 for the particle of that name in FOLDER/particles.star", "--mot",
                motion);
    }

    @Test
    void namesMustDiffer() throws IOException {
        refused(edit("particles.star", " TS_01/2 ", " TS_01/1 "), "FOLDER/particles.star: block data_particles, row 2, "
                + "column _rlnTomoParticleName: found 'TS_01/1' as in row 1, expected every particle name once");
        refused(edit("tomograms.star", "     TS_02 ", "     TS_01 "), "FOLDER/tomograms.star: block data_global, row 2, "
                + "column _rlnTomoName: found 'TS_01' as in row 1, expected every tomogram once");
    }

    @Test
    void wrongOptions() throws IOException {
        refused(NONE, "--const_x: unknown option; did you mean --const_", "--const_x");
        refused(NONE, "--freq_cut: unknown option; did you mean --freq_cutoff", "--freq_cut", "20");
        refused(NONE, "--b large: expected a whole number", "--b", "large");
        refused(NONE, "--r 5.5: expected a whole number", "--r", "5.5");
        refused(NONE, "--r : expected a whole number", "--r", "");
        refused(NONE, "--it 3000000000: expected a whole number", "--it", "3000000000");
        refused(NONE, "--s_vel fast: expected a number", "--s_vel", "fast");
        refused(NONE, "--hp 5f: expected a number", "--hp", "5f");
        refused(NONE, "--gpu: unknown option", "--gpu", "0");
        refused(NONE, "stray: belongs to no option", "--motion", "stray");
        refused(NONE, "--r: has no value, expected one", "--r");
        refused(NONE, "--pad 1.5: expected a whole number", "--pad", "1.5");
        refused(NONE, "--pad 0: expected a whole number of at least 1", "--pad", "0");
        refused(NONE, "--j 0: expected at least 1 thread", "--j", "0");
        refused(NONE, "--it -1: expected 0 or more iterations", "--it", "-1");
        refused(NONE, "--r 0: expected at least 1 px", "--r", "0");
        refused(NONE, "--min_frame 2, --max_frame 1: expected", "--min_frame", "2", "--max_frame", "1");
        refused(NONE, "--range_reg -1: expected 0 or more", "--range_reg", "-1");
        refused(NONE, "--range_reg NaN: expected", "--range_reg", "NaN");
        refused(NONE, "--out_format v6: expected v4 or v5", "--out_format", "v6");
        refused(NONE, "--srp NaN: expected", "--srp", "NaN");
        refused(NONE, "--hp NaN: expected", "--hp", "NaN");
        refused(NONE, "--freq_cutoff NaN: expected", "--freq_cutoff", "NaN");
        refused(NONE, "--cutoff_fract -1: expected 0 or more", "--cutoff_fract", "-1");
        Cli.Outcome outcome = Cli.run("align", "--o", "x");
        assertEquals(2, outcome.code());
        assertEquals("tomo-align: --b is missing: expected a box size, even, at least 16 px\n", outcome.err());
        assertEquals("tomo-align: --o is missing: expected an output folder\n", Cli.run("align", "--b", "32").err());
        // All that is wrong with the options is said at once.
        outcome = Cli.run("check", "--motion", "--s_vel", "0", "--max_frame", "1", "--min_frame", "2");
        assertEquals(2, outcome.code());
        assertEquals(4, outcome.err().lines().count(), outcome.err());
        assertEquals("tomo-align: algin: unknown command; did you mean align?\n", Cli.run("algin").err());
    }

    @Test
    void outputs() throws IOException {
        refused(NONE, "--o FOLDER/tomograms.star/out: cannot be created, FOLDER/tomograms.star is not a folder", "--o",
                "FOLDER/tomograms.star/out");
        refused(NONE, "--o FOLDER/tomograms.star: cannot be created, FOLDER/tomograms.star is not a folder", "--o",
                "FOLDER/tomograms.star");
        refused(NONE, "--o /: is the root of the file system", "--o", "/");
        refused(NONE, "is the root of the file system", "--o", "FOLDER/" + "../".repeat(30));
        for (String shared : new String[] {"/usr", "/etc/", "/proc"}) {
            refused(NONE, "--o " + Path.of(shared) + ": is a folder of the whole system and not empty, expected a folder of the "
                    + "job's own", "--o", shared);
        }
        refused(NONE, ".star: is an input of this job and would be overwritten, expected another --o",
                "--o", "FOLDER/");
        refused(version5, NONE, "is an input of this job and would be overwritten", "--o", "FOLDER");
    }

    @Test
    void aDetourThroughAMissingFolderIsLeftOut() throws IOException {
        SmallProject project = original.copy(folder.resolve("detour"));
        String control = project.path("missing/../job");
        Cli.Outcome outcome =
                Cli.run(project.args(BOX, RANGE, "align", "missing/../out", "--it", "0", "--pipeline_control", control));
        assertEquals("", outcome.errors());
        assertEquals(0, outcome.code());
        assertTrue(Files.readString(project.folder().resolve("out/optimisation_set.star"))
                .contains(project.path("out/tomograms.star")));
        assertTrue(Files.exists(project.folder().resolve("job/RELION_JOB_EXIT_SUCCESS")));
        assertFalse(Files.exists(project.folder().resolve("missing")));
    }

    @Test
    void failuresWhileRunningHaveAnotherCode() throws IOException {
        SmallProject project = original.copy(folder.resolve("fail"));
        Path inTheWay = Files.createDirectories(project.folder().resolve("out/tomograms.star/full"));
        Cli.Outcome outcome = Cli.run(project.args(BOX, RANGE, "align", "out"));
        assertEquals(1, outcome.code(), outcome.err());
        assertTrue(outcome.errors().startsWith("tomo-align: " + inTheWay.getParent() + ": cannot be written ("),
                outcome.err());
        assertFalse(outcome.err().contains("\tat "), outcome.err());
        assertTrue(Cli.run(Stream.concat(Stream.of("--debug"), Stream.of(project.args(BOX, RANGE, "align", "out")))
                .toArray(String[]::new)).err().contains("\tat "));
        // Nothing but whole files is left, and the work is not lost.
        try (Stream<Path> all = Files.walk(project.folder().resolve("out"))) {
            assertFalse(all.anyMatch(path -> path.toString().endsWith(".tmp")));
        }
        Files.delete(inTheWay);
        Files.delete(inTheWay.getParent());
        outcome = Cli.run(project.args(BOX, RANGE, "align", "out", "--only_do_unfinished"));
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("TS_02: finished before"), outcome.out());
    }

    @Test
    void checkListsEveryProblemAtOnce() throws IOException {
        SmallProject project = original.copy(folder.resolve("many"));
        Files.delete(project.folder().resolve("ref/fsc.star"));
        truncate(project, "ref/mask.mrc", 4);
        patch(project, "tiltseries/TS_01.mrc", 1024, Float.NaN);
        project.edit("particles.star", " TS_02/3 ", " TS_02/1 ");
        Cli.Outcome outcome = Cli.run(project.args(BOX, RANGE, "check", "out", "--b", "60", "--o",
                project.path("tomograms.star")));
        assertEquals(2, outcome.code());
        for (String expected : new String[] {"ref/fsc.star: no such file", "ref/mask.mrc: truncated",
            "TS_01.mrc: image 1 of 3, pixel (0, 0)", "found 'TS_02/1' as in row 5", "--b 60: does not fit the tilt images of "
                + "TS_02", "tomograms.star is not a folder"}) {
            assertTrue(outcome.err().contains(expected), expected + " in " + outcome.err());
        }
        assertEquals(outcome.err().lines().count(), outcome.err().lines().distinct().count(), outcome.err());
    }

    @Test
    void checkEstimates() {
        Cli.Outcome outcome = Cli.run(original.args(BOX, RANGE, "check", "nowhere"));
        assertEquals(0, outcome.code(), outcome.err());
        assertFalse(Files.exists(original.folder().resolve("nowhere")));
        for (String expected : new String[] {"TS_01: 4 particles x 3 images, 100.0 % visible",
            "TS_02: 4 particles x 3 images, 91.7 % visible", "Memory: about ",
            "Time: very roughly ", "No problems found"}) {
            assertTrue(outcome.out().contains(expected), expected + " in " + outcome.out());
        }
    }
}
