package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.job.AlignJob;
import org.tomoalign.job.AlignSettings;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.JobListener;
import org.tomoalign.job.JobPlan;
import org.tomoalign.project.Project;
import org.tomoalign.project.ProjectFile;
import org.tomoalign.project.ProjectPaths;
import org.tomoalign.simulate.ProjectLayout;

/** Simulates with known truth, aligns, scores. */
class EndToEndTest {
    /** 2-D error that a run must reach on the small project, px; the input has 1.87, the rest is noise. */
    private static final double GOOD = 0.30;

    @TempDir
    static Path shared;
    private static SmallProject project;

    @TempDir
    Path folder;

    private static synchronized SmallProject project() {
        if (project == null) {
            project = SmallProject.make(shared.resolve("project"), ProjectLayout.V4);
        }
        return project;
    }

    @ParameterizedTest
    @EnumSource(ProjectLayout.class)
    void alignmentFindsTheTruth(ProjectLayout layout) throws IOException {
        SmallProject small = SmallProject.make(folder, layout);
        Path out = small.align("out");
        double score = small.score(out);
        assertTrue(score < GOOD, "2-D error " + score);
        assertTrue(Files.readString(out.resolve("note.txt")).contains("align --i "));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void threadsDoNotChangeAByte(int threads) {
        Map<String, String> expected = SmallProject.results(project().rename(project().align("same"), "two" + threads));
        Map<String, String> found = SmallProject.results(
                project().rename(project().align("same", "--j", "" + threads), "other" + threads));
        assertEquals(expected, found);
    }

    @Test
    void runningTwiceIntoOneFolderChangesNothing() {
        Map<String, String> first = SmallProject.results(project().align("twice"));
        assertEquals(first, SmallProject.results(project().align("twice")));
    }

    @Test
    void theFolderOfTheOutputMayBeNamedInAnyWay() {
        Path straight = project().align("names");
        Path slash = project().align("names2/");
        assertEquals(SmallProject.results(straight).get("tomograms.star"),
                SmallProject.results(slash).get("tomograms.star"));
    }

    @Test
    void aKilledJobIsContinued() {
        Map<String, String> expected = SmallProject.results(project().rename(project().align("kill"), "whole"));
        kill(settings(6));
        Path out = project().folder().resolve("kill");
        assertTrue(Files.exists(out.resolve("temp/TS_01.json")));
        assertFalse(Files.exists(out.resolve("temp/TS_02.json")));
        assertFalse(Files.exists(out.resolve("tomograms.star")));
        Cli.Outcome outcome = Cli.run(project().args("align", "kill", "--only_do_unfinished"));
        assertEquals(0, outcome.code());
        assertTrue(outcome.out().contains("TS_01: finished before"), outcome.out());
        assertFalse(outcome.out().contains("TS_02: finished before"), outcome.out());
        assertEquals(expected, SmallProject.results(out));
        outcome = Cli.run(project().args("align", "kill", "--only_do_unfinished"));
        assertTrue(outcome.out().contains("TS_02: finished before"), outcome.out());
        assertEquals(expected, SmallProject.results(out));
    }

    /** Stops the job when its second tomogram begins, as abruptly as a listener can. */
    private static void kill(AlignSettings settings) {
        JobPlan plan = new JobPlan(ProjectPaths.of(project().folder().resolve("optimisation_set.star")), Path.of(""),
                project().folder().resolve("kill"), settings, false, false, Optional.empty());
        IllegalStateException killed = assertThrows(IllegalStateException.class,
                () -> new AlignJob(plan, atSecond(() -> {
                    throw new IllegalStateException("killed");
                })).run());
        assertEquals("killed", killed.getMessage());
    }

    private static AlignSettings settings(int range) {
        return AlignSettings.of(SmallProject.BOX, range, 2);
    }

    /** Does something when the second tomogram's first stage begins. */
    private static JobListener atSecond(Runnable action) {
        return event -> {
            if (event instanceof JobEvent.Began(JobEvent.Stage stage) && stage.tomogram().equals("TS_02")) {
                action.run();
            }
        };
    }

    @Test
    void checkpointsOfAnotherJobAreNotTaken() {
        SmallProject small = SmallProject.make(folder.resolve("p"), SmallProject.tiny());
        Cli.run(small.args(24, 4, "align", "out"));
        refusesCheckpoints(small, small.args(24, 5, "align", "out", "--only_do_unfinished"));
        Cli.run(small.args(24, 4, "align", "out"));
        refusesCheckpoints(small, small.args(24, 4, "align", "out", "--only_do_unfinished", "--no_whiten"));
        Cli.run(small.args(24, 4, "align", "out"));
        refusesCheckpoints(small, small.args(24, 4, "align", "out", "--only_do_unfinished", "--ref1",
                small.path("ref/half2.mrc")));
        Cli.run(small.args(24, 4, "align", "out"));
        small.edit("tomograms.star", "2.700000", "2.600000").edit("particles.star", "2.700000", "2.600000");
        refusesCheckpoints(small, small.args(24, 4, "align", "out", "--only_do_unfinished"));
    }

    private static void refusesCheckpoints(SmallProject small, String... args) {
        Cli.Outcome outcome = Cli.run(args);
        assertEquals(0, outcome.code(), outcome.err());
        for (String name : List.of("TS_01", "TS_02")) {
            assertTrue(outcome.out().contains("Warning: " + small.path("out/temp/" + name
                    + ".json: comes from other options, other input or another version of the program; aligning " + name
                    + " again")), outcome.out());
        }
    }

    @Test
    void aDamagedCheckpointIsNotTaken() throws IOException {
        SmallProject small = SmallProject.make(folder, SmallProject.tiny());
        Cli.run(small.args(24, 4, "align", "out"));
        Map<String, String> expected = SmallProject.results(folder.resolve("out"));
        Path checkpoint = folder.resolve("out/temp/TS_01.json");
        String text = Files.readString(checkpoint);
        Files.writeString(checkpoint, text.substring(0, text.length() / 2));
        Cli.Outcome outcome = Cli.run(small.args(24, 4, "align", "out", "--only_do_unfinished"));
        assertEquals(0, outcome.code(), outcome.err());
        assertFalse(outcome.out().contains("TS_01: finished before"), outcome.out());
        assertTrue((outcome.out() + outcome.err()).contains("TS_01.json: is damaged or of another version"), outcome.err());
        assertEquals(expected, SmallProject.results(folder.resolve("out")));
    }

    @Test
    void twoJobsDoNotShareAFolder() {
        SmallProject small = SmallProject.make(folder, SmallProject.tiny());
        Path out = folder.resolve("out");
        AlignSettings settings = AlignSettings.of(24, 4, 2);
        JobPlan plan = new JobPlan(ProjectPaths.of(folder.resolve("optimisation_set.star")), Path.of(""), out, settings, false,
                false, Optional.empty());
        List<Cli.Outcome> second = new ArrayList<>();
        // In the middle of one job another one starts.
        new AlignJob(plan, atSecond(() -> {
            if (second.isEmpty()) {
                second.add(Cli.run(small.args(24, 4, "align", "out")));
            }
        })).run();
        assertEquals(2, second.getFirst().code());
        assertEquals("tomo-align: --o " + out + ": another job is writing to this folder, expected a folder of its own\n",
                second.getFirst().err());
        assertEquals(0, Cli.run(small.args(24, 4, "align", "out")).code());
    }

    @Test
    void zeroIterationsAroundTrajectoriesMoveNothing() {
        for (ProjectLayout layout : ProjectLayout.values()) {
            SmallProject small = SmallProject.make(folder.resolve(layout.name()),
                    SmallProject.tiny().layout(layout).sVel(0.4));
            String motion = small.path("truth/motion.star");
            Cli.Outcome outcome =
                    Cli.run(small.args(24, 4, "align", "out", "--mot", motion, "--it", "0"));
            assertEquals(0, outcome.code(), outcome.err());
            Project before = Project.read(ProjectPaths.of(Path.of(small.path("optimisation_set.star")))
                    .with(ProjectFile.TRAJECTORIES, Path.of(motion)), Path.of(""), w -> { });
            Project after = SmallProject.read(Path.of(small.path("out/optimisation_set.star")));
            // The trajectories are passed on as they are.
            assertEquals(Path.of(motion),
                    after.optimisationSet().require(ProjectFile.TRAJECTORIES));
            assertFalse(Files.exists(Path.of(small.path("out/motion.star"))));
            List<Vec3> a = SmallProject.projected(before), b = SmallProject.projected(after);
            assertTrue(a.size() == b.size() && a.size() > 20);
            for (int i = 0; i < a.size(); i++) {
                Vec3 d = a.get(i).minus(b.get(i));
                assertTrue(Math.hypot(d.x(), d.y()) < 1e-4, layout + ", point " + i + " moved by " + d);
            }
        }
    }

    @Test
    void givenTrajectoriesAreHonoured() {
        SmallProject small = SmallProject.make(folder, SmallProject.options().tomos(1).sVel(0.6).sLen(300));
        String[] truth = {"--p", small.path("truth/particles.star"), "--t", small.path("truth/tomograms.star"), "--it",
            "0"};
        String motion = small.path("truth/motion.star");
        double without = first(small.align("without", truth));
        List<String> with = new ArrayList<>(List.of(truth));
        with.addAll(List.of("--mot", motion));
        double here = first(small.align("with", with.toArray(String[]::new)));
        assertTrue(here < 1.2 * without, "cost at the truth " + here + ", without its motion " + without);
        // A static fit around the right trajectories ends better than one that ignores them.
        double last = SmallProject.metrics(small.align("fit", "--mot", motion)).get("costLast").asDouble();
        double still = SmallProject.metrics(small.align("still")).get("costLast").asDouble();
        assertTrue(last < 1.02 * still, "cost around the trajectories " + last + ", without them " + still);
        Project out = SmallProject.read(Path.of(small.path("fit/optimisation_set.star")));
        assertEquals(Path.of(motion), out.optimisationSet().require(ProjectFile.TRAJECTORIES));
    }

    private static double first(Path output) {
        return SmallProject.metrics(output).get("costFirst").asDouble();
    }
}
