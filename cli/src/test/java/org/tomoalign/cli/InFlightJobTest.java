package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.job.Activity;
import org.tomoalign.job.AlignJob;
import org.tomoalign.job.AlignSettings;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.JobListener;
import org.tomoalign.job.JobPlan;
import org.tomoalign.project.ProjectPaths;

/** Several tomograms in work at a time. */
class InFlightJobTest {
    @TempDir
    Path folder;

    @Test
    void fiveTomogramsGiveTheSameBytesForAnyNumberOfThreads() {
        SmallProject small = SmallProject.make(folder, SmallProject.options().tomos(5).particles(6).sVel(0.5));
        Map<String, String> expected = null;
        for (int threads : new int[] {1, 2, 3}) {
            Path out = small.align("same", "--motion", "--j", "" + threads);
            JsonNode metrics = SmallProject.json(out.resolve("metrics.json"));
            assertEquals(Math.min(2, threads), metrics.get("tomogramsAtOnce").asInt());
            checkTotals(metrics);
            Map<String, String> found = SmallProject.results(small.rename(out, "j" + threads));
            expected = expected == null ? found : expected;
            assertEquals(expected, found);
        }
    }

    private static void checkTotals(JsonNode metrics) {
        JsonNode totals = metrics.get("totals");
        long windows = 0, evaluations = 0;
        double optimisation = 0;
        for (JsonNode tomogram : metrics.get("tomograms")) {
            windows += tomogram.get("windows").asLong();
            evaluations += tomogram.get("evaluations").asLong();
            double seconds = tomogram.get("seconds").get("optimisation").asDouble();
            optimisation += seconds;
            assertEquals(tomogram.get("evaluations").asLong() / seconds,
                    tomogram.get("evaluationsPerSecond").asDouble(), 1e-9 / seconds);
        }
        assertEquals(5, metrics.get("tomograms").size());
        assertEquals(windows, totals.get("windows").asLong());
        assertEquals(evaluations, totals.get("evaluations").asLong());
        assertEquals(evaluations / optimisation, totals.get("evaluationsPerSecond").asDouble(), 1e-6 * evaluations);
        double stages = 0;
        for (JsonNode stage : metrics.get("stages")) {
            stages += stage.asDouble();
        }
        double all = metrics.get("seconds").asDouble();
        assertTrue(stages <= all && stages > all / 2, stages + " of " + all + " s");
    }

    @Test
    void aTomogramThatFailsEndsTheJobAndTheOnesBeforeItAreFinished() {
        SmallProject small = SmallProject.make(folder, SmallProject.tiny().tomos(4));
        JobPlan plan = new JobPlan(ProjectPaths.of(folder.resolve("optimisation_set.star")), Path.of(""),
                folder.resolve("out"), AlignSettings.of(24, 4, 2), false, false, Optional.empty());
        RuntimeException failure = assertThrows(RuntimeException.class,
                () -> new AlignJob(plan, new FailsAt("TS_02")).run());
        assertEquals("TS_02 broke", failure.getMessage());
        assertTrue(Files.exists(folder.resolve("out/temp/TS_01.json")));
        assertFalse(Files.exists(folder.resolve("out/temp/TS_02.json")));
        assertFalse(Files.exists(folder.resolve("out/tomograms.star")));
        Cli.Outcome outcome = Cli.run(small.args(24, 4, "align", "out", "--only_do_unfinished"));
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("TS_01: finished before"), outcome.out());
        Map<String, String> continued = SmallProject.results(folder.resolve("out"));
        small.rename(folder.resolve("out"), "continued");
        assertEquals(0, Cli.run(small.args(24, 4, "align", "out")).code());
        assertEquals(SmallProject.results(folder.resolve("out")), continued);
    }

    /** Throws in the middle of a tomogram, from whatever thread reports the step. */
    private record FailsAt(String tomogram) implements JobListener {
        @Override
        public void on(JobEvent event) {
            if (event instanceof JobEvent.Advanced(JobEvent.Stage stage, long _) && stage.tomogram().equals(tomogram)
                    && stage.activity() == Activity.CORRELATING) {
                throw new IllegalStateException(tomogram + " broke");
            }
        }
    }
}
