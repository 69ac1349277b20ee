package org.tomoalign.mrc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MrcWriteTest {
    @TempDir
    Path folder;

    @Test
    void aVolumeRoundTripsWithAValidHeader() throws IOException {
        float[] values = {1, -2, 3, 4.5f, 0, 7, -8.25f, 2, 9, 1e-20f, 1e20f, 6};
        Path file = folder.resolve("map.mrc");
        MrcWriter.writeVolume(file, values, 3, 2, 2, 1.35);
        ByteBuffer b = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(1024 + 48, b.limit());
        assertEquals(List.of(3, 2, 2, 2), List.of(b.getInt(0), b.getInt(4), b.getInt(8), b.getInt(12)));
        assertEquals(List.of(3, 2, 2), List.of(b.getInt(28), b.getInt(32), b.getInt(36)));
        assertEquals(3 * 1.35f, b.getFloat(40), 1e-6f);
        assertEquals(List.of(1, 2, 3), List.of(b.getInt(64), b.getInt(68), b.getInt(72)));
        assertEquals(-8.25f, b.getFloat(76));
        assertEquals(1e20f, b.getFloat(80));
        assertEquals(1e20 / 12, b.getFloat(84), 1e14);
        assertEquals(1, b.getInt(88), "space group of a volume");
        assertEquals("MAP ", new String(b.array(), 208, 4, StandardCharsets.US_ASCII));
        assertEquals(0x44, b.get(212));
        assertEquals(Math.sqrt(1e40 / 12 - 1e40 / 144), b.getFloat(216), 1e14);
        try (Arena arena = Arena.ofConfined()) {
            MrcVolume read = MrcVolume.read(file, arena);
            assertEquals(1.35, read.header().pixelSize(), 1e-6);
            assertArrayEquals(values, read.toArray());
        }
    }

    @Test
    void aStackIsWrittenInAnyOrderAndLooksTheSame() throws IOException {
        byte[][] files = new byte[2][];
        for (int run = 0; run < 2; run++) {
            Path file = folder.resolve("stack" + run + ".mrc");
            try (MrcWriter writer = MrcWriter.create(
                    file, MrcWriter.Content.STACK, 5, 4, 3, MrcMode.FLOAT32, 2.0); Arena arena = Arena.ofConfined()) {
                MemorySegment slice = arena.allocate(4 * 20);
                for (int k = 0; k < 3; k++) {
                    int z = run == 0 ? k : (k + 2) % 3;
                    for (int i = 0; i < 20; i++) {
                        slice.setAtIndex(ValueLayout.JAVA_FLOAT, i, 0.1f * (100 * z + i));
                    }
                    writer.writeSlice(z, slice, 0);
                }
                assertFalse(Files.exists(file), "not before it is complete");
                writer.commit();
            }
            files[run] = Files.readAllBytes(file);
            assertEquals(0, ByteBuffer.wrap(files[run]).getInt(88), "space group of a stack");
        }
        assertArrayEquals(files[0], files[1]);
        try (MrcStack stack = MrcStack.open(folder.resolve("stack0.mrc")); Arena arena = Arena.ofConfined()) {
            MemorySegment row = arena.allocate(4);
            stack.readRow(2, 3, 4, 1, row, 0);
            assertEquals(0.1f * 219, row.get(ValueLayout.JAVA_FLOAT, 0));
        }
    }

    @Test
    void halfFloatsRoundTrip() {
        Path file = folder.resolve("half.mrc");
        float[] values = {0, 1, -1, 0.1f, 65504, 6e-8f, -3.14159f, 1000.3f};
        try (MrcWriter writer = MrcWriter.create(
                file, MrcWriter.Content.STACK, 4, 2, 1, MrcMode.FLOAT16, 1); Arena arena = Arena.ofConfined()) {
            writer.writeSlice(0, arena.allocateFrom(ValueLayout.JAVA_FLOAT, values), 0);
            writer.commit();
            float[] read = MrcVolume.read(file, arena).toArray();
            assertEquals(MrcMode.FLOAT16, MrcHeader.read(file).mode());
            for (int i = 0; i < values.length; i++) {
                assertEquals(values[i], read[i], Math.max(Math.abs(values[i]) * 0x1p-11f, 0x1p-25f));
            }
        }
    }

    @Test
    void anUnfinishedFileLeavesNothingBehind() throws IOException {
        Path file = folder.resolve("stack.mrc");
        try (MrcWriter writer = MrcWriter.create(
                file, MrcWriter.Content.STACK, 2, 2, 2, MrcMode.FLOAT32, 1); Arena arena = Arena.ofConfined()) {
            writer.writeSlice(0, arena.allocate(16), 0);
            assertThrows(IllegalStateException.class, writer::commit);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void afterAFailureTheFileIsNamedAndNothingIsLeft() throws IOException {
        Path taken = folder.resolve("taken.mrc");
        Files.createDirectories(taken.resolve("below"));
        UncheckedIOException e = assertThrows(UncheckedIOException.class,
                () -> MrcWriter.writeVolume(taken, new float[8], 2, 2, 2, 1));
        assertTrue(e.getMessage().startsWith(taken + ": cannot be written ("), e.getMessage());
        Path inside = Files.createFile(folder.resolve("file")).resolve("a.mrc");
        e = assertThrows(UncheckedIOException.class, () -> MrcWriter.writeVolume(inside, new float[8], 2, 2, 2, 1));
        assertTrue(e.getMessage().startsWith(inside + ": cannot be written ("), e.getMessage());
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of("file", "taken.mrc"), left.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }
}
