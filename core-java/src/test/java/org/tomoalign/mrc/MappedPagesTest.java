package org.tomoalign.mrc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Slices of a mapped file, in and out of memory. */
class MappedPagesTest {
    private static final int SLICE = 1 << 20;
    private static final int SLICES = 3;
    /** One entry per mapping: a line that ends with the file's name, then its sizes. */
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");

    @TempDir
    Path folder;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        // The system knows mapped files by their real names.
        file = new RawMrc(SLICE / 4 / 512, 512, SLICES, MrcMode.FLOAT32, ByteOrder.nativeOrder(), 0)
                .write(folder.toRealPath().resolve("stack.mrc"));
    }

    /** Returns how many bytes of the file are in memory as pages of this process. */
    private long resident() throws IOException {
        List<String> lines = Files.readAllLines(MAPPINGS);
        long bytes = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).endsWith(file.toString())) {
                while (!lines.get(i).startsWith("Rss:")) {
                    i++;
                }
                bytes += 1024 * Long.parseLong(lines.get(i).replaceAll("\\D", ""));
            }
        }
        return bytes;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aReleasedSliceLeavesTheMemory() throws IOException {
        assumeTrue(Files.isReadable(MAPPINGS), "the system does not tell what is in memory");
        try (Arena arena = Arena.ofConfined(); MrcStack stack = MrcStack.open(file)) {
            MemorySegment slice = arena.allocate(SLICE);
            assertEquals(0, resident());
            for (int z = 0; z < SLICES; z++) {
                stack.readSlice(z, slice, 0);
            }
            assertTrue(resident() >= SLICES * SLICE, "found " + resident());
            stack.release(1);
            // Its first and last pages may belong to the neighbours too.
            long left = resident();
            long neighbours = (SLICES - 1) * SLICE;
            assertTrue(left >= neighbours && left <= neighbours + 2 * MappedPages.PAGE, "found " + left);
            stack.readSlice(1, slice, 0);
            assertTrue(resident() >= SLICES * SLICE, "found " + resident());
        }
        assertEquals(0, resident());
    }

    @Test
    void aClosedFileIsNotReleased() {
        MrcStack stack = MrcStack.open(file);
        stack.close();
        assertThrows(IllegalStateException.class, () -> stack.release(1));
    }
}
