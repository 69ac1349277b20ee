package org.tomoalign.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderPathsTest {
    @TempDir
    Path folder;

    private void simplified(String expected, String path) {
        assertEquals(expected, FolderPaths.simplified(folder, Path.of(path)).toString());
        assertEquals(folder.resolve(expected), FolderPaths.simplified(Path.of(""), folder.resolve(path)));
    }

    @Test
    void detoursThroughMissingFoldersAreLeftOut() throws IOException {
        simplified("out", "missing/../out");
        simplified("out", "missing/deeper/../../out");
        simplified("", "missing/..");
        simplified("out/more", "out/more");
        Files.createDirectories(folder.resolve("there"));
        simplified("there/../out", "there/../out");
        simplified("there/out", "there/missing/../out");
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        simplified("dangling/../out", "dangling/../out");
    }

    @Test
    void whatIsAboveStays() {
        assertEquals(Path.of("../out"), FolderPaths.simplified(folder, Path.of("../out")));
        assertEquals(Path.of("/out"), FolderPaths.simplified(folder, Path.of("/missing-folder/../out")));
        assertEquals(Path.of("./out"), FolderPaths.simplified(folder, Path.of("./missing/../out")));
    }
}
