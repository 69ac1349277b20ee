package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What RELION's pipeline is left with, whatever ends a job. */
class SignalTest {
    @TempDir
    static Path folder;
    private static SmallProject small;

    @BeforeAll
    static void simulate() {
        small = SmallProject.make(folder.resolve("project"), SmallProject.tiny().tomos(40));
    }

    private static List<String> exitFiles(Path control) throws IOException {
        try (Stream<Path> all = Files.list(control)) {
            return all.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("RELION_")).toList();
        }
    }

    /**
     * Starts the program as a process of its own. A shell makes what it starts in the background ignore SIGINT, and Java
     * leaves an ignored signal alone: the program gets the defaults.
     */
    private static Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=TERM,INT,HUP",
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(arg -> arg.startsWith("--") || arg.startsWith("-XX")).toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
    void aSignalLeavesRelionsExitFile(String signal, int code) throws Exception {
        Path output = small.folder().resolve("out" + signal);
        Process process = start(small.args(24, 4, "align", "out" + signal, "--pipeline_control", output.toString()));
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (line.contains(" TS_01 (1 of 40): correlating")) {
                    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
                }
            }
        }
        assertEquals(code, process.waitFor(), String.join("\n", lines));
        assertEquals(List.of("RELION_JOB_EXIT_ABORTED"), exitFiles(output), String.join("\n", lines));
        assertTrue(lines.contains("tomo-align: stopped by a signal; --only_do_unfinished continues"),
                String.join("\n", lines));
        try (Stream<Path> all = Files.walk(output)) {
            assertTrue(all.noneMatch(file -> file.toString().endsWith(".tmp")));
        }
    }

    @Test
    void aCommandLineThatIsWrongElsewhereLeavesOneToo() throws IOException {
        Path control = Files.createDirectories(folder.resolve("control"));
        Files.createFile(control.resolve("RELION_JOB_EXIT_SUCCESS"));
        for (List<String> words : List.of(List.of("align", "--pipeline_control", control + "/", "--nonsense"),
                List.of("align", "--nonsense", "--pipeline_control=" + control),
                List.of("align", "--b", "x", "--pipeline_control", "elsewhere", "--pipeline_control", "" + control),
                List.of("relion_tomo_align", "--b", "x", "--pipeline_control=" + control + "/"),
                List.of("relion_tomo_align", "--b", "16", "--pipeline_control", "" + control))) {
            assertEquals(2, Cli.run(words.toArray(String[]::new)).code());
            assertEquals(List.of("RELION_JOB_EXIT_FAILURE"), exitFiles(control), words.toString());
            Files.delete(control.resolve("RELION_JOB_EXIT_FAILURE"));
        }
        assertTrue(Files.notExists(Path.of("elsewhere")));
    }
}
