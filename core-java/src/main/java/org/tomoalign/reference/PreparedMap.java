package org.tomoalign.reference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.IntStream;

/**
 * Prepares a masked half map for reading slices out of its transform: padding, taper and the correction for trilinear
 * interpolation (RELION's {@code TomoReferenceMap::load}).
 */
final class PreparedMap {
    /** Width of the soft edge of the sphere the map is tapered with, px. */
    private static final double TAPER = 10;
    /** Keeps the gridding correction finite where the kernel vanishes. */
    private static final double EPSILON = 0.02;

    private final int box;
    /** The taper at the squared distance (an integer) from the centre; zero beyond the end of the table. */
    private final double[] taper;
    /** Taper times gridding correction, likewise. */
    private final double[] factor;

    /**
     * @param box         box size, px, even
     * @param emptyCentre zero the central voxel, as RELION does
     */
    PreparedMap(int box, boolean emptyCentre) {
        this.box = box;
        int m = box / 2;
        taper = new double[m * m];
        factor = new double[m * m];
        for (int r2 = 0; r2 < m * m; r2++) {
            double r = Math.sqrt(r2);
            taper[r2] = r < m - TAPER ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * (m - r) / TAPER);
            factor[r2] = taper[r2] * correction(r / box, emptyCentre);
        }
    }

    private static double correction(double r, boolean emptyCentre) {
        if (r == 0) {
            return emptyCentre ? 0 : 1 / (1 + EPSILON);
        }
        double sinc = Math.sin(Math.PI * r) / (Math.PI * r);
        return 1 / (sinc * sinc + EPSILON);
    }

    /**
     * Pads a map centred into the box, subtracts its weighted mean, tapers it and divides it by
     * {@code sinc^2(r / box) + 0.02}.
     *
     * @param map       cube of mapSize^3 floats, x fastest
     * @param mask      cube of the same size to multiply with, or null
     * @param target    cube of box^3 floats to fill, rows {@code rowStride} floats apart
     */
    void prepare(MemorySegment map, MemorySegment mask, int mapSize, MemorySegment target, int rowStride) {
        target.fill((byte) 0);
        int border = (box - mapSize) / 2;
        double[] planeSums = new double[mapSize];
        IntStream.range(0, mapSize).parallel().forEach(
                z -> planeSums[z] = copyPlane(map, mask, mapSize, z, target, rowStride, border));
        double weighted = 0;
        for (double sum : planeSums) {
            weighted += sum;
        }
        double mean = weighted / taperVolume();
        IntStream.range(0, box).parallel().forEach(z -> {
            for (int y = 0; y < box; y++) {
                for (int x = 0; x < box; x++) {
                    int r2 = squaredDistance(x, y, z);
                    long j = (z * (long) box + y) * rowStride + x;
                    double v = r2 < factor.length
                            ? factor[r2] * (target.getAtIndex(ValueLayout.JAVA_FLOAT, j) - mean) : 0;
                    target.setAtIndex(ValueLayout.JAVA_FLOAT, j, (float) v);
                }
            }
        });
    }

    /** Copies one plane, masked, to its place in the box and returns its sum weighted by the taper. */
    private double copyPlane(
            MemorySegment map, MemorySegment mask, int mapSize, int z, MemorySegment target, int rowStride, int border) {
        double sum = 0;
        for (int y = 0; y < mapSize; y++) {
            for (int x = 0; x < mapSize; x++) {
                long i = ((long) z * mapSize + y) * mapSize + x;
                float v = map.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                float masked = mask == null ? v : v * mask.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                long j = ((z + border) * (long) box + y + border) * rowStride + x + border;
                target.setAtIndex(ValueLayout.JAVA_FLOAT, j, masked);
                int r2 = squaredDistance(x + border, y + border, z + border);
                sum += r2 < taper.length ? taper[r2] * masked : 0;
            }
        }
        return sum;
    }

    private int squaredDistance(int x, int y, int z) {
        int dx = x - box / 2, dy = y - box / 2, dz = z - box / 2;
        return dx * dx + dy * dy + dz * dz;
    }

    private double taperVolume() {
        double sum = 0;
        for (int z = 0; z < box; z++) {
            for (int y = 0; y < box; y++) {
                for (int x = 0; x < box; x++) {
                    int r2 = squaredDistance(x, y, z);
                    sum += r2 < taper.length ? taper[r2] : 0;
                }
            }
        }
        return sum;
    }
}
