package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.input.InputException;

/** Files that were joined with cat: RELION reads the first part of them. */
class JoinedFilesTest {
    @TempDir
    Path folder;

    private static void twice(ProjectFixture fixture, String file) {
        fixture.put(file, fixture.get(file) + fixture.get(file));
    }

    private List<String> problemsWith(String file) {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        twice(fixture, file);
        return fixture.problems();
    }

    @Test
    void particlesAndTomograms() {
        assertEquals(List.of("particles.star: found 2 blocks data_particles, expected one; files must be joined table by "
                + "table"), problemsWith("particles.star"));
        ProjectFixture fixture = ProjectFixture.v4(folder);
        twice(fixture, "sets/tomograms.star");
        assertEquals("sets/tomograms.star: found 2 blocks data_global, expected one; files must be joined table by table",
                fixture.problems().getFirst());
    }

    @Test
    void imagesOfATiltSeries() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        twice(fixture, "CtfRefine/job012/tilt_series/TS_01.star");
        assertEquals(List.of("CtfRefine/job012/tilt_series/TS_01.star: found 2 blocks data_TS_01, expected one; files must "
                + "be joined table by table"), fixture.problems());
    }

    @Test
    void optimisationSets() {
        assertEquals(List.of("set.star: found the entry _rlnTomoParticlesFile again in block data_, expected one "
                + "optimisation set"), problemsWith("set.star"));
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.put("set.star", fixture.get("set.star") + "\ndata_other\n\n_rlnTomoMadeUpFile  x\n");
        assertEquals(List.of(), fixture.problems());
    }

    @Test
    void fscTables() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.put("fsc.star", """
                data_fsc

                loop_
                _rlnSpectralIndex
                _rlnFourierShellCorrelationCorrected
                0 1
                1 0.5

                """);
        assertEquals(2, FscTable.read(folder.resolve("fsc.star")).length);
        twice(fixture, "fsc.star");
        assertEquals(folder + "/fsc.star: found 2 blocks data_fsc, expected one; files must be joined table by table",
                assertThrows(InputException.class, () -> FscTable.read(folder.resolve("fsc.star"))).getMessage());
    }
}
