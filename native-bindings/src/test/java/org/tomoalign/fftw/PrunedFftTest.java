package org.tomoalign.fftw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrunedFftTest {
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @CsvSource({"2,1", "2,2", "4,2", "6,3", "8,5", "10,5", "12,1", "16,8", "22,10", "32,17", "50,13", "64,16", "64,33",
        "96,31", "128,64", "130,60"})
    void forwardEqualsTheWholeTransform(int size, int columns) {
        PrunedLayout layout = new PrunedLayout(size);
        try (Arena arena = Arena.ofConfined(); RealFft2d whole = new RealFft2d(Fftw.get(), size, size);
                PrunedForward2d pruned = new PrunedForward2d(Fftw.get(), size)) {
            MemorySegment image = NaiveDft.floats(arena, NaiveDft.random(size, size * size));
            MemorySegment expected = AlignedSegments.complex(arena, (long) size * layout.halfSize());
            whole.forward(image, expected);
            MemorySegment padded = paddedImage(arena, layout, image);
            MemorySegment spectrum = dirty(arena, layout.spectrumBytes());
            pruned.execute(padded, spectrum, columns, dirty(arena, layout.workspaceBytes()));
            for (int y = 0; y < size; y++) {
                for (int i = 0; i < 2 * columns; i++) {
                    assertEquals(NaiveDft.at(expected, 2L * y * layout.halfSize() + i),
                            NaiveDft.at(spectrum, 2L * y * layout.spectrumRowStride() + i), TOLERANCE * size * 2,
                            "ky " + y + ", float " + i);
                }
            }
            assertEquals(-1, padded.mismatch(paddedImage(arena, layout, image)), "the image changed");
        }
    }

    @ParameterizedTest
    @CsvSource({"2,1,0,1", "2,2,0,2", "4,3,1,2", "6,3,2,3", "8,5,0,8", "10,5,1,8", "12,1,11,1", "16,8,3,9", "22,10,4,17",
        "32,17,5,14", "50,13,2,46", "64,16,9,46", "64,33,0,64", "96,31,25,46", "128,65,41,46", "130,60,42,46"})
    void inverseEqualsTheWholeTransform(int size, int columns, int firstRow, int rows) {
        PrunedLayout layout = new PrunedLayout(size);
        int half = layout.halfSize();
        try (Arena arena = Arena.ofConfined(); RealFft2d whole = new RealFft2d(Fftw.get(), size, size);
                PrunedInverse2d pruned = new PrunedInverse2d(Fftw.get(), size)) {
            MemorySegment random = NaiveDft.floats(arena, NaiveDft.random(size + 1, size * half * 2));
            MemorySegment zeroed = AlignedSegments.complex(arena, (long) size * half);
            MemorySegment spectrum = dirty(arena, layout.spectrumBytes());
            for (int y = 0; y < size; y++) {
                MemorySegment.copy(random, 8L * y * half, zeroed, 8L * y * half, 8L * columns);
                MemorySegment.copy(random, 8L * y * half, spectrum, 8L * y * layout.spectrumRowStride(), 8L * columns);
            }
            MemorySegment before = AlignedSegments.bytes(arena, layout.spectrumBytes()).copyFrom(spectrum);
            MemorySegment expected = AlignedSegments.floats(arena, (long) size * size);
            whole.inverse(zeroed, expected);
            MemorySegment image = dirty(arena, layout.imageBytes(rows));
            pruned.execute(spectrum, columns, firstRow, rows, dirty(arena, layout.workspaceBytes()), image);
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < size; x++) {
                    assertEquals(NaiveDft.at(expected, (long) (firstRow + y) * size + x),
                            NaiveDft.at(image, (long) y * layout.imageRowStride() + x), TOLERANCE * size * 4,
                            "row " + y + ", column " + x);
                }
            }
            assertEquals(-1, spectrum.mismatch(before), "the spectrum changed");
        }
    }

    @Test
    void workspaceOfAnotherWindowDoesNoHarm() {
        PrunedLayout layout = new PrunedLayout(64);
        try (Arena arena = Arena.ofConfined(); PrunedInverse2d pruned = new PrunedInverse2d(Fftw.get(), 64)) {
            MemorySegment spectrum = AlignedSegments.bytes(arena, layout.spectrumBytes());
            for (int i = 0; i < 2 * 33; i++) {
                spectrum.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1 + i);
            }
            MemorySegment workspace = AlignedSegments.bytes(arena, layout.workspaceBytes());
            MemorySegment first = AlignedSegments.bytes(arena, layout.imageBytes(46));
            MemorySegment second = AlignedSegments.bytes(arena, layout.imageBytes(46));
            pruned.execute(spectrum, 20, 9, 46, workspace, first);
            pruned.execute(spectrum, 33, 0, 46, workspace, second);
            assertTrue(first.mismatch(second) >= 0);
            pruned.execute(spectrum, 20, 9, 46, workspace, second);
            assertEquals(-1, first.mismatch(second));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 90, 96})
    void threadsGetTheSameBytes(int size) throws InterruptedException, ExecutionException {
        PrunedLayout layout = new PrunedLayout(size);
        try (ExecutorService threads = Executors.newFixedThreadPool(4);
                PrunedForward2d forward = new PrunedForward2d(Fftw.get(), size);
                PrunedInverse2d inverse = new PrunedInverse2d(Fftw.get(), size)) {
            double[] values = NaiveDft.random(size, size * size);
            List<Future<byte[]>> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                // Offsets of one cache line: alignment beyond 64 bytes must not matter.
                int lines = i % 3;
                results.add(threads.submit(() -> thereAndBack(layout, forward, inverse, values, lines, 20)));
            }
            byte[] expected = thereAndBack(layout, forward, inverse, values, 0, 1);
            for (Future<byte[]> result : results) {
                assertArrayEquals(expected, result.get());
            }
        }
    }

    private static byte[] thereAndBack(
            PrunedLayout layout, PrunedForward2d forward, PrunedInverse2d inverse, double[] values, int lines,
            int times) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment image = paddedImage(arena, layout, NaiveDft.floats(arena, values));
            MemorySegment spectrum = offset(arena, layout.spectrumBytes(), lines);
            MemorySegment workspace = offset(arena, layout.workspaceBytes(), lines);
            MemorySegment window = offset(arena, layout.imageBytes(30), lines);
            for (int i = 0; i < times; i++) {
                forward.execute(image, spectrum, 29, workspace);
                inverse.execute(spectrum, 29, 17, 30, workspace, window);
            }
            return window.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private static MemorySegment offset(Arena arena, long bytes, int lines) {
        return AlignedSegments.bytes(arena, bytes + lines * 64L).asSlice(lines * 64L);
    }

    @Test
    void plansMadeInAnyOrderAreTheSame() {
        List<String> first = descriptions(64, 90);
        List<String> second = descriptions(90, 64);
        assertEquals(first.subList(0, 9), second.subList(9, 18));
        assertEquals(first.subList(9, 18), second.subList(0, 9));
    }

    private static List<String> descriptions(int... sizes) {
        List<String> all = new ArrayList<>();
        for (int size : sizes) {
            for (Transform t : ShippedPlans.pruned(size)) {
                try (Plan plan = Fftw.get().planner().plan(t)) {
                    all.add(plan.description());
                }
            }
        }
        return all;
    }

    @Test
    void refusesWhatDoesNotFit() {
        PrunedLayout layout = new PrunedLayout(16);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment image = AlignedSegments.bytes(arena, layout.imageBytes(16));
            MemorySegment spectrum = AlignedSegments.bytes(arena, layout.spectrumBytes());
            MemorySegment workspace = AlignedSegments.bytes(arena, layout.workspaceBytes());
            PrunedForward2d forward = new PrunedForward2d(Fftw.get(), 16);
            PrunedInverse2d inverse = new PrunedInverse2d(Fftw.get(), 16);
            refused(() -> forward.execute(image, spectrum, 0, workspace));
            refused(() -> forward.execute(image, spectrum, 10, workspace));
            refused(() -> forward.execute(image, spectrum, 9, workspace.asSlice(64)));
            refused(() -> forward.execute(image.asSlice(64), spectrum, 9, workspace));
            refused(() -> forward.execute(image, spectrum.asSlice(32), 9, workspace));
            refused(() -> new PrunedForward2d(Fftw.get(), 15));
            refused(() -> new PrunedInverse2d(Fftw.get(), 0));
            refused(() -> inverse.execute(spectrum, 9, 0, 17, workspace, image));
            refused(() -> inverse.execute(spectrum, 9, 1, 16, workspace, image));
            refused(() -> inverse.execute(spectrum, 9, -1, 16, workspace, image));
            refused(() -> inverse.execute(spectrum, 9, 0, 0, workspace, image));
            refused(() -> inverse.execute(spectrum, 10, 0, 16, workspace, image));
            refused(() -> inverse.execute(spectrum, 9, 0, 16, workspace.asSlice(64), image));
            refused(() -> inverse.execute(spectrum, 9, 0, 16, workspace, image.asSlice(0, image.byteSize() - 1)));
            forward.close();
            inverse.close();
            assertThrows(IllegalStateException.class, () -> forward.execute(image, spectrum, 9, workspace));
            assertThrows(IllegalStateException.class,
                    () -> inverse.execute(spectrum, 9, 0, 16, workspace, image));
        }
    }

    private static void refused(Runnable call) {
        assertThrows(IllegalArgumentException.class, call::run);
    }

    @Test
    void callsAllocateNextToNothing() {
        PrunedLayout layout = new PrunedLayout(16);
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Arena arena = Arena.ofConfined(); PrunedForward2d forward = new PrunedForward2d(Fftw.get(), 16);
                PrunedInverse2d inverse = new PrunedInverse2d(Fftw.get(), 16)) {
            MemorySegment image = AlignedSegments.bytes(arena, layout.imageBytes(16));
            MemorySegment spectrum = AlignedSegments.bytes(arena, layout.spectrumBytes());
            MemorySegment workspace = AlignedSegments.bytes(arena, layout.workspaceBytes());
            int calls = 20_000;
            double perCall = Double.POSITIVE_INFINITY;
            // The compiler takes a few rounds to get there. A few slices may remain; vectors on the heap would take
            // thousands of bytes.
            for (int round = 0; round < 20 && perCall > 256; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < calls; i++) {
                    forward.execute(image, spectrum, 7, workspace);
                    inverse.execute(spectrum, 7, 3, 10, workspace, image);
                }
                perCall = (threads.getCurrentThreadAllocatedBytes() - before) / (double) calls;
            }
            assertTrue(perCall <= 256, perCall + " bytes per pair of calls");
        }
    }

    private static MemorySegment paddedImage(Arena arena, PrunedLayout layout, MemorySegment image) {
        MemorySegment padded = AlignedSegments.bytes(arena, layout.imageBytes(layout.size()));
        NaiveDft.scatter(image, padded, layout.size(), layout.size(), layout.imageRowStride());
        return padded;
    }

    /** Memory full of NaN: what a method reads without having written shows. */
    private static MemorySegment dirty(Arena arena, long bytes) {
        return AlignedSegments.bytes(arena, bytes).fill((byte) 0xff);
    }
}
