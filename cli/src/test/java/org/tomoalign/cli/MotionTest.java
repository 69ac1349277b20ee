package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.project.Project;
import org.tomoalign.simulate.Score;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.Trajectories;

/** Jobs with --motion, on one series whose particles move. */
class MotionTest {
    private static final String[] MOTION = {"--motion", "--s_vel", "1.5", "--s_div", "300"};

    @TempDir
    static Path folder;
    private static SmallProject project;
    private static Path out;

    @BeforeAll
    static void alignOnce() {
        project = SmallProject.make(folder.resolve("moving"),
                SmallProject.options().tomos(1).particles(20).snr(1).sVel(1.5).sLen(600));
        out = project.align("motion", MOTION);
    }

    private static String motion(Path output) throws IOException {
        return Files.readString(output.resolve("motion.star"));
    }

    @Test
    void trajectoriesAreFound() {
        Path still = project.alignWithoutVerdict("still");
        assertFalse(Files.exists(still.resolve("motion.star")));
        assertFalse(Files.exists(still.resolve("Trajectories")));
        assertTrue(project.score(out) < 0.8 * project.score(still),
                project.score(out) + " with, " + project.score(still) + " without");
        var score = Score.of(project.folder(), out).total();
        assertTrue(score.motionAfter() < 0.8 * score.motionBefore(),
                score.motionBefore() + " -> " + score.motionAfter());
    }

    @Test
    void filesOfAJobWithMotion() throws IOException {
        Project result = SmallProject.read(out.resolve("optimisation_set.star"));
        Tomogram tomogram = result.tomogramsWithParticles().getFirst();
        Trajectories trajectories = tomogram.geometry().trajectories();
        assertEquals(tomogram.series().images().size(), trajectories.images());
        assertEquals(tomogram.particles().size(), trajectories.particles());
        for (int p = 0; p < trajectories.particles(); p++) {
            assertEquals(Vec3.ZERO, trajectories.displacement(p, 0));
        }
        for (String name : List.of("Trajectories/TS_01_x1.ply", "Trajectories/TS_01_x8.ply", "logfile.pdf")) {
            assertTrue(Files.size(out.resolve(name)) > 1000, name);
        }
        assertTrue(Files.readString(out.resolve("report.html")).contains("TS_01"));
    }

    @Test
    void sameBytesForAnyNumberOfThreads() throws IOException {
        assertEquals(motion(out), motion(project.align("alone", "--motion", "--s_vel", "1.5", "--s_div", "300", "--j",
                "1")));
    }

    @Test
    void givenTrajectoriesAreTheStart() {
        List<Vec3> before = projected(out);
        Cli.Outcome outcome = Cli.run("align", "--i", out.resolve("optimisation_set.star").toString(), "--b",
                "" + SmallProject.BOX, "--r", "6", "--o", project.path("again"), "--motion", "--s_vel", "1.5", "--s_div",
                "300", "--it", "0");
        assertEquals(0, outcome.code(), outcome.err());
        List<Vec3> after = projected(project.folder().resolve("again"));
        for (int i = 0; i < before.size(); i++) {
            Vec3 d = after.get(i).minus(before.get(i));
            assertEquals(0, Math.hypot(d.x(), d.y()), 1e-4, "px");
        }
    }

    /** Returns the positions of all particles on all images. */
    private static List<Vec3> projected(Path output) {
        return SmallProject.projected(SmallProject.read(output.resolve("optimisation_set.star")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--s_vel 0.2", "--s_div 5000", "--abs_params", "--sq_exp_ker", "--max_ed 3"})
    void optionsOfThePriorChangeTheMotion(String option) throws IOException {
        List<String> args = new ArrayList<>(List.of(MOTION));
        args.addAll(List.of(option.split(" ")));
        Path other = project.alignWithoutVerdict("other", args.toArray(String[]::new));
        assertFalse(motion(out).equals(motion(other)), option);
    }

    @Test
    void stifferPriorMovesLess() {
        Path stiff = project.alignWithoutVerdict("stiff", "--motion", "--s_vel", "0.01", "--s_div", "300");
        assertTrue(largest(stiff) < 0.1 * largest(out), largest(stiff) + " against " + largest(out));
    }

    /** Returns the longest displacement, px. */
    private static double largest(Path output) {
        Trajectories trajectories = SmallProject.read(output.resolve("optimisation_set.star"))
                .tomogramsWithParticles().getFirst().geometry().trajectories();
        return IntStream.range(0, trajectories.particles()).boxed()
                .flatMap(p -> IntStream.range(0, trajectories.images()).mapToObj(t -> trajectories.displacement(p, t)))
                .mapToDouble(Vec3::norm).max().orElseThrow();
    }
}
