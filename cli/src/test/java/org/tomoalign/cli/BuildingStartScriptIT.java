package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.cli.StartScript.Result;
import org.tomoalign.cli.StartScript.Running;

/** The start script in the source tree: when it builds, and what it waits for. Maven and Java only pretend to work. */
class BuildingStartScriptIT {
    @TempDir
    private Path temporary;
    private Path tree;
    private Path java;

    @BeforeEach
    void makeTree() throws Exception {
        StartScript.readableByAll(temporary);
        Path folder = temporary.toRealPath();
        tree = StartScript.sourceTree(folder.resolve("a source tree"));
        java = StartScript.pretendJava(folder.resolve("java"), "echo ran");
        assertEquals("tomo-align: building (once) ...\n", start().run().succeeded().err());
        assertEquals(1, builds());
    }

    @Test
    void whatIsBuiltRuns() throws Exception {
        Result result = start().run().succeeded();
        assertEquals("ran\n", result.out());
        assertEquals("", result.err());
        assertEquals(1, builds());
    }

    @Test
    void otherContentOfAPartOfTheProgramIsBuilt() throws Exception {
        int expected = 1;
        for (String part : List.of("native-bindings", "vector-kernels", "core-java", "cli")) {
            later(Files.writeString(tree.resolve(part + "/src/main/java/Source.java"), "changed\n"));
            start().run().succeeded();
            assertEquals(++expected, builds(), part);
        }
        Files.delete(tree.resolve("core-java/src/main/java/Source.java"));
        later(tree.resolve("core-java/src/main/java"));
        start().run().succeeded();
        assertEquals(++expected, builds());
    }

    @Test
    void newTimesAloneAndBenchmarksAreNot() throws Exception {
        later(Files.writeString(tree.resolve("jmh-benchmarks/src/main/java/Source.java"), "changed\n"));
        later(tree.resolve("core-java/src/main/java/Source.java"));
        start().run().succeeded();
        assertEquals(1, builds());
    }

    @Test
    void aLockLeftBehindIsTakenOver() throws Exception {
        later(Files.writeString(tree.resolve("cli/pom.xml"), "changed\n"));
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        for (String began : List.of("1", "99999999999")) {
            Files.createSymbolicLink(lock(), Path.of(place() + " " + ended.pid() + " " + began));
            later(Files.writeString(tree.resolve("cli/pom.xml"), "changed " + began + "\n"));
            Result result = start().run().succeeded();
            assertEquals("tomo-align: building (once) ...\n", result.err());
        }
        // The process of that number is another one than the owner: it began later.
        Files.createSymbolicLink(lock(), Path.of(place() + " " + ProcessHandle.current().pid() + " 1"));
        later(Files.writeString(tree.resolve("cli/pom.xml"), "changed again\n"));
        assertEquals("tomo-align: building (once) ...\n", start().run().succeeded().err());
        assertEquals(4, builds());
        assertFalse(Files.exists(lock(), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aLockOfALivingProcessIsWaitedForWithASentence() throws Exception {
        long pid = ProcessHandle.current().pid();
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "only Linux tells when a process began");
        waitsFor(place() + " " + pid + " " + began(), "process " + pid + " on " + host());
        waitsFor("elsewhere/pid:[1] 17 4711", "process 17 on elsewhere");
    }

    private void waitsFor(String owner, String named) throws Exception {
        int before = builds();
        later(Files.writeString(tree.resolve("cli/pom.xml"), owner));
        Files.createSymbolicLink(lock(), Path.of(owner));
        Running waiting = start().start();
        String sentence = "tomo-align: waiting for " + named + ", which is building the program ...\n";
        while (waiting.process().isAlive() && !waiting.errSoFar().equals(sentence)) {
            Thread.sleep(20);
        }
        assertEquals(before, builds());
        Files.delete(lock());
        assertEquals(sentence + "tomo-align: building (once) ...\n", waiting.await().succeeded().err());
        assertEquals(before + 1, builds());
    }

    @Test
    void jobsThatBeginTogetherBuildOnce() throws Exception {
        later(Files.writeString(tree.resolve("cli/pom.xml"), "changed\n"));
        List<Running> jobs = Stream.of(start(), start(), start(), start()).map(BuildingStartScriptIT::started).toList();
        for (Running job : jobs) {
            assertEquals("ran\n", job.await().succeeded().out());
        }
        assertEquals(2, builds());
    }

    @Test
    void anotherUserRunsWhatIsBuilt() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can become another user");
        later(tree.resolve("core-java/src/main/java/Source.java"));
        Result result = nobody().run().succeeded();
        assertEquals("ran\n", result.out());
        assertEquals("", result.err());
        later(Files.writeString(tree.resolve("cli/pom.xml"), "changed\n"));
        result = nobody().run().succeeded();
        assertEquals("ran\n", result.out());
        assertTrue(result.err().contains("have changed since the program was built"), result.err());
        Files.delete(tree.resolve("cli/target/sources.built"));
        result = nobody().run();
        assertEquals(1, result.code());
        assertTrue(result.err().startsWith("tomo-align: the program is not built yet, and "), result.err());
        assertEquals(1, builds());
    }

    @Test
    void classesThatCannotBeStoredAreTriedOnceADayAndNeverUsed() throws Exception {
        Path folder = tree.resolve("cli/target/stored-classes");
        Result result = StartScript.of(tree.resolve("tomo-align"), "align").with("PATH", path()).with("TOMO_ALIGN_JAVA", java)
                .run().succeeded();
        assertEquals("tomo-align: storing classes for a faster start (once) ...\n", result.err());
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(f -> f.getFileName().toString()).toList();
            assertTrue(names.size() == 1 && names.get(0).endsWith(".failed"), names.toString());
        }
        result = StartScript.of(tree.resolve("tomo-align"), "align").with("PATH", path()).with("TOMO_ALIGN_JAVA", java)
                .run().succeeded();
        assertEquals("", result.err());
    }

    private StartScript start() {
        return StartScript.of(tree.resolve("tomo-align"), "--version").with("PATH", path()).with("TOMO_ALIGN_JAVA", java);
    }

    private StartScript nobody() {
        return start().under("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    }

    private static Running started(StartScript script) {
        try {
            return script.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String path() {
        return tree.resolve("tools") + ":" + System.getenv("PATH");
    }

    private Path lock() {
        return tree.resolve("cli/target/build-lock");
    }

    private int builds() throws IOException {
        return Files.readAllLines(tree.resolve("maven.calls")).size();
    }

    /** Gives a file a time after the last build, which may have been in this very moment. */
    private static void later(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusMillis(20)));
    }

    private static String host() throws Exception {
        return StartScript.command("uname", "-n").run().out().strip();
    }

    private static String place() throws Exception {
        return host() + "/" + StartScript.command("readlink", "/proc/self/ns/pid").run().out().strip();
    }

    private static String began() throws Exception {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
    }
}
