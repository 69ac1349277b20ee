package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.project.Project;
import org.tomoalign.simulate.ProjectLayout;

/** Jobs that continue others: RELION's temporary files, images that are gone, input in the output folder. */
class ContinuedJobTest {
    @TempDir
    Path folder;

    private static String[] asRelion(String... alignArgs) {
        List<String> words = new ArrayList<>(List.of(alignArgs));
        words.set(0, "relion_tomo_align");
        return words.toArray(String[]::new);
    }

    private static void delete(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(ending)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void sameGeometry(Path a, Path b, double tolerance) {
        Project first = SmallProject.read(a.resolve("optimisation_set.star"));
        Project second = SmallProject.read(b.resolve("optimisation_set.star"));
        List<Vec3> p = SmallProject.projected(first);
        List<Vec3> q = SmallProject.projected(second);
        assertEquals(p.size(), q.size());
        for (int i = 0; i < p.size(); i++) {
            assertEquals(0, p.get(i).minus(q.get(i)).norm(), tolerance, "point " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void relionsTemporaryFilesAreWrittenAndTaken(ProjectLayout layout) throws IOException {
        SmallProject project = SmallProject.make(folder, SmallProject.tiny().layout(layout));
        String[] options = layout == ProjectLayout.V4 ? new String[] {"--motion", "--deformation", "--def_model", "spline"}
                : new String[] {"--motion"};
        assertEquals(0, Cli.run(project.args(24, 4, "align", "out", options)).code());
        Path temp = folder.resolve("out/temp");
        for (String kind : List.of("projections", "positions", "motion")) {
            String text = Files.readString(temp.resolve("TS_01_" + kind + ".star"));
            assertTrue(text.contains(layout == ProjectLayout.V4 ? "# version 30001" : "# version 50001"), text);
        }
        String projections = Files.readString(temp.resolve("TS_02_projections.star"));
        assertTrue(projections.contains(layout == ProjectLayout.V4 ? "_rlnTomoProjW #4" : "_rlnTomoXTilt #1"), projections);
        String positions = Files.readString(temp.resolve("TS_02_positions.star"));
        assertTrue(positions.contains(layout == ProjectLayout.V4 ? "_rlnCoordinateX #1" : "_rlnCenteredCoordinateXAngst #1"));
        assertEquals(layout == ProjectLayout.V4, Files.exists(temp.resolve("TS_01_deformations.star")));
        // A folder as RELION leaves it.
        Path first = project.rename(folder.resolve("out"), "first");
        Path copy = Files.createDirectories(folder.resolve("out/temp"));
        try (Stream<Path> files = Files.list(first.resolve("temp"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".star")).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        List<String> more = new ArrayList<>(List.of(options));
        more.add("--only_do_unfinished");
        Cli.Outcome outcome = Cli.run(project.args(24, 4, "align", "out", more.toArray(String[]::new)));
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains("Warning: TS_01: taken from RELION's temporary files in "), outcome.err());
        assertTrue(outcome.out().contains("0 tomograms to align (2 finished before)"), outcome.out());
        sameGeometry(first, folder.resolve("out"), 1e-3);
        String metrics = Files.readString(folder.resolve("out/metrics.json"));
        assertFalse(metrics.contains("NaN") || metrics.contains("Infinity"), metrics);
        // Files that do not fit the tomogram are not taken.
        Path wrong = copy.resolve("TS_01_positions.star");
        Files.writeString(wrong, Files.readString(wrong).replaceFirst("(?m)^ +[-0-9.]+ +[-0-9.]+ +[-0-9.]+ *\n", ""));
        outcome = Cli.run(project.args(24, 4, "align", "out", more.toArray(String[]::new)));
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.err().contains("TS_01_positions.star: 3 rows, expected 4, the number of particles; aligning TS_01 "
                + "again"), outcome.err());
        sameGeometry(first, folder.resolve("out"), 1e-3);
    }

    @Test
    void imagesOfFinishedTomogramsMayBeGone() throws IOException {
        for (ProjectLayout layout : List.of(ProjectLayout.V5_STACK, ProjectLayout.V4)) {
            SmallProject project =
                    SmallProject.make(folder.resolve(layout.name()), SmallProject.tiny().layout(layout));
            Path stack = project.folder().resolve("tiltseries/TS_01.mrc");
            String[] continued = project.args(24, 4, "align", "out", "--only_do_unfinished");
            assertEquals(0, Cli.run(project.args(24, 4, "align", "out")).code());
            Map<String, String> expected = SmallProject.results(project.folder().resolve("out"));
            try (RandomAccessFile file = new RandomAccessFile(stack.toFile(), "rw")) {
                file.setLength(1024);
            }
            for (int turn = 0; turn < 2; turn++) {
                Cli.Outcome outcome = Cli.run(continued);
                assertEquals(0, outcome.code(), outcome.err());
                assertTrue(outcome.err().contains("Warning: TS_01: finished before; its images are not there any more"));
                assertTrue(outcome.out().contains("TS_02: finished before"), outcome.out());
                assertEquals(expected, SmallProject.results(project.folder().resolve("out")));
                Files.deleteIfExists(stack);
            }
            // Those that are to be aligned need theirs.
            Files.delete(project.folder().resolve("out/temp/TS_01.json"));
            delete(project.folder().resolve("out/temp"), "projections.star");
            Cli.Outcome outcome = Cli.run(continued);
            assertEquals(2, outcome.code());
            assertTrue(outcome.err().contains("TS_01.mrc: no such file"), outcome.err());
        }
    }

    @Test
    void inputInTheOutputFolderIsReplacedUnderRelionsName() throws IOException {
        for (ProjectLayout layout : List.of(ProjectLayout.V4, ProjectLayout.V5)) {
            SmallProject project =
                    SmallProject.make(folder.resolve(layout.name()), SmallProject.tiny().layout(layout));
            Path elsewhere = project.align24("elsewhere");
            String[] here = project.args(24, 4, "align", "");
            Cli.Outcome refused = Cli.run(here);
            assertEquals(2, refused.code());
            assertTrue(refused.err().contains("would be overwritten"), refused.err());
            Cli.Outcome outcome = Cli.run(asRelion(here));
            assertEquals(0, outcome.code(), outcome.err());
            assertTrue(outcome.err().contains("particles.star: is an input of this job, and will be replaced by its result, as in "
                    + "RELION"), outcome.err());
            sameGeometry(elsewhere, project.folder(), 1e-9);
        }
    }
}
