package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.input.InputException;
import org.tomoalign.mrc.MrcMode;
import org.tomoalign.mrc.MrcWriter;

class ProjectTest {
    @TempDir
    private Path folder;

    @Test
    void optionsOverrideTheSet() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.put("other/mask2.mrc", "");
        fixture.put("fsc.star", "");
        ProjectPaths paths = fixture.paths().with(ProjectFile.MASK, Path.of("other/mask2.mrc"))
                .with(ProjectFile.FSC, Path.of("fsc.star")).with(ProjectFile.TOMOGRAMS, null);
        Project project = Project.read(paths, fixture.context()).orElseThrow();
        assertEquals(Optional.of(folder.resolve("other/mask2.mrc")), project.reference().mask());
        assertEquals(Optional.of(folder.resolve("fsc.star")), project.reference().fsc());
        new ProjectWriter(project, new OutputFolder(folder, Path.of("out"))).write(Map.of(), Set.of());
        assertEquals(ProjectFixture.OPTIMISATION_SET.replace("sets/tomograms.star", "out/tomograms.star")
                .replace("mask.mrc", "other/mask2.mrc") + "_rlnTomoReferenceFscFile     fsc.star\n",
                fixture.get("out/optimisation_set.star"));
    }

    @Test
    void optionsDoWithoutASet() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        ProjectPaths paths = ProjectPaths.of(null)
                .with(ProjectFile.TOMOGRAMS, Path.of("sets/tomograms.star"))
                .with(ProjectFile.PARTICLES, Path.of("particles.star"))
                .with(ProjectFile.REFERENCE_1, Path.of("half1.mrc"))
                .with(ProjectFile.REFERENCE_2, folder.resolve("half2.mrc"));
        Project project = Project.read(paths, fixture.context()).orElseThrow();
        new ProjectWriter(project, new OutputFolder(folder, Path.of("out/"))).write(Map.of(), Set.of());
        assertEquals("""

                # version 50001

                data_

                _rlnTomoParticlesFile                particles.star
                _rlnTomoTomogramsFile                out/tomograms.star
                _rlnTomoReferenceMap1File            half1.mrc
                _rlnTomoReferenceMap2File            %s/half2.mrc
                \s
                """.formatted(folder), fixture.get("out/optimisation_set.star"));
    }

    @Test
    void missingEntriesNameOptionAndLabel() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("set.star", "_rlnTomoReferenceMap1File", "_rlnTomoOther");
        fixture.edit("set.star", " half2.mrc", " \"\"");
        fixture.edit("set.star", "mask.mrc", "nomask.mrc");
        fixture.edit("set.star", "sets/tomograms.star", "gone.star");
        assertEquals(List.of(
                "set.star: no first reference map, expected the entry _rlnTomoReferenceMap1File or first reference map",
                "set.star: no second reference map, expected the entry _rlnTomoReferenceMap2File or second reference map",
                "nomask.mrc: no such file (reference mask, named by _rlnTomoReferenceMaskFile of set.star)",
                "gone.star: no such file (tomogram set, named by _rlnTomoTomogramsFile of set.star)"),
                fixture.problems());
    }

    @Test
    void withoutAnythingEveryOptionIsAskedFor() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        assertTrue(Project.read(ProjectPaths.of(null), fixture.context()).isEmpty());
        assertEquals(List.of(
                "no first reference map given, expected optimisation set or first reference map",
                "no second reference map given, expected optimisation set or second reference map",
                "no tomogram set given, expected optimisation set or tomogram set",
                "no particle set given, expected optimisation set or particle set"),
                fixture.problems.messages());
        InputException e = assertThrows(InputException.class, () -> fixture.problems.throwIfAny());
        assertEquals(4, e.getMessage().lines().count());
    }

    @Test
    void aMissingSetIsNamed() {
        InputException e = assertThrows(InputException.class,
                () -> Project.read(ProjectPaths.of(Path.of("none.star")), folder, w -> { }));
        assertEquals(folder + "/none.star: no such file", e.getMessage());
    }

    @Test
    void readsSizesOfRealImages() throws IOException {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        Files.createDirectories(folder.resolve("stacks"));
        image("stacks/TS_01.st", 2);
        image("stacks/TS_02.mrc", 3);
        Project project = Project.read(fixture.paths(), folder, fixture.warnings::add);
        assertEquals(6, project.tomograms().series().getFirst().imageWidth());
        assertEquals(4, project.tomograms().series().getFirst().imageHeight());
        image("stacks/TS_02.mrc", 2);
        InputException e = assertThrows(InputException.class,
                () -> Project.read(fixture.paths(), folder, fixture.warnings::add));
        assertEquals(folder + "/stacks/TS_02.mrc: 2 images, expected at least 3 for tilt series TS_02 of " + folder
                + "/sets/tomograms.star", e.getMessage());
    }

    private void image(String name, int depth) {
        try (Arena arena = Arena.ofConfined();
                MrcWriter writer = MrcWriter.create(folder.resolve(name), MrcWriter.Content.STACK, 6, 4, depth,
                        MrcMode.FLOAT32, 2)) {
            for (int z = 0; z < depth; z++) {
                writer.writeSlice(z, arena.allocate(ValueLayout.JAVA_FLOAT, 24), 0);
            }
            writer.commit();
        }
    }

    @Test
    void readsTheFsc() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        String head = "data_general\n\n_rlnFinalResolution 8\n\ndata_fsc\n\nloop_\n_rlnSpectralIndex #1\n_rlnResolution"
                + " #2\n_rlnFourierShellCorrelationCorrected #3\n";
        fixture.put("fsc.star", head + "0 0.0 1.0\n1 0.1 0.75\n2 0.2 -0.01\n");
        assertArrayEquals(new double[] {1, 0.75, -0.01}, FscTable.read(folder.resolve("fsc.star")));
        checkFsc(fixture, head + "0 0.0 1.0\n2 0.1 0.75\n", "block data_fsc, row 2, column _rlnSpectralIndex: found "
                + "'2', expected 1, shells in order without gaps");
        checkFsc(fixture, head + "0 0.0 1.0\n1 0.1 nan\n", "block data_fsc, row 2, column "
                + "_rlnFourierShellCorrelationCorrected: found 'nan', expected a finite number");
        checkFsc(fixture, head, "block data_fsc has 0 rows, expected at least 2 shells");
        checkFsc(fixture, head.replace("Corrected", ""), "block data_fsc, column missing: "
                + "_rlnFourierShellCorrelationCorrected");
        checkFsc(fixture, "data_x\n_a 1\n", "no block data_fsc, found data_x");
    }

    private void checkFsc(ProjectFixture fixture, String text, String message) {
        fixture.put("fsc.star", text);
        assertEquals(folder + "/fsc.star: " + message, assertThrows(InputException.class,
                () -> FscTable.read(folder.resolve("fsc.star"))).getMessage());
    }
}
