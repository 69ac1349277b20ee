package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.simulate.ProjectLayout;

/** The command that writes an alignment for other programs. */
class ExportTest {
    @TempDir
    private static Path folder;
    private static SmallProject project;

    @BeforeAll
    static void simulate() {
        project = SmallProject.make(folder.resolve("project"), SmallProject.tiny().layout(ProjectLayout.V5));
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyFormatFromAnOptimisationSet() throws IOException {
        String set = project.path("optimisation_set.star");
        List<List<String>> expected = List.of(
                List.of("TS_01.tlt", "TS_01.tltxf", "TS_01.xf", "TS_01.xtilt", "TS_02.tlt", "TS_02.tltxf", "TS_02.xf",
                        "TS_02.xtilt", "residuals.star"),
                List.of("TS_01.aln", "TS_02.aln", "residuals.star"), List.of("TS_01.xml", "TS_02.xml", "residuals.star"),
                List.of("TS_01.cets.json", "TS_02.cets.json", "residuals.star"));
        for (int i = 0; i < 4; i++) {
            String format = List.of("imod", "aretomo", "warp", "cets").get(i);
            Cli.Outcome run = Cli.run("export", set, "--to", format);
            assertEquals(0, run.code(), run.err());
            Path written = folder.resolve("project/export").resolve(format);
            assertEquals(expected.get(i), names(written));
            assertTrue(run.out().contains("\nTS_02 ") && run.out().contains("written: " + written), run.out());
            String residuals = Files.readString(written.resolve("residuals.star"));
            assertTrue(residuals.contains("data_images_TS_01") && residuals.contains("data_particles_TS_02")
                    && residuals.contains("TS_02/4"), residuals);
        }
    }

    @Test
    void aJobsFolderMayHaveBeenMoved() throws IOException {
        Path job = Files.createDirectories(folder.resolve("job"));
        for (String name : List.of("tomograms.star", "particles.star")) {
            Files.copy(project.folder().resolve(name), job.resolve(name));
        }
        // Of a set elsewhere, whose particles are not there any more.
        Files.writeString(job.resolve("optimisation_set.star"),
                "data_\n\n_rlnTomoParticlesFile gone/particles.star\n_rlnTomoTomogramsFile gone/tomograms.star\n");
        Cli.Outcome run = Cli.run("export", job.toString(), "--to", "imod", "--o", folder.resolve("elsewhere").toString());
        assertEquals(0, run.code(), run.err());
        assertTrue(Files.isRegularFile(folder.resolve("elsewhere/TS_01.xf")));
        assertFalse(Files.exists(job.resolve("export")));
    }

    @Test
    void filesThatExistAreKept() throws IOException {
        Path out = Files.createDirectories(folder.resolve("kept"));
        Path kept = Files.writeString(out.resolve("TS_02.aln"), "mine");
        String[] command = {"export", project.path("tomograms.star"), "--to", "aretomo", "--o", out.toString()};
        Cli.Outcome refused = Cli.run(command);
        assertEquals(2, refused.code());
        assertTrue(refused.err().startsWith("tomo-align: " + kept + ": exists, and is replaced only"), refused.err());
        assertEquals("mine", Files.readString(kept));
        assertEquals(List.of("TS_02.aln"), names(out));
        Cli.Outcome forced = Cli.run(Stream.concat(Stream.of(command), Stream.of("--force")).toArray(String[]::new));
        assertEquals(0, forced.code(), forced.err());
        // A tomogram set alone names no particles.
        assertTrue(forced.out().contains("none"), forced.out());
        assertTrue(Files.readString(kept).startsWith("# AreTomo Alignment"));
    }

    @Test
    void mistakesAreNamed() {
        Cli.Outcome format = Cli.run("export", project.path("tomograms.star"), "--to", "dynamo");
        assertEquals(2, format.code());
        assertEquals("tomo-align: --to dynamo: expected imod, aretomo, warp or cets\n", format.err());
        Cli.Outcome place = Cli.run("export", folder.toString(), "--to", "imod");
        assertEquals(2, place.code());
        assertEquals("tomo-align: " + folder + ": found no tomograms.star, expected the output folder of a finished job\n",
                place.err());
        assertEquals(2, Cli.run("export", folder.resolve("nothing").toString(), "--to", "imod").code());
        assertEquals(2, Cli.run("export", project.path("tomograms.star"), "--to", "warp", "--motion_error", "-1").code());
    }
}
