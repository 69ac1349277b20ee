package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.cli.StartScript.Result;
import org.tomoalign.cli.StartScript.Running;

/** The start script in an installation, reached by any path and by any user, with classes stored by its installer. */
class InstalledStartScriptIT {
    private static final String STORED = "org.tomoalign.cli.TomoAlign source: shared objects file (top)";
    private static final String USAGE = "Usage: tomo-align score";

    @TempDir
    private static Path shared;
    private static Path installed;

    @TempDir
    private Path temporary;
    private Path folder;

    @BeforeAll
    static void installAndWarmUpWithAPrivateUmask() throws Exception {
        assumeTrue(Files.exists(Path.of(System.getProperty("java.home"), "lib/server/classes.jsa")),
                "a Java without stored classes of its own stores none");
        installed = StartScript.install(shared.toRealPath().resolve("tomo-align"));
        StartScript.readableByAll(shared);
        Result result = StartScript.command("sh", "-c", "umask 077; exec \"$0\" warm-up", script(installed).toString())
                .run().succeeded();
        assertEquals("tomo-align: storing classes for a faster start (once) ...\ntomo-align: the classes are stored in "
                + installed.resolve("lib/stored-classes") + "\n", result.err());
    }

    @BeforeEach
    void letOthersIn() throws IOException {
        folder = temporary.toRealPath();
        StartScript.readableByAll(folder);
    }

    @Test
    void classesAreStoredOnce() throws Exception {
        Result again = StartScript.of(script(installed), "warm-up").run().succeeded();
        assertEquals("tomo-align: the classes are stored in " + installed.resolve("lib/stored-classes") + "\n", again.err());
        assertEquals(List.of("jsa", "txt"), endings(installed.resolve("lib/stored-classes")));
    }

    @Test
    void theInstallationAndLinksToItUseTheStoredClasses() throws Exception {
        assertTrue(usesStoredClasses(score(script(installed))));
        Path linkedFolder = Files.createSymbolicLink(installed.resolveSibling("linked"), installed);
        assertTrue(usesStoredClasses(score(script(linkedFolder))));
        Path linkedScript = Files.createSymbolicLink(installed.resolveSibling("script"), script(linkedFolder));
        assertTrue(usesStoredClasses(score(linkedScript)));
        assertTrue(usesStoredClasses(score(script(installed)).with("CDPATH", "/usr").with("HOME", "/nonexistent")));
    }

    @Test
    void anotherUserUsesThemWithoutAWord() throws Exception {
        Result result = asAnotherUser(score(script(installed))).run().succeeded();
        assertTrue(result.out().contains(STORED) && result.err().isEmpty(), result.err());
    }

    @Test
    void aCopyWorksWithoutThemAndStoresItsOwnInTheUsersCache() throws Exception {
        Path copy = folder.resolve("copy");
        StartScript.copyTree(installed, copy);
        assertFalse(usesStoredClasses(score(script(copy))));
        Path cache = folder.resolve("cache");
        // Several jobs that begin at once: one stores, the others do without.
        List<Running> jobs = new ArrayList<>();
        for (int job = 0; job < 3; job++) {
            jobs.add(StartScript.of(script(copy), "score").with("XDG_CACHE_HOME", cache).start());
        }
        for (Running job : jobs) {
            Result result = job.await();
            assertEquals(TomoAlign.WRONG_INPUT, result.code());
            assertTrue(result.err().contains("tomo-align: "), result.err());
        }
        assertEquals(List.of("jsa", "txt"), endings(cache.resolve("tomo-align")));
        assertTrue(usesStoredClasses(score(script(copy)).with("XDG_CACHE_HOME", cache)));
        // Moved away and back. Elsewhere the cache holds nothing that fits.
        Path moved = Files.move(copy, folder.resolve("moved"));
        assertFalse(usesStoredClasses(score(script(moved))));
        Files.move(moved, copy);
        assertTrue(usesStoredClasses(score(script(copy)).with("XDG_CACHE_HOME", cache)));
    }

    @Test
    void aCopyThatCannotBeWrittenToWorks() throws Exception {
        Path copy = StartScript.install(folder.resolve("copy"));
        Result result = asAnotherUser(score(script(copy)).with("HOME", "/nonexistent")).run().succeeded();
        assertTrue(result.out().contains(USAGE) && result.err().isEmpty(), result.err());
        Result warmUp = asAnotherUser(StartScript.of(script(copy), "warm-up")).run();
        assertEquals(1, warmUp.code());
        assertTrue(warmUp.err().contains("classes can be stored neither in " + copy + "/lib/stored-classes nor"), warmUp.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a blank", "a:colon", "Größe", "every one: Ångström $HOME 'quoted' *"})
    void anyPathWorksInAnyLocale(String name) throws Exception {
        Path copy = folder.resolve(name);
        Result renamed = StartScript.command("cp", "-a", installed.toString(), copy.toString()).run().succeeded();
        assertEquals("", renamed.err());
        for (String locale : List.of("C", "C.UTF-8")) {
            Result result = StartScript.command("sh", "-c", "exec \"$0\"/*/bin/tomo-align score --help", folder.toString())
                    .with("LC_ALL", locale).run().succeeded();
            assertTrue(result.out().startsWith(USAGE) && result.err().isEmpty(), result.err());
        }
    }

    @Test
    void classesOfOtherJarsOrNoneAreNotUsed() throws Exception {
        Path archive = file(installed.resolve("lib/stored-classes"), ".jsa");
        Path aside = Files.move(archive, archive.resolveSibling("aside"));
        Files.createFile(archive);
        assertFalse(usesStoredClasses(score(script(installed))), "an empty archive");
        Files.delete(archive);
        Files.move(aside, archive);
        Path jar = file(installed.resolve("lib/jars"), "vector-kernels-[0-9.]*.jar");
        FileTime time = Files.getLastModifiedTime(jar);
        Files.setLastModifiedTime(jar, FileTime.fromMillis(time.toMillis() + 5000));
        assertFalse(usesStoredClasses(score(script(installed))), "another jar");
        Files.setLastModifiedTime(jar, time);
        Path text = file(installed.resolve("lib/stored-classes"), ".txt");
        String description = Files.readString(text);
        Files.writeString(text, description.replaceFirst("java /", "java /other/"));
        assertFalse(usesStoredClasses(score(script(installed))), "another Java");
        Files.writeString(text, description);
        assertTrue(usesStoredClasses(score(script(installed))));
    }

    @Test
    void relionsNamesRunAlign() throws Exception {
        for (String name : List.of("relion_tomo_align", "relion_tomo_align_mpi")) {
            Result result = StartScript.of(installed.resolve("bin/" + name), "--help").run().succeeded();
            assertTrue(result.out().startsWith("Usage: " + name), result.out());
        }
    }

    @Test
    void aJobThatCannotBeginLeavesRelionsExitFile() throws Exception {
        for (List<String> option : List.of(List.of("--pipeline_control", folder + "/"), List.of("--pipeline_control=" + folder))) {
            Result result = StartScript.of(installed.resolve("bin/relion_tomo_align"), option.toArray(String[]::new))
                    .with("TOMO_ALIGN_JAVA", "/nonexistent").run();
            assertEquals(1, result.code());
            assertEquals("tomo-align: TOMO_ALIGN_JAVA=/nonexistent is not a Java 25 or newer.\n", result.err());
            Files.delete(folder.resolve("RELION_JOB_EXIT_FAILURE"));
        }
    }

    @Test
    void nativeLibrariesAreKeptFromATemporaryFolderThatForbidsExecution() throws Exception {
        String mount = "mount -t tmpfs -o noexec,mode=1777 none \"$1\"";
        assumeTrue(StartScript.command("unshare", "-rm", "sh", "-c", mount, "sh", folder.toString()).run().code() == 0,
                "file systems can be mounted here");
        Path scratch = Files.createDirectory(folder.resolve("tmp"));
        Result result = StartScript.command("unshare", "-rm", "sh", "-c", mount + " && exec \"$0\" simulate \"$2\""
                        + " --tilts 3 --particles 2 --box 32 --size 64",
                script(installed).toString(), scratch.toString(), folder.resolve("data").toString())
                .with("TMPDIR", scratch).with("XDG_CACHE_HOME", folder.resolve("cache")).run().succeeded();
        assertTrue(Files.exists(folder.resolve("data/particles.star")), result.out());
    }

    private static Path script(Path home) {
        return home.resolve("bin/tomo-align");
    }

    /** A command that ends at once, and prints where Java found its classes. */
    private static StartScript score(Path script) {
        return StartScript.of(script, "score", "--help").with("TOMO_ALIGN_JAVA_OPTIONS", "-Xlog:class+load");
    }

    private static boolean usesStoredClasses(StartScript command) throws Exception {
        String out = command.run().succeeded().out();
        assertTrue(out.contains(USAGE), out);
        return out.contains(STORED);
    }

    /** Root may write anywhere, so it becomes somebody else; others take write permission from themselves. */
    private StartScript asAnotherUser(StartScript command) throws IOException {
        if (System.getProperty("user.name").equals("root")) {
            return command.under("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        }
        for (Path root : List.of(folder, installed)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path directory : files.filter(Files::isDirectory).toList()) {
                    Files.setPosixFilePermissions(directory,
                            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE));
                }
            }
        }
        return command;
    }

    private static List<String> endings(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> !f.startsWith("libfftw"))
                    .map(f -> f.replaceFirst(".*\\.", "")).sorted().toList();
        }
    }

    /** The one file of a folder whose name ends as a pattern says. */
    private static Path file(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.getFileName().toString().matches(".*" + ending)).findFirst().orElseThrow();
        }
    }
}
