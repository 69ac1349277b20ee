package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.job.AlignSettings;
import org.tomoalign.job.AlignedTomogram;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.JobListener;
import org.tomoalign.job.ReferenceLoader;
import org.tomoalign.job.TomogramAligner;
import org.tomoalign.project.Project;
import org.tomoalign.project.ProjectPaths;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.Tomogram;

/** The program as a library: the example in CONTRIBUTING.md. */
class LibraryExampleTest {
    @TempDir
    static Path folder;
    private static SmallProject small;

    private final List<String> warnings = new ArrayList<>();

    @BeforeAll
    static void simulate() {
        // Enough signal that a dozen particles are worth a refinement.
        small = SmallProject.make(folder.resolve("project"), SmallProject.tiny().particles(12).tilts(5).snr(2));
    }

    private Vec3 example(Path optimisationSet) {
        // CONTRIBUTING.md has these lines.
        AlignSettings settings = AlignSettings.of(24, 4, 2); // box size and range, px; threads
        Project project = Project.read(ProjectPaths.of(optimisationSet), Path.of(""), warnings::add);
        try (ForkJoinPool pool = new ForkJoinPool(settings.threads());
                ReferenceMap reference = ReferenceLoader.load(project, settings, pool);
                TomogramAligner aligner = new TomogramAligner(settings, reference, pool)) {
            Tomogram tomogram = project.tomogramsWithParticles().getFirst();
            Geometry refined = aligner.align(tomogram, JobListener.SILENT).geometry();
            Projector projector = tomogram.at(refined).projector();
            return projector.project(0, 0); // where the first particle is on the first image taken, px
        }
        // To here.
    }

    @Test
    void theGeometryIsThatOfTheJob() {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Vec3 found;
        try (PrintStream stream = new PrintStream(printed)) {
            System.setOut(stream);
            System.setErr(stream);
            found = example(small.folder().resolve("optimisation_set.star"));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertEquals("", printed.toString());
        assertEquals(List.of(), warnings);
        Cli.Outcome job = Cli.run(small.args(24, 4, "align", "job"));
        assertEquals(0, job.code(), job.err());
        Vec3 expected = SmallProject.projected(
                SmallProject.read(small.folder().resolve("job/optimisation_set.star"))).getFirst();
        // Six decimals of a coordinate.
        assertEquals(expected.x(), found.x(), 1e-5);
        assertEquals(expected.y(), found.y(), 1e-5);
        Vec3 start = SmallProject.projected(small.read()).getFirst();
        // Priors let a particle move by less than the input is off; rounding moves it by 1e-5.
        assertTrue(found.minus(start).norm() > 0.01, "moved from " + start + " to " + found);
    }

    @Test
    void theDocumentedLinesAreTheTestedOnes() throws IOException {
        String source = Files.readString(Path.of("src/test/java/org/tomoalign/cli/LibraryExampleTest.java"));
        String begin = "// CONTRIBUTING.md has these lines.\n";
        String tested = source.substring(source.indexOf(begin) + begin.length(), source.indexOf("        // To here."));
        String text = Files.readString(Path.of("../CONTRIBUTING.md"));
        int java = text.indexOf("```java\n", text.indexOf("## As a library")) + "```java\n".length();
        assertEquals(tested.indent(-8), text.substring(java, text.indexOf("```", java)));
    }

    @Test
    void itDoesNotMatterWhoCalls() {
        AlignSettings settings = AlignSettings.of(24, 4, 2);
        Project project = small.read();
        Tomogram tomogram = project.tomogramsWithParticles().getLast();
        try (ForkJoinPool pool = new ForkJoinPool(2); ForkJoinPool other = new ForkJoinPool(1);
                ReferenceMap reference = ReferenceLoader.load(project, settings, pool);
                TomogramAligner aligner = new TomogramAligner(settings, reference, pool)) {
            List<AlignedTomogram> results = List.of(aligner.align(tomogram, JobListener.SILENT),
                    pool.submit(() -> aligner.align(tomogram, JobListener.SILENT)).join(),
                    other.submit(() -> aligner.align(tomogram, JobListener.SILENT)).join());
            for (AlignedTomogram result : results) {
                assertEquals(results.getFirst().costs(), result.costs());
                assertEquals(results.getFirst().geometry().projections(), result.geometry().projections());
                assertEquals(results.getFirst().geometry().positions(), result.geometry().positions());
            }
        }
    }

    @Test
    void workIsDoneInThePool() {
        AlignSettings settings = AlignSettings.of(24, 4, 2);
        Project project = small.read();
        String[] threads = new String[2];
        try (ForkJoinPool pool = new ForkJoinPool(2);
                ReferenceMap reference = ReferenceLoader.load(project, settings, pool);
                TomogramAligner aligner = new TomogramAligner(settings, reference, pool)) {
            aligner.align(project.tomogramsWithParticles().getFirst(), new ThreadNames(threads));
            threads[1] = pool.submit(() -> Thread.currentThread().getName()).join();
        }
        // ForkJoinPool-3-worker-1
        assertArrayEquals(Arrays.copyOf(threads[1].split("-"), 2), Arrays.copyOf(threads[0].split("-"), 2));
    }

    /** Notes the thread in which the first stage begins. */
    private record ThreadNames(String[] found) implements JobListener {
        @Override
        public void on(JobEvent event) {
            if (event instanceof JobEvent.Began && found[0] == null) {
                found[0] = Thread.currentThread().getName();
            }
        }
    }

    @Test
    void mistakesAreThrownAsTheyAre() throws IOException {
        SmallProject damaged = small.copy(folder.resolve("damaged"));
        Project project = damaged.read();
        Path stack = project.tomograms().series().getFirst().images().getFirst().source().file();
        Files.delete(stack);
        AlignSettings settings = AlignSettings.of(24, 4, 2);
        try (ForkJoinPool pool = new ForkJoinPool(2);
                ReferenceMap reference = ReferenceLoader.load(project, settings, pool);
                TomogramAligner aligner = new TomogramAligner(settings, reference, pool)) {
            Tomogram tomogram = project.tomogramsWithParticles().getFirst();
            InputException missing = assertThrows(
                    InputException.class, () -> aligner.align(tomogram, JobListener.SILENT));
            assertEquals(stack + ": no such file", missing.getMessage());
            AlignSettings wide = AlignSettings.of(56, 4, 2);
            try (TomogramAligner large = new TomogramAligner(wide, reference, pool)) {
                InputException e =
                        assertThrows(InputException.class, () -> large.align(tomogram, JobListener.SILENT));
                assertEquals("box size 56: does not fit the tilt images of TS_01, which are 66 x 56 px", e.getMessage());
            }
        }
        Files.delete(damaged.folder().resolve("ref/fsc.star"));
        Files.createDirectory(damaged.folder().resolve("ref/fsc.star"));
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            assertThrows(InputException.class, () -> ReferenceLoader.load(project, settings, pool));
        }
    }
}
