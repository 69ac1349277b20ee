package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.project.Project;
import org.tomoalign.simulate.ProjectLayout;

/** A tomogram that fails does not stop the others, and goes into the output as it came. */
class FailedTomogramsTest {
    @TempDir
    Path folder;

    private static void spoil(Path stack, long offset) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(stack.toFile(), "rw")) {
            file.seek(offset);
            // NaN as a float, and as half floats.
            file.write(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(0x7fff7fff).array());
        }
    }

    private static void spoilFirst(SmallProject project, ProjectLayout layout) throws IOException {
        Path images = project.folder().resolve(layout == ProjectLayout.V5 ? "frames" : "tiltseries");
        try (Stream<Path> all = Files.list(images)) {
            spoil(all.filter(file -> file.getFileName().toString().startsWith("TS_01")).sorted().findFirst().orElseThrow(), 1100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOthersAreAligned(ProjectLayout layout) throws IOException {
        SmallProject project = SmallProject.make(folder, SmallProject.tiny().layout(layout));
        spoilFirst(project, layout);
        Path control = folder.resolve("job");
        Cli.Outcome outcome = Cli.run(project.args(
                24, 4, "align", "out", "--motion", "--folds", "0", "--pipeline_control", control.toString()));
        assertEquals(3, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains("Error: ") && outcome.err().contains("found NaN or infinity, expected finite numbers; "
                + "TS_01 is left as it was"), outcome.err());
        assertTrue(outcome.out().contains("1 of 2 tomograms failed; wrote "), outcome.out());
        // The outputs are there, and what could be done is done.
        assertTrue(Files.exists(control.resolve("RELION_JOB_EXIT_SUCCESS")));
        Path out = folder.resolve("out");
        Project before = project.read();
        Project after = SmallProject.read(out.resolve("optimisation_set.star"));
        List<Projection> given = before.tomograms().projections("TS_01");
        List<Vec3> positions = before.particles().positions("TS_01");
        assertEquals(given, after.tomograms().projections("TS_01"));
        assertEquals(positions, after.particles().positions("TS_01"));
        assertFalse(before.tomograms().projections("TS_02").equals(after.tomograms().projections("TS_02")));
        assertFalse(before.particles().positions("TS_02").equals(after.particles().positions("TS_02")));
        assertTrue(after.trajectories().isPresent());
        assertFalse(Files.exists(out.resolve("temp/TS_01.json")));
        assertFalse(Files.exists(out.resolve("Trajectories/TS_01_x1.ply")));
        assertTrue(Files.exists(out.resolve("logfile.pdf")) && Files.exists(out.resolve("report.html")));
        JsonNode metrics = SmallProject.json(out.resolve("metrics.json"));
        assertEquals(1, metrics.get("schema").asInt());
        assertTrue(metrics.get("command").asText().startsWith("tomo-align align --i "));
        assertEquals(24, metrics.get("options").get("box").asInt());
        assertEquals(0.5, metrics.get("options").get("motion").get("velocity").asDouble());
        assertEquals(1, metrics.get("failed").size());
        assertEquals("TS_01", metrics.get("failed").get(0).get("tomogram").asText());
        assertTrue(metrics.get("failed").get(0).get("reason").asText().contains("found NaN or infinity"));
        assertEquals(1, metrics.get("tomograms").size());
    }

    @Test
    void strictJobsStopAtTheFirstFailure() throws IOException {
        SmallProject project = SmallProject.make(folder, SmallProject.tiny());
        spoilFirst(project, ProjectLayout.V4);
        Cli.Outcome outcome = Cli.run(project.args(24, 4, "align", "out", "--strict"));
        assertEquals(2, outcome.code(), outcome.err());
        assertFalse(Files.exists(folder.resolve("out/tomograms.star")));
    }

    @Test
    void whatWasMendedIsAlignedLater() throws IOException {
        SmallProject project = SmallProject.make(folder.resolve("p"), SmallProject.tiny());
        SmallProject mended = project.copy(folder.resolve("copy"));
        spoilFirst(project, ProjectLayout.V4);
        assertEquals(3, Cli.run(project.args(24, 4, "align", "out")).code());
        Files.copy(mended.folder().resolve("tiltseries/TS_01.mrc"), project.folder().resolve("tiltseries/TS_01.mrc"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Cli.Outcome outcome = Cli.run(project.args(24, 4, "align", "out", "--only_do_unfinished"));
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("TS_02: finished before"), outcome.out());
        assertEquals(2, SmallProject.json(project.folder().resolve("out/metrics.json")).get("tomograms").size());
    }

    @Test
    void quietJobsSayWhatFailed() throws IOException {
        SmallProject project = SmallProject.make(folder, SmallProject.tiny());
        spoilFirst(project, ProjectLayout.V4);
        Cli.Outcome outcome = Cli.run(project.args(24, 4, "align", "out", "--quiet"));
        assertEquals(3, outcome.code());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().contains("TS_01 is left as it was"), outcome.err());
        Cli.Outcome json = Cli.run(project.args(24, 4, "align", "json", "--progress", "json"));
        assertEquals(3, json.code());
        assertTrue(json.err().contains("\"event\":\"tomogramFailed\""), json.err());
    }
}
