package org.tomoalign.fftw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.fftw.FftwLibrary.Origin;

class LibraryLookupTest {
    private static final LookupEnvironment REAL = LookupEnvironment.real();

    @TempDir
    Path folder;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();

    private LookupEnvironment environment(Optional<byte[]> bundled, Path... directories) {
        return new LookupEnvironment(properties::get, variables::get, REAL.platform(), bundled, List.of(directories));
    }

    private static byte[] library() {
        return REAL.bundled().orElseThrow().clone();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysWhenANamedFileIsMissing(boolean property) {
        String missing = folder.resolve("missing.so").toString();
        (property ? properties : variables).put(
                property ? LibraryLookup.PROPERTY : LibraryLookup.VARIABLE, missing);
        String message = failure(environment(REAL.bundled()));
        assertEquals("The " + (property ? "property tomoalign.fftw.library" : "environment variable TOMO_ALIGN_FFTW")
                + " names " + missing + ", which is not a file: install FFTW 3 in single precision (libfftw3f.so.3) or"
                + " set TOMO_ALIGN_FFTW to that file.", message);
    }

    @Test
    void saysWhenANamedFileIsNoLibrary() throws IOException {
        Path text = Files.writeString(folder.resolve("text.so"), "Not a library.\n");
        properties.put(LibraryLookup.PROPERTY, text.toString());
        assertTrue(failure(environment(REAL.bundled())).contains(text + ", which is not a library for this machine: "));
    }

    @Test
    void saysWhenANamedFileIsForAnotherMachine() throws IOException {
        byte[] foreign = library();
        // Bytes 18 and 19 of an ELF file: the machine; 8 is MIPS.
        foreign[18] = 8;
        foreign[19] = 0;
        Path file = Files.write(folder.resolve("foreign.so"), foreign);
        properties.put(LibraryLookup.PROPERTY, file.toString());
        assertTrue(failure(environment(REAL.bundled())).contains(file + ", which is not a library for this machine: "));
    }

    @Test
    void saysWhatMayKeepTheSystemFromLoadingAFile() throws IOException {
        // Bytes 16 and 17 of an ELF file: 2 is a program, which cannot be loaded any more than what must not be executed.
        byte[] program = library();
        program[16] = 2;
        Path file = Files.write(folder.resolve("program.so"), program);
        properties.put(LibraryLookup.PROPERTY, file.toString());
        String message = failure(environment(REAL.bundled()));
        assertTrue(message.contains(file + ", which the system does not load: that file system may forbid execution "
                + "(noexec): "), message);
        properties.clear();
        variables.put("XDG_CACHE_HOME", folder.toString());
        message = failure(environment(Optional.of(program), folder));
        assertTrue(message.contains("(noexec); XDG_CACHE_HOME=FOLDER chooses another) and the system has none"), message);
    }

    @Test
    void saysWhenANamedFileIsAnotherLibrary() {
        Path java = Path.of(System.getProperty("java.home"), "lib", System.mapLibraryName("zip"));
        properties.put(LibraryLookup.PROPERTY, java.toString());
        assertTrue(failure(environment(REAL.bundled())).contains(java + ", which is not FFTW 3 in single precision: "));
    }

    @Test
    void saysWhenThereIsNone() {
        variables.put("XDG_CACHE_HOME", folder.toString());
        assertEquals("No FFTW library: none is shipped for " + REAL.platform() + " and the system has none: install FFTW"
                + " 3 in single precision (libfftw3f.so.3) or set TOMO_ALIGN_FFTW to that file.",
                failure(environment(Optional.empty(), folder)));
        String message = failure(environment(Optional.of(new byte[] {1, 2, 3}), folder));
        assertTrue(message.startsWith("No FFTW library: the one shipped cannot be used ("), message);
    }

    @Test
    void looksInOrder() throws IOException {
        variables.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Path system = Files.createDirectory(folder.resolve("system"));
        Path installed = Files.write(system.resolve(REAL.libraryNames().getFirst()), library());
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(broken.resolve(REAL.libraryNames().getFirst()), "of another kind");
        Path named = Files.write(folder.resolve("named.so"), library());
        Path other = Files.write(folder.resolve("other.so"), library());

        FftwLibrary found = new LibraryLookup(environment(Optional.empty(), broken, system)).find();
        assertEquals(Origin.SYSTEM, found.origin());
        assertEquals(installed, found.path());
        found = new LibraryLookup(environment(REAL.bundled(), system)).find();
        assertEquals(Origin.BUNDLED, found.origin());
        assertTrue(found.path().startsWith(folder.resolve("cache").resolve("tomo-align")), found.toString());
        variables.put(LibraryLookup.VARIABLE, other.toString());
        assertEquals(other, new LibraryLookup(environment(REAL.bundled(), system)).find().path());
        properties.put(LibraryLookup.PROPERTY, named.toString());
        found = new LibraryLookup(environment(REAL.bundled(), system)).find();
        assertEquals(named, found.path());
        assertEquals(Origin.NAMED, found.origin());
        assertTrue(found.version().startsWith("fftw-3."), found.version());
        assertEquals(BundledLibrary.checksum(library()), found.checksum());
    }

    @Test
    void fallsBackToATemporaryFile() throws IOException {
        // A file where the cache folder should be: nothing can be written there, by whatever user.
        variables.put("XDG_CACHE_HOME", Files.writeString(folder.resolve("cache"), "").toString());
        FftwLibrary found = new LibraryLookup(environment(REAL.bundled())).find();
        assertEquals(Origin.BUNDLED, found.origin());
        assertFalse(found.path().startsWith(folder));
        Files.delete(found.path());
    }

    @Test
    void extractsOnceAndRepairs() throws IOException {
        BundledLibrary store = new BundledLibrary(new byte[] {1, 2, 3});
        Path file = store.extractTo(folder);
        FileTime old = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(file, old);
        assertEquals(file, store.extractTo(folder));
        assertEquals(old, Files.getLastModifiedTime(file));
        Files.write(file, new byte[] {1, 2, 4});
        assertEquals(file, store.extractTo(folder));
        assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(file));
        assertNotEquals(file, new BundledLibrary(new byte[] {1, 2}).extractTo(folder));
    }

    @Test
    void extractsWhileOthersDo() throws InterruptedException, ExecutionException, IOException {
        byte[] content = library();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> all = IntStream.range(0, 8).mapToObj(i -> threads.submit(() -> {
                Path file = new BundledLibrary(content).extractTo(folder);
                return Arrays.equals(content, Files.readAllBytes(file));
            })).toList();
            for (Future<Boolean> whole : all) {
                assertTrue(whole.get());
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void namesThePlatformsAsTheArtifactDoes() {
        assertEquals("linux-x86_64", LookupEnvironment.platform("Linux", "amd64"));
        assertEquals("linux-arm64", LookupEnvironment.platform("Linux", "aarch64"));
        assertEquals("macosx-arm64", LookupEnvironment.platform("Mac OS X", "aarch64"));
    }

    @Test
    void findsTheCacheFolder() {
        properties.put("user.home", "/home/someone");
        assertEquals(Optional.of(Path.of("/home/someone/.cache/tomo-align")),
                environment(Optional.empty()).cacheFolder());
        variables.put("XDG_CACHE_HOME", "relative");
        assertEquals(Optional.of(Path.of("/home/someone/.cache/tomo-align")),
                environment(Optional.empty()).cacheFolder());
        variables.put("XDG_CACHE_HOME", "/scratch/cache");
        assertEquals(Optional.of(Path.of("/scratch/cache/tomo-align")), environment(Optional.empty()).cacheFolder());
        properties.clear();
        variables.clear();
        assertEquals(Optional.empty(), environment(Optional.empty()).cacheFolder());
    }

    private static String failure(LookupEnvironment environment) {
        String message = assertThrows(FftwException.class, () -> new LibraryLookup(environment).find()).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }
}
