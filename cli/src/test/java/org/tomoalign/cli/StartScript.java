package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the start script, or another program, as a process of its own in an environment that holds only what a test says. */
final class StartScript {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final long MINUTES = 5;

    private final List<String> command = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();

    /** A process that has ended: exit code, and what it wrote, the line about Java's incubator modules left out. */
    record Result(int code, String out, String err) {
        Result succeeded() {
            assertTrue(code == 0, toString());
            return this;
        }
    }

    /** A process and the files that it writes. */
    record Running(Process process, Path out, Path err) {
        String errSoFar() throws IOException {
            return Files.readString(err);
        }

        Result await() throws IOException, InterruptedException {
            assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "still running");
            String errors = Files.readString(err).lines()
                    .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
                    .reduce("", (text, line) -> text + line + "\n");
            return new Result(process.exitValue(), Files.readString(out), errors);
        }
    }

    private StartScript(List<String> command) {
        this.command.addAll(command);
        environment.put("PATH", System.getenv("PATH"));
        environment.put("TOMO_ALIGN_JAVA", System.getProperty("java.home"));
    }

    static StartScript command(String... words) {
        return new StartScript(List.of(words));
    }

    static StartScript of(Path script, String... arguments) {
        return new StartScript(Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList());
    }

    /** Puts words before the command, such as another user's name. */
    StartScript under(String... words) {
        command.addAll(0, List.of(words));
        return this;
    }

    StartScript with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    Running start() throws IOException {
        Path out = Files.createTempFile("start-script", ".out");
        Path err = Files.createTempFile("start-script", ".err");
        out.toFile().deleteOnExit();
        err.toFile().deleteOnExit();
        ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile()).redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Running(builder.start(), out, err);
    }

    Result run() throws IOException, InterruptedException {
        return start().await();
    }

    /** Lays out an installation, as the tarball does but without a Java of its own; other users may read it. */
    static Path install(Path folder) throws IOException {
        copy(REPOSITORY.resolve("tomo-align"), folder.resolve("bin/tomo-align"));
        Files.createSymbolicLink(folder.resolve("bin/relion_tomo_align"), Path.of("tomo-align"));
        Files.createSymbolicLink(folder.resolve("bin/relion_tomo_align_mpi"), Path.of("tomo-align"));
        copyTree(REPOSITORY.resolve("cli/src/main/launcher"), folder.resolve("lib/launcher"));
        copyTree(REPOSITORY.resolve("cli/target/lib"), folder.resolve("lib/jars"));
        readableByAll(folder);
        return folder;
    }

    /** Lays out a source tree with one file a module, and a Maven that only notes that it was called. */
    static Path sourceTree(Path folder) throws IOException {
        copy(REPOSITORY.resolve("tomo-align"), folder.resolve("tomo-align"));
        copyTree(REPOSITORY.resolve("cli/src/main/launcher"), folder.resolve("cli/src/main/launcher"));
        write(folder.resolve("pom.xml"), "parent\n");
        for (String module : List.of("native-bindings", "vector-kernels", "core-java", "cli", "jmh-benchmarks")) {
            write(folder.resolve(module + "/pom.xml"), module + "\n");
            write(folder.resolve(module + "/src/main/java/Source.java"), "source of " + module + "\n");
        }
        write(folder.resolve("tools/mvn"), "#!/bin/sh\necho \"$@\" >>maven.calls\n"
                + "mkdir -p cli/target/lib && echo jar >cli/target/lib/cli-1.jar\n");
        Files.setPosixFilePermissions(folder.resolve("tools/mvn"), PosixFilePermissions.fromString("rwxr-xr-x"));
        readableByAll(folder);
        return folder;
    }

    /** Makes a folder that passes for a Java and runs a shell script instead. */
    static Path pretendJava(Path folder, String script) throws IOException {
        write(folder.resolve("bin/java"), "#!/bin/sh\n" + script + "\n");
        write(folder.resolve("release"), "JAVA_VERSION=\"25\"\n");
        write(folder.resolve("lib/modules"), "none\n");
        Files.setPosixFilePermissions(folder.resolve("bin/java"), PosixFilePermissions.fromString("rwxr-xr-x"));
        readableByAll(folder);
        return folder;
    }

    /** Copies with times and permissions, as {@code cp -a} does. */
    static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    static void readableByAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> !Files.isSymbolicLink(f)).toList()) {
                boolean runs = Files.isDirectory(file) || Files.isExecutable(file);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        if (!Files.isDirectory(from) || !Files.exists(to)) {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        }
    }
}
