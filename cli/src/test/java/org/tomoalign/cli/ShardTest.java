package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs done in shards, and their merge. */
class ShardTest {
    @TempDir
    private Path folder;

    @Test
    void shardsAndTheirMergeWriteTheBytesOfOneProcess() throws IOException {
        SmallProject small = SmallProject.make(folder, SmallProject.options().tomos(3).particles(6).sVel(0.5));
        Map<String, String> expected = SmallProject.results(small.rename(small.align("same", "--motion"), "one"));
        for (String shard : List.of("2/2", "1/2")) {
            small.align("same", "--motion", "--shard", shard);
            assertEquals(List.of("temp"), names(folder.resolve("same")), "a shard only leaves its results in temp");
        }
        merged(small, 0, "same", "--motion");
        assertEquals(expected, SmallProject.results(small.rename(folder.resolve("same"), "together")));
        // Each in a folder of its own.
        small.align("a", "--motion", "--shard", "1/2");
        small.align("b", "--motion", "--shard", "2/2");
        merged(small, 0, "same", "--motion", small.path("a"), small.path("b"));
        assertEquals(expected, SmallProject.results(small.rename(folder.resolve("same"), "apart")));
    }

    @Test
    void gapsOverlapsAndOtherJobsAreRefused() throws IOException {
        SmallProject small = SmallProject.make(folder, SmallProject.tiny().tomos(3));
        tiny(small, "a", "--shard", "1/3");
        tiny(small, "b", "--shard", "2/3");
        String gap = mergedTiny(small, small.path("a"), small.path("b"));
        assertTrue(gap.contains("TS_03: found no result in " + small.path("a/temp") + ", " + small.path("b/temp")
                + ", expected one"), gap);
        tiny(small, "c", "--shard", "2/2");
        String overlap = mergedTiny(small, small.path("a"), small.path("b"), small.path("c"));
        assertTrue(overlap.contains("TS_02: found several results, " + small.path("b/temp/TS_02.json") + ", "
                + small.path("c/temp/TS_02.json")), overlap);
        tiny(small, "d", "--shard", "3/3", "--hp", "2");
        String other = mergedTiny(small, small.path("a"), small.path("b"), small.path("d"));
        assertTrue(other.contains("d/temp/TS_03.json: comes from other options, other input or another version"), other);
        assertFalse(Files.exists(folder.resolve("out/tomograms.star")));
        assertFalse(Files.exists(folder.resolve("out")), "a refused merge leaves nothing behind");
    }

    @Test
    void shardsThatCannotBeAreRefused() {
        SmallProject small = SmallProject.make(folder, SmallProject.tiny());
        for (String wrong : List.of("0/2", "3/2", "1/0", "1", "a/b", "1/2/3", "-1/2")) {
            Cli.Outcome outcome = Cli.run(small.args(24, 4, "align", "out", "--shard=" + wrong));
            assertEquals(TomoAlign.WRONG_INPUT, outcome.code());
            assertTrue(outcome.err().contains("--shard " + wrong + ": expected "), outcome.err());
        }
        Cli.Outcome many = Cli.run(small.args(24, 4, "align", "out", "--shard", "3/3"));
        assertEquals(TomoAlign.DONE, many.code(), many.err());
        assertTrue(many.out().contains("shard 3/3 has nothing to do, as there are fewer tomograms than shards"), many.out());
        Cli.Outcome pipeline = Cli.run(small.args(24, 4, "align", "out", "--shard", "1/2", "--pipeline_control",
                small.path("p/")));
        assertEquals(TomoAlign.WRONG_INPUT, pipeline.code());
        assertTrue(Files.exists(folder.resolve("p/RELION_JOB_EXIT_FAILURE")));
    }

    private static void tiny(SmallProject small, String output, String... more) {
        Cli.Outcome outcome = Cli.run(small.args(24, 4, "align", output, more));
        assertEquals(0, outcome.code(), outcome.err());
    }

    private static String mergedTiny(SmallProject small, String... folders) {
        Cli.Outcome outcome = Cli.run(small.args(24, 4, "merge", "out", folders));
        assertEquals(TomoAlign.WRONG_INPUT, outcome.code(), outcome.err());
        return outcome.err();
    }

    private static void merged(SmallProject small, int code, String output, String... more) {
        Cli.Outcome outcome = Cli.run(small.args("merge", output, more));
        assertEquals("", outcome.errors());
        assertEquals(code, outcome.code());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }
}
