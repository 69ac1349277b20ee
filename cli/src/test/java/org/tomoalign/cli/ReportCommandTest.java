package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.simulate.ProjectLayout;

/** The command that makes a report again. */
class ReportCommandTest {
    @TempDir
    private Path folder;

    @Test
    void theReportIsMadeAgain() throws IOException {
        SmallProject project = SmallProject.make(folder.resolve("project"), ProjectLayout.V4);
        Path out = project.align("out", "--motion", "--s_vel", "1.5", "--s_div", "300");
        String html = Files.readString(out.resolve("report.html"));
        for (String fact : new String[] {"<dt>command</dt>", "<dt>date</dt>", "<dt>host</dt>", "<dt>version</dt>",
            "<dt>reference</dt>", "<dt>resolution</dt><dd>signal up to ", "<dt>box</dt><dd>48 px, range 6 px</dd>"}) {
            assertTrue(html.contains(fact), fact);
        }
        assertTrue(html.contains("; 32 particles"), html.substring(html.indexOf("<p class=\"lead\">")));
        byte[] pdf = Files.readAllBytes(out.resolve("logfile.pdf"));
        Files.delete(out.resolve("report.html"));
        Files.delete(out.resolve("logfile.pdf"));
        Cli.Outcome again = Cli.run("report", out.toString());
        assertEquals("", again.errors());
        assertEquals(0, again.code());
        assertTrue(again.out().startsWith("written: " + out.resolve("report.html")), again.out());
        assertEquals(html, Files.readString(out.resolve("report.html")));
        assertArrayEquals(pdf, Files.readAllBytes(out.resolve("logfile.pdf")));
        assertTrue(html.contains("\"cc\":{"));
        withoutWindows(out);
        assertEquals(0, Cli.run("report", out.toString()).code());
        assertFalse(Files.readString(out.resolve("report.html")).contains("\"cc\":{"));
    }

    /** Leaves the checkpoints as versions wrote them that did not keep mean windows. */
    private static void withoutWindows(Path out) throws IOException {
        for (String name : new String[] {"TS_01", "TS_02"}) {
            Path file = out.resolve("temp/" + name + ".json");
            JsonNode checkpoint = SmallProject.json(file);
            assertEquals(11, ((ObjectNode) checkpoint.get("alignment")).remove("windows").get("images").size());
            Files.writeString(file, checkpoint.toString());
        }
    }

    @Test
    void mistakesAreNamed() throws IOException {
        Cli.Outcome none = Cli.run("report", folder.toString());
        assertEquals(2, none.code());
        assertEquals("tomo-align: " + folder + ": found no folder temp, expected the output folder of a finished job\n",
                none.err());
        Files.createDirectories(folder.resolve("temp"));
        Cli.Outcome old = Cli.run("report", folder.toString());
        assertEquals(2, old.code());
        assertTrue(old.err().contains("found no notes for a report"), old.err());
    }
}
