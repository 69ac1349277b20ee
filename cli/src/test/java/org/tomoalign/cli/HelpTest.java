package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

/** What the program says about itself. */
class HelpTest {
    @TempDir
    Path folder;

    private static String said(String... args) {
        Cli.Outcome outcome = Cli.run(args);
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals("", outcome.err());
        return outcome.out();
    }

    private static List<OptionSpec> options(String command) {
        return TomoAlign.commandLine(new Invocation(List.of(command))).getSubcommands().get(command).getCommandSpec()
                .options();
    }

    @Test
    void helpOfEveryCommand() {
        String all = said("help");
        for (String command : List.of("align", "merge", "slurm", "check", "demo", "simulate", "score", "report", "export", "warm-up",
                "completion", "man", "help")) {
            assertTrue(all.contains("\n  " + command + " "), all);
            assertEquals(said("help", command), said(command, "--help"));
        }
        assertEquals(all, said("--help"));
        assertEquals(all, said());
        String align = said("align", "--help");
        for (OptionSpec option : options("align")) {
            assertTrue(align.contains(option.longestName()), option.longestName());
        }
        assertTrue(align.startsWith("Usage: tomo-align align --i=STAR --b=PX --o=DIR [OPTION ...]\n"), align);
        assertTrue(align.contains("\nNot in RELION:\n      --out_format="), align);
        assertTrue(align.contains("--debug") && align.contains("--freq_cutoff=Å"), align);
    }

    @Test
    void versionAndCitation() {
        String version = said("--version");
        assertEquals(5, version.lines().count(), version);
        assertTrue(version.startsWith("tomo-align "), version);
        assertTrue(version.contains("\nJava " + Runtime.version()) && version.contains("\nFFTW: fftw-3"), version);
        assertTrue(version.contains(Runtime.getRuntime().availableProcessors() + " CPUs"), version);
        assertEquals(version, said("relion_tomo_align", "--version"));
        assertEquals(version, said("align", "--version"));
        assertTrue(said("--citation").contains("eLife 11 (2022) e83724"));
        assertEquals(said("--citation"), said("relion_tomo_align_mpi", "--citation"));
    }

    @Test
    void theManualPageHasEveryOptionAndNoCommandsButItsOwn() {
        String page = said("man");
        Set<String> macros = Set.of(".TH", ".SH", ".SS", ".TP", ".B", ".I", ".PP", ".br");
        for (String line : page.lines().toList()) {
            assertTrue(!line.startsWith(".") || macros.contains(line.split(" ")[0]), line);
            assertFalse(line.startsWith("'") || line.contains("${") || line.contains("%n") || line.isBlank(), line);
        }
        for (String command : List.of("align", "simulate", "score", "report", "export", "demo")) {
            for (OptionSpec option : options(command)) {
                assertTrue(page.contains("\n.B " + String.join(", ", option.names()).replace("-", "\\-")), option.longestName());
            }
        }
        assertTrue(page.contains("(default: 10000)") || page.contains("default: 10000"), page);
        assertTrue(page.contains(".B tomo\\-align score [OPTION ...] DATA RESULT\n"), page);
    }

    @Test
    void theShellCompletesCommandsAndOptions() throws Exception {
        Path script = Files.writeString(folder.resolve("completion"), said("completion"));
        List<String> words = new ArrayList<>(List.of("bash", "-c", "source " + script + "; COMP_CWORD=$(($# - 1)); "
                + "COMP_WORDS=(\"$@\"); _complete_$1 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"", "bash"));
        assertEquals(List.of("align"), completed(words, "tomo-align", "al"));
        assertTrue(completed(words, "tomo-align", "align", "--def").containsAll(List.of("--def_w", "--def_reg",
                "--deformation")));
        assertTrue(completed(words, "relion_tomo_align", "--shift").contains("--shift_only_by_particles"));
    }

    private static List<String> completed(List<String> bash, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(bash);
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), answer);
        return answer.lines().map(String::strip).toList();
    }

    @Test
    void theCharactersAreThoseOfTheStreams() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.ISO_8859_1));
            assertEquals(0, TomoAlign.run("align", "--help"));
        } finally {
            System.setOut(before);
        }
        assertTrue(bytes.toString(StandardCharsets.ISO_8859_1).contains("--freq_cutoff=Å"));
        assertFalse(bytes.toString(StandardCharsets.ISO_8859_1).contains("Ã"));
    }
}
