package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.job.JobListener;
import org.tomoalign.project.Project;
import org.tomoalign.project.ProjectPaths;
import org.tomoalign.simulate.ProjectLayout;
import org.tomoalign.simulate.Score;
import org.tomoalign.simulate.SimulationOptions;
import org.tomoalign.simulate.SimulationOptionsBuilder;
import org.tomoalign.simulate.Simulator;
import org.tomoalign.tomogram.Tomogram;

/** A simulated project in a folder. Its files name each other by absolute paths, so that it works from anywhere. */
record SmallProject(Path folder) {
    static final int BOX = 48;

    /** Two series of 11 images with 16 particles each, which a run aligns within a second. */
    static SimulationOptionsBuilder options() {
        return SimulationOptions.defaults().edit().tomos(2).particles(16).box(BOX).size(240, 220).depth(60).tilts(11)
                .step(8).dose(2).snr(0.3).shiftErr(1.2).posErr(0.8).angErr(0.2).seed(2);
    }

    /** Two series of 3 images with 4 particles: for what is refused before computing, or does not depend on data. */
    static SimulationOptionsBuilder tiny() {
        return options().particles(4).box(24).size(66, 56).depth(20).tilts(3).step(20);
    }

    static SmallProject make(Path folder, SimulationOptionsBuilder options) {
        try (ForkJoinPool pool = new ForkJoinPool(2)) {
            new Simulator(Fftw.get(), pool, JobListener.SILENT).simulate(options.pathPrefix(folder + "/").build(), folder);
        }
        return new SmallProject(folder);
    }

    static SmallProject make(Path folder, ProjectLayout layout) {
        return make(folder, options().layout(layout));
    }

    /** Copies the project; the copy's files name those of the copy. */
    SmallProject copy(Path to) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.toList()) {
                Path target = to.resolve(folder.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (file.toString().endsWith(".star")) {
                    Files.writeString(target, Files.readString(file).replace(folder + "/", to + "/"));
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SmallProject(to);
    }

    String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Returns a command line of the job with more options. */
    String[] args(String command, String output, String... more) {
        return args(BOX, 6, command, output, more);
    }

    String[] args(int box, int range, String command, String output, String... more) {
        List<String> args = new ArrayList<>(List.of(command, "--i", path("optimisation_set.star"), "--b", "" + box,
                "--r", "" + range, "--j", "2", "--o", path(output)));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    /** Runs the job, which must succeed, and returns its output folder. */
    Path align(String output, String... more) {
        Cli.Outcome outcome = Cli.run(args("align", output, more));
        assertEquals("", outcome.errors());
        assertEquals(0, outcome.code());
        return folder.resolve(output);
    }

    /** The same without a verdict, into which most of the time of a small job goes. */
    Path alignWithoutVerdict(String output, String... more) {
        boolean hasNone = List.of(more).contains("--relion_compat");
        List<String> args = new ArrayList<>(hasNone ? List.of() : List.of("--folds", "0"));
        args.addAll(List.of(more));
        return align(output, args.toArray(String[]::new));
    }

    /** Runs a tiny project's job, which must succeed, and returns its output folder. */
    Path align24(String output, String... more) {
        Cli.Outcome outcome = Cli.run(args(24, 4, "align", output, more));
        assertEquals("", outcome.errors());
        assertEquals(0, outcome.code());
        return folder.resolve(output);
    }

    double score(Path output) {
        return Score.of(folder, output).total().rmsAfter();
    }

    Project read() {
        return read(folder.resolve("optimisation_set.star"));
    }

    static Project read(Path optimisationSet) {
        return Project.read(ProjectPaths.of(optimisationSet), Path.of(""), warning -> { });
    }

    /** Returns the projections of all images, chronological within each tomogram. */
    static List<Projection> projections(Project project) {
        return project.tomogramsWithParticles().stream().flatMap(t -> t.geometry().projections().stream()).toList();
    }

    /** Returns the positions of all particles. */
    static List<Vec3> positions(Project project) {
        return project.tomogramsWithParticles().stream().flatMap(t -> t.geometry().positions().stream()).toList();
    }

    /** Returns where all particles are on all images, px. */
    static List<Vec3> projected(Project project) {
        List<Vec3> out = new ArrayList<>();
        for (Tomogram tomogram : project.tomogramsWithParticles()) {
            for (int p = 0; p < tomogram.particles().size(); p++) {
                for (int t = 0; t < tomogram.series().images().size(); t++) {
                    out.add(tomogram.projector().project(p, t));
                }
            }
        }
        return out;
    }

    /** Returns the numbers about the first tomogram. */
    static JsonNode metrics(Path output) {
        return json(output.resolve("metrics.json")).get("tomograms").get(0);
    }

    static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns all files of a run but the note by name; what tells of the run and measures time is left out of them. */
    static Map<String, String> results(Path output) {
        Map<String, String> files = contents(output);
        assertTrue(files.size() >= 3, files.keySet().toString());
        return files;
    }

    private static String text(Path pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            return new PDFTextStripper().getText(document);
        }
    }

    /** The same of a run that may not have come to its end. */
    static Map<String, String> contents(Path output) {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(output)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = output.relativize(file).toString();
                if (name.endsWith(".lock")) {
                    assertEquals(0, Files.size(file));
                } else if (name.equals("report.html")) {
                    files.put(name, Files.readString(file).replaceAll("(?s)<details class=\"facts\"><summary>The job.*?</details>",
                            ""));
                } else if (name.equals("logfile.pdf")) {
                    files.put(name, text(file).replaceAll("(?s)command: .*?\nbox: ", ""));
                } else if (name.startsWith("temp/") && name.endsWith(".json") && !name.equals("temp/.report.json")) {
                    JsonNode checkpoint = json(file);
                    ((ObjectNode) checkpoint.get("alignment").get("metrics")).remove(
                            List.of("seconds", "windowsPerSecond", "evaluationsPerSecond"));
                    files.put(name, checkpoint.toString());
                } else if (!List.of("note.txt", "metrics.json", "temp/.report.json").contains(name)) {
                    files.put(name, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Moves an output folder, so that the same command can run again. */
    Path rename(Path output, String name) {
        try {
            return Files.move(output, folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces text in a file, which must contain it. */
    SmallProject edit(String name, String old, String replacement) {
        try {
            String text = Files.readString(folder.resolve(name));
            assertTrue(text.contains(old), name + " holds " + old);
            Files.writeString(folder.resolve(name), text.replace(old, replacement));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
