package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.mrc.MrcWriter;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.reference.ShellWeights;

/** The reference as its slices show it; {@link CorrelatorTest} compares it with the formulas. */
class ReferenceMapTest {
    private static final int MAP = 20;
    private static final int BOX = 26;

    @TempDir
    Path folder;

    private Path map(String name, long seed) {
        float[] voxels = new float[MAP * MAP * MAP];
        Random random = new Random(seed);
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = (float) random.nextGaussian();
        }
        MrcWriter.writeVolume(folder.resolve(name), voxels, MAP, MAP, MAP, 2);
        return folder.resolve(name);
    }

    private static double[] fsc(int lastGood) {
        double[] fsc = new double[BOX / 2 + 1];
        Arrays.fill(fsc, 0, lastGood + 1, 1);
        return fsc;
    }

    private ReferenceMap load(Optional<double[]> fsc, int threads) {
        ReferenceMap.Source source = new ReferenceMap.Source(
                map("half1.mrc", 1), map("half2.mrc", 1), Optional.of(map("mask.mrc", 2)), fsc, 2);
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            return ReferenceMap.load(source, BOX, new ShellWeights.Options(false, -1, 1), false, Fftw.get(), pool);
        }
    }

    /** Reads the central slices in xy, yz and zx, within a radius. */
    private static float[] slices(ReferenceMap reference, int radius) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment row = AlignedSegments.complex(arena, BOX);
            float[] all = new float[3 * 2 * (2 * radius + 1) * (radius + 1)];
            int at = 0;
            for (Mat3 view : new Mat3[] {Mat3.IDENTITY, new Mat3(0, 1, 0, 0, 0, 1, 1, 0, 0),
                new Mat3(0, 0, 1, 1, 0, 0, 0, 1, 0)}) {
                SliceReader reader = new SliceReader(KernelProvider.get().slices(), reference.half(2), view);
                for (int ky = -radius; ky <= radius; ky++) {
                    int n = (int) Math.sqrt(radius * radius - ky * ky) + 1;
                    reader.row(ky, n, row, 0);
                    MemorySegment.copy(row, ValueLayout.JAVA_FLOAT, 0, all, at, 2 * n);
                    at += 2 * (radius + 1);
                }
            }
            return all;
        }
    }

    @Test
    void threadsDoNotChangeABit() {
        for (Optional<double[]> fsc : List.of(Optional.of(fsc(9)), Optional.<double[]>empty())) {
            try (ReferenceMap one = load(fsc, 1); ReferenceMap three = load(fsc, 3)) {
                assertArrayEquals(slices(one, 8), slices(three, 8));
            }
        }
    }

    @Test
    void frequenciesThatAreLeftOutDoNotChangeTheOthers() {
        try (ReferenceMap whole = load(Optional.empty(), 2); ReferenceMap part = load(Optional.of(fsc(6)), 2)) {
            assertEquals(BOX / 2, whole.half(1).radius());
            assertEquals(7, part.half(1).radius());
            float[] expected = slices(whole, 7);
            assertArrayEquals(expected, slices(part, 7));
            float largest = 0;
            for (float v : expected) {
                largest = Math.max(largest, Math.abs(v));
            }
            assertTrue(largest > 0.1, "largest " + largest);
        }
    }
}
