package org.tomoalign.mrc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.input.InputException;

class MrcReadTest {
    @TempDir
    Path folder;

    static Stream<Arguments> storages() {
        return Arrays.stream(MrcMode.values()).flatMap(mode -> Stream.of(
                Arguments.of(mode, ByteOrder.LITTLE_ENDIAN, 0), Arguments.of(mode, ByteOrder.BIG_ENDIAN, 0),
                Arguments.of(mode, ByteOrder.LITTLE_ENDIAN, 1131), Arguments.of(mode, ByteOrder.BIG_ENDIAN, 160)));
    }

    @ParameterizedTest
    @MethodSource("storages")
    void readsEveryModeInBothByteOrders(MrcMode mode, ByteOrder order, int extended) throws IOException {
        RawMrc raw = new RawMrc(37, 5, 3, mode, order, extended);
        Path file = raw.write(folder.resolve("a.mrc"));
        try (MrcStack stack = MrcStack.open(file); Arena arena = Arena.ofConfined()) {
            assertEquals(new MrcHeader(file, 37, 5, 3, mode, order, 1024 + extended, 2.5, 123), stack.header());
            MemorySegment row = arena.allocate(4 * 40);
            for (int z = 0; z < 3; z++) {
                for (int y = 0; y < 5; y++) {
                    row.fill((byte) 0x7f);
                    stack.readRow(z, y, 3, 31, row, 8);
                    for (int k = 0; k < 31; k++) {
                        assertEquals(raw.value((z * 5 + y) * 37 + 3 + k), row.get(ValueLayout.JAVA_FLOAT, 8 + 4 * k));
                    }
                    assertEquals(0x7f7f7f7f, row.get(ValueLayout.JAVA_INT, 4), "nothing before the first pixel");
                    assertEquals(0x7f7f7f7f, row.get(ValueLayout.JAVA_INT, 8 + 4 * 31), "nothing after the last");
                }
            }
            float[] volume = MrcVolume.read(file, arena).toArray();
            for (int i = 0; i < volume.length; i++) {
                assertEquals(raw.value(i), volume[i]);
            }
        }
    }

    @Test
    void rowsOutsideTheStackAreRefused() throws IOException {
        Path file = new RawMrc(8, 4, 2, MrcMode.INT16, ByteOrder.LITTLE_ENDIAN, 0).write(folder.resolve("a.st"));
        try (MrcStack stack = MrcStack.open(file); Arena arena = Arena.ofConfined()) {
            MemorySegment row = arena.allocate(4 * 8);
            assertThrows(IndexOutOfBoundsException.class, () -> stack.readRow(2, 0, 0, 8, row, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> stack.readRow(0, 4, 0, 8, row, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> stack.readRow(0, 0, 1, 8, row, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> stack.readRow(0, 0, 0, 8, row, 4));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023})
    void tooShortForAHeader(int length) throws IOException {
        Path file = Files.write(folder.resolve("short.mrc"), new byte[length]);
        String message = refusal(() -> MrcHeader.read(file));
        assertTrue(message.contains("short.mrc") && message.contains("is " + length + " bytes long"), message);
    }

    @Test
    void truncatedDataAreRefused() throws IOException {
        byte[] bytes = new RawMrc(8, 4, 2, MrcMode.FLOAT32, ByteOrder.LITTLE_ENDIAN, 64).bytes().array();
        Path file = Files.write(folder.resolve("cut.mrc"), Arrays.copyOf(bytes, bytes.length - 1));
        for (String message : new String[] {refusal(() -> MrcHeader.read(file)),
            refusal(() -> MrcStack.open(file).close())}) {
            assertTrue(message.contains("cut.mrc: truncated, is " + (bytes.length - 1)), message);
            assertTrue(message.contains("needs " + bytes.length), message);
        }
        Files.write(file, bytes);
        assertEquals(1088, MrcHeader.read(file).dataOffset());
    }

    @ParameterizedTest
    @CsvSource({"0, 0, dimensions 0 x", "0, -5, dimensions -5 x", "12, 3, MRC mode 3 is not", "12, 101, MRC mode 101",
        "12, 7, MRC mode 7", "92, -1, extended header of -1"})
    void nonsenseHeadersAreRefused(int offset, int value, String words) throws IOException {
        ByteBuffer bytes = new RawMrc(8, 4, 2, MrcMode.FLOAT32, ByteOrder.LITTLE_ENDIAN, 0).bytes();
        bytes.putInt(offset, value);
        Path file = Files.write(folder.resolve("odd.mrc"), bytes.array());
        String message = refusal(() -> MrcHeader.read(file));
        assertTrue(message.contains("odd.mrc") && message.contains(words), message);
    }

    @Test
    void missingFilesAndFoldersAreRefused() {
        assertTrue(refusal(() -> MrcHeader.read(folder.resolve("none.mrc"))).contains("none.mrc: no such file"));
        assertTrue(refusal(() -> MrcStack.open(folder).close()).contains("is a directory"));
        try (Arena arena = Arena.ofConfined()) {
            assertTrue(refusal(() -> MrcVolume.read(folder.resolve("none.map"), arena)).contains("no such file"));
        }
    }

    @Test
    void aFileWithoutStampIsReadByWhatMakesSense() throws IOException {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer bytes = new RawMrc(8, 4, 2, MrcMode.INT16, order, 0).bytes();
            bytes.putInt(212, 0);
            Path file = Files.write(folder.resolve("old.st"), bytes.array());
            assertEquals(order, MrcHeader.read(file).byteOrder());
        }
    }

    @Test
    void absentCellMeansNoPixelSize() throws IOException {
        ByteBuffer bytes = new RawMrc(8, 4, 2, MrcMode.INT16, ByteOrder.LITTLE_ENDIAN, 0).bytes();
        bytes.putFloat(40, 0);
        assertEquals(0, MrcHeader.read(Files.write(folder.resolve("a.mrc"), bytes.array())).pixelSize());
        bytes.putFloat(40, 20).putInt(28, 0);
        assertEquals(0, MrcHeader.read(Files.write(folder.resolve("a.mrc"), bytes.array())).pixelSize());
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, LITTLE_ENDIAN", "FLOAT32, BIG_ENDIAN", "FLOAT16, LITTLE_ENDIAN", "FLOAT16, BIG_ENDIAN"})
    void nanAndInfinityAreNamed(MrcMode mode, String orderName) throws IOException {
        ByteOrder order = orderName.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        RawMrc raw = new RawMrc(61, 83, 2, mode, order, 0);
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            ByteBuffer bytes = raw.bytes();
            int at = 1024 + mode.bytes() * ((1 * 83 + 79) * 61 + 11);
            if (mode == MrcMode.FLOAT32) {
                bytes.putFloat(at, bad);
            } else {
                bytes.putShort(at, Float.floatToFloat16(bad));
            }
            Path file = Files.write(folder.resolve("nan.mrc"), bytes.array());
            try (MrcStack stack = MrcStack.open(file); Arena arena = Arena.ofConfined()) {
                stack.requireFinite(0);
                String image = refusal(() -> stack.requireFinite(1));
                assertTrue(image.contains("nan.mrc: image 2 of 2, pixel (11, 79)"), image);
                String voxel = refusal(() -> MrcVolume.read(file, arena));
                assertTrue(voxel.contains("nan.mrc: voxel (11, 79, 1)"), voxel);
            }
        }
    }

    @Test
    void integersAreAlwaysFinite() throws IOException {
        ByteBuffer bytes = new RawMrc(9, 9, 1, MrcMode.INT16, ByteOrder.LITTLE_ENDIAN, 0).bytes();
        bytes.putShort(1024, (short) 0x7fff);
        try (MrcStack stack = MrcStack.open(Files.write(folder.resolve("a.mrc"), bytes.array()))) {
            stack.requireFinite(0);
        }
    }

    @Test
    void compressedMapsAreReadAndCompressedStacksRefused() throws IOException {
        RawMrc raw = new RawMrc(6, 5, 4, MrcMode.INT16, ByteOrder.BIG_ENDIAN, 96);
        byte[] bytes = raw.bytes().array();
        Path file = compress("a.map.gz", bytes);
        try (Arena arena = Arena.ofConfined()) {
            float[] expected = MrcVolume.read(raw.write(folder.resolve("a.map")), arena).toArray();
            assertArrayEquals(expected, MrcVolume.read(file, arena).toArray());
            Path cut = compress("cut.map.gz", Arrays.copyOf(bytes, bytes.length - 2));
            assertTrue(refusal(() -> MrcVolume.read(cut, arena)).contains("cut.map.gz: truncated"));
            byte[] packed = Files.readAllBytes(file);
            Path torn = Files.write(folder.resolve("torn.map.gz"), Arrays.copyOf(packed, packed.length / 2));
            assertTrue(refusal(() -> MrcVolume.read(torn, arena)).contains("torn.map.gz: truncated"));
        }
        assertTrue(refusal(() -> MrcStack.open(compress("s.st.gz", RawNoise.bytes(5000))).close())
                .contains("s.st.gz"));
        assertTrue(refusal(() -> MrcHeader.read(compress("b.mrc.gz", RawNoise.bytes(5000)))).contains("gz-compressed"));
    }

    private Path compress(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
        return file;
    }

    @Test
    void namesAreTakenApart() {
        for (String suffix : new String[] {"mrc", "mrcs", "st", "map", "ali", "rec", "map.gz", "MRC"}) {
            assertEquals(new MrcName(Path.of("d/a." + suffix), -1), MrcName.parse("d/a." + suffix));
        }
        assertEquals(new MrcName(Path.of("TS_01.st"), -1), MrcName.parse("TS_01.st:mrc"));
        assertEquals(new MrcName(Path.of("odd.dat"), -1), MrcName.parse("odd.dat:mrcs"));
        assertEquals(new MrcName(Path.of("a/s.mrcs"), 11), MrcName.parse("000012@a/s.mrcs"));
        assertEquals(new MrcName(Path.of("me@home/s.mrc"), -1), MrcName.parse("me@home/s.mrc"));
        for (String bad : new String[] {"a.tif", "a", "0@a.mrc", "99999999999@a.mrc", ":mrc"}) {
            assertTrue(refusal(() -> MrcName.parse(bad)).contains(bad));
        }
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(InputException.class, call).getMessage();
    }

    /** Bytes that do not compress below the length of a header. */
    private static final class RawNoise {
        static byte[] bytes(int n) {
            byte[] bytes = new byte[n];
            java.util.random.RandomGenerator.of("L64X128MixRandom").nextBytes(bytes);
            return bytes;
        }
    }

    @Test
    void slicesThatWereLetGoOfAreReadAgain() {
        // Larger than the pages of any machine, at no multiple of them.
        int width = 301, height = 302;
        Path file = folder.resolve("large.mrc");
        float[] expected = new float[width * height];
        try (Arena arena = Arena.ofConfined(); MrcWriter writer = MrcWriter.create(
                file, MrcWriter.Content.STACK, width, height, 3, MrcMode.FLOAT32, 1)) {
            MemorySegment slice = arena.allocate(4L * expected.length, 64);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = i;
                slice.setAtIndex(ValueLayout.JAVA_FLOAT, i, i);
            }
            for (int z = 0; z < 3; z++) {
                writer.writeSlice(z, slice, 0);
            }
            writer.commit();
        }
        try (MrcStack stack = MrcStack.open(file); Arena arena = Arena.ofConfined()) {
            MemorySegment slice = arena.allocate(4L * expected.length, 64);
            for (int round = 0; round < 2; round++) {
                for (int z = 0; z < 3; z++) {
                    stack.readSlice(z, slice.fill((byte) 0), 0);
                    assertArrayEquals(expected, slice.toArray(ValueLayout.JAVA_FLOAT));
                    stack.release(z);
                }
            }
        }
    }
}
