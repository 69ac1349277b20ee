package org.tomoalign.mpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks under the real launchers, where they are installed. */
class RanksTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mpirun.openmpi", "mpirun.mpich"})
    void ranksShareACounterAndTellTheFirst(String launcher) throws Exception {
        assertEquals("0: 3 ranks, 3 on this node, largest 2, each number once, 900000 bytes\n", run(launcher));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpirun.openmpi", "mpirun.mpich"})
    void aRankThatAbortsEndsAll(String launcher) throws Exception {
        assertTrue(run(launcher, "9").startsWith("9: "));
    }

    /** Returns exit code and standard output. */
    private String run(String launcher, String... arguments) throws IOException, InterruptedException {
        assumeTrue(Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of)
                .anyMatch(one -> Files.isExecutable(one.resolve(launcher))), launcher + " is not installed");
        List<String> command = new ArrayList<>(List.of(launcher));
        if (launcher.contains("openmpi")) {
            command.addAll(List.of("--oversubscribe", "--allow-run-as-root"));
        }
        command.addAll(List.of("-n", "3", Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:TieredStopAtLevel=1",
                "-Xshare:auto", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), RanksProgram.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        // Java handles these signals itself.
        builder.environment().put("UCX_ERROR_SIGNALS", "");
        Process process = builder.start();
        assertTrue(process.waitFor(3, TimeUnit.MINUTES), "still running");
        String out = Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            System.err.println(Files.readString(folder.resolve("err"), StandardCharsets.ISO_8859_1));
        }
        return process.exitValue() + ": " + out;
    }
}
