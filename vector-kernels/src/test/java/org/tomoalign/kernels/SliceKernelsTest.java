package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trilinear interpolation along lines, in an odd layout: axes that end within blocks, origins of their own. */
class SliceKernelsTest {
    private static final SliceKernels.Layout LAYOUT = new SliceKernels.Layout(33, 30, 37, 34, 36);
    private static final double COORDINATE_ERROR = 1e-4;

    private static SliceKernels slices(String name) {
        return KernelProvider.named(name).slices();
    }

    private interface Filling {
        double at(int x, int y, int z);
    }

    private static MemorySegment volume(Filling re, Filling im) {
        MemorySegment volume = Arena.ofAuto().allocate(LAYOUT.bytes(), 64);
        for (int z = -LAYOUT.originZ(); z <= LAYOUT.maxZ(); z++) {
            for (int y = -LAYOUT.originY(); y <= LAYOUT.maxY(); y++) {
                float[] row = new float[2 * (LAYOUT.maxX() + 1)];
                for (int x = 0; x <= LAYOUT.maxX(); x++) {
                    row[2 * x] = (float) re.at(x, y, z);
                    row[2 * x + 1] = (float) im.at(x, y, z);
                }
                LAYOUT.setRow(volume, y, z, row, LAYOUT.maxX() + 1);
            }
        }
        return volume;
    }

    private static MemorySegment noise() {
        Random random = new Random(11);
        return volume((x, y, z) -> random.nextFloat() - 0.5, (x, y, z) -> random.nextFloat() - 0.5);
    }

    @ParameterizedTest
    @MethodSource("org.tomoalign.kernels.RowKernelsTest#cases")
    void isExactOnALinearVolume(String name, int n, boolean aligned) {
        MemorySegment volume = volume((x, y, z) -> x + 2 * y - 3 * z + 5, (x, y, z) -> -2 * x + y + z - 1);
        for (int sign : new int[] {1, -1}) {
            double dx = sign * 36.7 / Math.max(n, 2);
            double dy = sign * -61.0 / Math.max(n, 2);
            double dz = sign * 63.0 / Math.max(n, 2);
            double x = sign > 0 ? 0 : 36.9;
            double y = sign * 31.5;
            double z = sign > 0 ? -30 : 35.5;
            for (boolean conjugate : new boolean[] {false, true}) {
                Row out = Row.random(new Random(3), 2 * n, 1, aligned);
                slices(name).line(volume, LAYOUT, x, y, z, dx, dy, dz, n, conjugate, out.segment(), out.offset());
                for (int k = 0; k < n; k++) {
                    double px = x + k * dx;
                    double py = y + k * dy;
                    double pz = z + k * dz;
                    double im = -2 * px + py + pz - 1;
                    assertEquals(px + 2 * py - 3 * pz + 5, out.get(2 * k), 6 * COORDINATE_ERROR, "real part " + k);
                    assertEquals(conjugate ? -im : im, out.get(2 * k + 1), 4 * COORDINATE_ERROR, "imaginary " + k);
                }
                out.assertMarginsUntouched(2 * n);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void isTrilinearOnNoise(String name) {
        MemorySegment volume = noise();
        Random random = new Random(4);
        for (int n : Providers.SIZES) {
            double x = 1 + 17 * random.nextDouble();
            double y = 20 * random.nextDouble() - 10;
            double z = 20 * random.nextDouble() - 10;
            double dx = (17 * random.nextDouble()) / n;
            double dy = 20 * (random.nextDouble() - 0.5) / n;
            double dz = 20 * (random.nextDouble() - 0.5) / n;
            Row out = Row.random(random, 2 * n, 1, true);
            slices(name).line(volume, LAYOUT, x, y, z, dx, dy, dz, n, false, out.segment(), out.offset());
            for (int k = 0; k < n; k++) {
                for (int part = 0; part < 2; part++) {
                    double expected = trilinear(volume, x + k * dx, y + k * dy, z + k * dz, part);
                    assertEquals(expected, out.get(2 * k + part), 3 * COORDINATE_ERROR, "point " + k + " of " + n);
                }
            }
        }
    }

    private static double trilinear(MemorySegment volume, double x, double y, double z, int part) {
        int ix = (int) Math.floor(x);
        int iy = (int) Math.floor(y);
        int iz = (int) Math.floor(z);
        double sum = 0;
        for (int corner = 0; corner < 8; corner++) {
            int cx = ix + (corner & 1);
            int cy = iy + (corner >> 1 & 1);
            int cz = iz + (corner >> 2);
            double weight = (1 - Math.abs(x - cx)) * (1 - Math.abs(y - cy)) * (1 - Math.abs(z - cz));
            long i = 2 * LAYOUT.index(cx, cy, cz) + part;
            sum += weight * volume.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void gridPointsAndCornersAreReproduced(String name) {
        MemorySegment volume = noise();
        int n = LAYOUT.maxX() + 1;
        Row out = Row.random(new Random(5), 2 * n, 1, true);
        for (int y : new int[] {-LAYOUT.originY(), 0, LAYOUT.maxY()}) {
            for (int z : new int[] {-LAYOUT.originZ(), 0, LAYOUT.maxZ()}) {
                slices(name).line(volume, LAYOUT, 0, y, z, 1, 0, 0, n, false, out.segment(), out.offset());
                for (int i = 0; i < 2 * n; i++) {
                    long at = 2 * LAYOUT.index(i / 2, y, z) + i % 2;
                    assertEquals(volume.getAtIndex(ValueLayout.JAVA_FLOAT, at), out.get(i), 2e-7, "value " + i);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void endsMayBeOutsideByRoundingOnly(String name) {
        MemorySegment volume = volume((x, y, z) -> x, (x, y, z) -> z);
        Row out = Row.random(new Random(6), 2 * 38, 1, true);
        SliceKernels slices = slices(name);
        slices.line(volume, LAYOUT, -1e-12, -33 - 1e-12, 36 + 1e-12, 1, 0, 0, 38, true, out.segment(), out.offset());
        assertEquals(0, out.get(0), 1e-5);
        assertEquals(37, out.get(74), 1e-5);
        assertEquals(-36, out.get(75), 1e-5);
        double[][] outside = {
            {-0.01, 0, 0, 1, 0, 0}, {0.01, 0, 0, 1, 0, 0}, {0, -33.01, 0, 0, 0, 0}, {0, 34.01, 0, 0, 0, 0},
            {0, 0, -30.01, 0, 0, 0}, {0, 0, 36.01, 0, 0, 0}, {37, 0, 0, -1.1, 0, 0}, {0, 0, 0, 0, 1, 0},
            {0, 0, 0, 0, -1, 0}, {0, 0, 0, 0, 0, 1}, {0, 0, 0, 0, 0, -1}, {Double.NaN, 0, 0, 0, 0, 0},
            {0, Double.NaN, 0, 0, 0, 0}, {0, 0, 0, 0, 0, Double.NaN}, {0, Double.POSITIVE_INFINITY, 0, 0, 0, 0},
        };
        for (double[] p : outside) {
            assertThrows(
                    IndexOutOfBoundsException.class,
                    () -> slices.line(
                            volume, LAYOUT, p[0], p[1], p[2], p[3], p[4], p[5], 38, false, out.segment(), out.offset()));
        }
        MemorySegment small = volume.asSlice(0, LAYOUT.bytes() - 1);
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> slices.line(small, LAYOUT, 0, 0, 0, 1, 0, 0, 38, false, out.segment(), out.offset()));
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> slices.line(
                        volume, LAYOUT, 0, 0, 0, 1, 0, 0, 38, false, out.segment(), out.segment().byteSize() - 300));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void theLargestVolumeIsReadThroughout(String name) {
        SliceKernels.Layout layout = new SliceKernels.Layout(0, 0, 8192, 1, 1);
        MemorySegment volume = Arena.ofAuto().allocate(layout.bytes(), SliceKernels.Layout.ALIGNMENT);
        float[] row = new float[2 * 8193];
        for (int x = 0; x <= 8192; x++) {
            row[2 * x] = x;
            row[2 * x + 1] = -x;
        }
        for (int y = 0; y <= 1; y++) {
            layout.setRow(volume, y, 0, row, 8193);
            layout.setRow(volume, y, 1, row, 8193);
        }
        Row out = Row.random(new Random(7), 2 * 8193, 1, true);
        slices(name).line(volume, layout, 0, 0, 0, 1, 0, 0, 8193, false, out.segment(), out.offset());
        for (int x = 0; x <= 8192; x++) {
            assertEquals(x, out.get(2 * x), 2e-3, "value " + x);
            assertEquals(-x, out.get(2 * x + 1), 2e-3, "value " + x);
        }
    }

    @Test
    void valuesHavePlacesOfTheirOwn() {
        for (int maxX : new int[] {1, 6, 7, 8, 14, 15}) {
            SliceKernels.Layout layout = new SliceKernels.Layout(3, 4, maxX, 5, 12);
            BitSet taken = new BitSet();
            for (int z = -4; z <= 12; z++) {
                for (int y = -3; y <= 5; y++) {
                    for (int x = 0; x <= maxX; x++) {
                        int index = Math.toIntExact(layout.index(x, y, z));
                        assertFalse(taken.get(index), "x " + x + ", y " + y + ", z " + z);
                        taken.set(index);
                        assertTrue(8L * index + 8 <= layout.bytes());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void layoutRefusesNegativeAndEmptyAxes(int which) {
        int[] l = {2, 2, 3, 1, 1};
        new SliceKernels.Layout(l[0], l[1], l[2], l[3], l[4]);
        l[which] = which < 2 ? -1 : which == 2 ? 0 : -2;
        assertThrows(
                IllegalArgumentException.class,
                () -> new SliceKernels.Layout(l[0], l[1], l[2], l[3], l[4]));
    }
}
