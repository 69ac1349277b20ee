package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where there is nothing to align, that is no success: code 2 where nothing at all can be done, else the tomogram is
 * reported, passed on, and the job ends with code 3; or a warning counts what has no part.
 */
class NothingToAlignTest {
    private static final int IMAGE = 4 * 66 * 56;

    @TempDir
    static Path shared;
    private static SmallProject original;

    @TempDir
    Path folder;
    private SmallProject project;

    @BeforeAll
    static void simulate() {
        original = SmallProject.make(shared.resolve("p"), SmallProject.tiny());
    }

    @BeforeEach
    void copy() {
        project = original.copy(folder.resolve("p"));
    }

    private Cli.Outcome run(String command, String... options) {
        return Cli.run(project.args(24, 4, command, "out", options));
    }

    private void refused(String sentence, String... options) {
        for (String command : new String[] {"check", "align"}) {
            Cli.Outcome outcome = run(command, options);
            assertEquals(2, outcome.code(), command + ": " + outcome.err());
            assertTrue(outcome.err().contains(sentence), command + ": " + outcome.err());
            assertFalse(Files.exists(project.folder().resolve("out")), command);
        }
    }

    /** Overwrites bytes with floats. */
    private void fill(String name, long from, long bytes, float value) {
        try (RandomAccessFile file = new RandomAccessFile(project.path(name), "rw")) {
            ByteBuffer all = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (all.hasRemaining()) {
                all.putFloat(value);
            }
            file.seek(from);
            file.write(all.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves the particles of a tomogram away. */
    private void displace(String tomogram, int particles) throws IOException {
        Path file = project.folder().resolve("particles.star");
        String text = Files.readString(file);
        for (int p = 1; p <= particles; p++) {
            text = text.replaceFirst("(?m)^( *" + tomogram + " +\\d+ +\\d+ +)[-0-9]{1,3}\\.[0-9]+", "$1-9000.5");
        }
        Files.writeString(file, text);
    }

    private JsonNode metrics() {
        return SmallProject.json(project.folder().resolve("out/metrics.json"));
    }

    @Test
    void noParticleOnAnyImage() throws IOException {
        Path tomograms = project.folder().resolve("tomograms.star");
        Files.writeString(tomograms, Files.readString(tomograms).replaceAll("(?m)^\\[([^\\]]*),[^,\\]]*\\]", "[$1,-5000]"));
        refused("TS_01: none of the 4 particles is visible in any image; the tomogram's centre is projected to (");
        refused("images are 66 x 56 px");
    }

    @Test
    void someParticlesOnNoImage() throws IOException {
        displace("TS_02", 2);
        String warning = "Warning: 2 particles visible in no image, which will stay in place: 2 of 4 of TS_02";
        for (String command : new String[] {"check", "align"}) {
            Cli.Outcome outcome = run(command);
            assertEquals(0, outcome.code(), outcome.err());
            assertTrue(outcome.err().contains(warning) && outcome.out().contains(warning), outcome.err());
        }
        displace("TS_02", 4);
        Cli.Outcome check = run("check");
        assertEquals(0, check.code(), check.err());
        assertTrue(check.err().contains("Warning: TS_02: none of the 4 particles is visible"), check.err());
        Cli.Outcome align = run("align");
        assertEquals(3, align.code(), align.err());
        assertTrue(align.err().contains("Error: TS_02: none of the 4 particles is visible"), align.err());
    }

    @Test
    void emptyReference() {
        long voxels = 4 * 24 * 24 * 24;
        fill("ref/mask.mrc", 1024, voxels, 0);
        refused("ref/mask.mrc: all voxels are 0");
        fill("ref/mask.mrc", 1024 + voxels / 2, 40, 1);
        fill("ref/half2.mrc", 1024, voxels, 0);
        refused("ref/half2.mrc: all voxels are 0");
        fill("ref/half2.mrc", 1024, voxels, 2.5f);
        refused("ref/half2.mrc: all voxels are 2.5, expected a map with some structure");
        fill("ref/half2.mrc", 1024, voxels, 0);
        fill("ref/half2.mrc", 1024, 40, 1);
        refused("ref/half2.mrc: all voxels within the mask " + project.path("ref/mask.mrc") + " are 0");
    }

    @Test
    void noFrequencyLeft() throws IOException {
        refused("--cutoff_fract 5: expected less than 1, since no frequency would be left", "--cutoff_fract", "5");
        Path fsc = project.folder().resolve("ref/fsc.star");
        Files.writeString(fsc, Files.readString(fsc).replaceAll("(?m)^( +\\d+ +[0-9.]+ +[0-9.]+ +)[0-9.]+", "$1 0.01"));
        refused("nothing is left of the reference: no shell has any weight", "--use_SNR_weight");
    }

    @Test
    void noImageCounts() {
        refused("TS_01: none of its 3 images counts, by --min_frame 50 and --max_frame -1", "--min_frame", "50");
        Cli.Outcome shifts = run("align", "--min_frame", "50", "--shift_only");
        assertEquals(0, shifts.code(), shifts.err());
    }

    @Test
    void noImageHasContrast() throws IOException {
        contrast(1, "0.0");
        Cli.Outcome one = run("align");
        assertEquals(3, one.code(), one.err());
        String sentence = "TS_01: found 0 as _rlnCtfScalefactor of all 3 images, expected 1 or so";
        assertTrue(one.err().contains("Error: " + sentence), one.err());
        Files.move(project.folder().resolve("out"), project.folder().resolve("out1"));
        contrast(2, "0.0");
        refused(sentence);
        // It is the zero that matters.
        project = original.copy(folder.resolve("weak"));
        contrast(2, "0.5");
        assertEquals(0, run("align").code());
    }

    /** Sets the contrast of all images of the first tomograms. */
    private void contrast(int tomograms, String factor) throws IOException {
        Path file = project.folder().resolve("tomograms.star");
        String[] blocks = Files.readString(file).split("(?m)^(?=data_TS_)");
        for (int t = 1; t <= tomograms; t++) {
            String column = blocks[t].replaceFirst("(?s).*_rlnCtfScalefactor #(\\d+).*", "$1");
            blocks[t] = blocks[t].replaceAll(
                    "(?m)^(\\[(?:\\S+\\s+){" + (Integer.parseInt(column) - 1) + "})\\S+", "$1" + factor);
        }
        Files.writeString(file, String.join("", blocks));
    }

    @Test
    void noSignalInTheImages() throws IOException {
        for (String series : new String[] {"TS_01", "TS_02"}) {
            fill("tiltseries/" + series + ".mrc", 1024, 3 * IMAGE, 0);
        }
        refused("tiltseries/TS_01.mrc: all images of tilt series TS_01 are blank (every pixel is the same)");
    }

    @Test
    void someBlankImages() {
        fill("tiltseries/TS_01.mrc", 1024 + IMAGE, IMAGE, 7);
        String warning = "Warning: TS_01: 1 of 3 images are blank (every pixel is the same) and tell nothing: 2";
        for (String command : new String[] {"check", "align"}) {
            Cli.Outcome outcome = run(command);
            assertEquals(0, outcome.code(), outcome.err());
            assertTrue(outcome.err().contains(warning), outcome.err());
        }
        assertTrue(metrics().get("tomograms").get(0).get("costLast").isNumber());
        assertTrue(metrics().get("warnings").toString().contains("1 of 3 images are blank"));
    }

    @Test
    void noMotionInSpiteOfMotion() {
        refused("--motion: leaves no motion in any tomogram; TS_01: --s_vel 1.0E-9", "--motion", "--s_vel", "1e-9");
        doses(1);
        Cli.Outcome outcome = run("align", "--motion");
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains("Warning: --motion: leaves no motion in 1 of 2 tomograms (TS_01); TS_01: the dose "
                + "of one image is 0"), outcome.err());
        Path motion = project.folder().resolve("out/motion.star");
        assertTrue(Files.exists(motion));
        assertTrue(SmallProject.read(project.folder().resolve("out/optimisation_set.star")).trajectories().isPresent());
        project = original.copy(folder.resolve("both"));
        doses(2);
        refused("--motion: leaves no motion in any tomogram; TS_01: the dose of one image is 0", "--motion");
        assertEquals(0, run("align", "--motion", "--abs_params").code());
    }

    /** Sets the dose per image of the first tomograms to 0. */
    private void doses(int tomograms) {
        try {
            Path file = project.folder().resolve("tomograms.star");
            String text = Files.readString(file);
            for (int t = 0; t < tomograms; t++) {
                text = text.replaceFirst("(?m)^(     TS_0.*) 2\\.000000", "$1 0.000000");
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
