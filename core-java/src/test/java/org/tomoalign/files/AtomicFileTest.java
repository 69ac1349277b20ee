package org.tomoalign.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void writesIntoNewFoldersAndReplaces() throws IOException {
        Path file = folder.resolve("a/b/c.txt");
        AtomicFile.write(file, out -> out.write("one".getBytes(StandardCharsets.US_ASCII)));
        AtomicFile.write(file, out -> out.write("two".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("two", Files.readString(file));
        assertEquals(List.of("c.txt"), names(file.getParent()));
    }

    @Test
    void failureLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("c.txt");
        Files.writeString(file, "old");
        assertThrows(UncheckedIOException.class, () -> AtomicFile.write(file, out -> {
            out.write(new byte[100_000]);
            throw new IOException("disk full");
        }));
        assertThrows(IllegalStateException.class, () -> AtomicFile.write(file, out -> {
            throw new IllegalStateException("mistake");
        }));
        assertEquals("old", Files.readString(file));
        assertEquals(List.of("c.txt"), names(folder));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
