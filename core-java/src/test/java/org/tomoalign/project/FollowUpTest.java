package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mistake is told once: not what follows from it. */
class FollowUpTest {
    @TempDir
    Path folder;

    /** Without that about the stack of TS_01, which is longer than its table. */
    private static List<String> warnings(ProjectFixture fixture) {
        return fixture.warnings().stream().filter(warning -> !warning.startsWith("stacks/")).toList();
    }

    private void assertOneProblem(ProjectFixture fixture, String start) {
        List<String> problems = fixture.problems();
        assertEquals(1, problems.size(), problems.toString());
        assertEquals(start, problems.getFirst().substring(0, Math.min(start.length(), problems.getFirst().length())));
        assertEquals(List.of(), warnings(fixture));
    }

    @Test
    void aTomogramThatCannotBeReadIsInTheSet() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("sets/tomograms.star", "stacks/TS_02.mrc            3", "stacks/TS_02.mrc            9");
        assertOneProblem(fixture, "sets/tomograms.star: block data_global, row 2, column _rlnTomoFrameCount: found '9'");
    }

    @Test
    void norAllOfThem() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit("CtfRefine/job012/tilt_series/TS_01.star", "_rlnDefocusU", "_rlnOther");
        fixture.edit("CtfRefine/job012/tilt_series/TS_02.star", "_rlnDefocusU", "_rlnOther");
        assertEquals(2, fixture.problems().size());
        assertEquals(List.of(), warnings(fixture));
    }

    @Test
    void particlesOfSuchATomogramAreCheckedAllTheSame() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("sets/tomograms.star", "stacks/TS_02.mrc            3", "stacks/TS_02.mrc            9");
        fixture.edit("particles.star", "10 20 30 2 1 y", "10 20 30 2 7 y");
        assertEquals(List.of("sets/tomograms.star: block data_global, row 2, column _rlnTomoFrameCount: found '9', expected "
                + "3, the number of rows of sets/tomograms.star: block data_TS_02",
                "particles.star: block data_particles, row 3, column _rlnOpticsGroup: found '7', expected an optics group "
                + "of the same file: [1, 2]"), fixture.problems());
    }

    @Test
    void particlesWithMistakesBelongToTheirTomogram() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("particles.star", "90 0 0 0 0 0 2 2 x", "90 0 0 0 0 0 3 2 x");
        assertOneProblem(fixture, "particles.star: block data_particles, row 2, column _rlnRandomSubset: found '3'");
        fixture = ProjectFixture.v4(folder);
        fixture.edit("particles.star", "10 20 30 1 1", "10 20 30 1 5");
        fixture.edit("particles.star", "90 0 0 0 0 0 2 2 x", "90 0 0 0 0 0 2 5 x");
        fixture.edit("particles.star", "10 20 30 2 1", "10 20 30 2 5");
        assertEquals(3, fixture.problems().size(), fixture.problems.messages().toString());
        assertEquals(List.of(), warnings(fixture));
    }

    @Test
    void particlesOfOtherTomogramsAreStillAWarning() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("particles.star", "TS_01 11", "TS_09 11");
        assertEquals(List.of(), fixture.problems());
        assertEquals(List.of("particles.star: 1 particles of tomograms that are not in sets/tomograms.star (TS_09) are "
                + "passed on unchanged", "particles.star: no particles for TS_01; these tomograms are passed on unchanged"),
                warnings(fixture));
    }
}
