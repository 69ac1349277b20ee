package org.tomoalign.reference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.parallel.Workers;

/**
 * A masked half map as its transform is taken for reading slices out of it (RELION's {@code TomoReferenceMap::load}):
 * padded into the box, without its weighted mean, tapered, and corrected for trilinear interpolation by
 * {@code 1 / (sinc^2(r / box) + 0.02)}.
 */
final class PreparedMap {
    private final MaskedMap map;
    private final Factors factors;
    private final int box;
    private final double mean;

    /**
     * Measures the weighted mean.
     *
     * @param map  not larger than the box
     * @param pool runs the work
     */
    PreparedMap(MaskedMap map, Factors factors, ForkJoinPool pool) {
        this.map = map;
        this.factors = factors;
        box = factors.box;
        double sum = 0;
        for (double plane : Workers.map(pool, box, this::weightedSum)) {
            sum += plane;
        }
        mean = sum / factors.taperVolume;
    }

    private int border() {
        return (box - map.size()) / 2;
    }

    private double weightedSum(int z) {
        float[] row = new float[box];
        float[] scratch = new float[box];
        double sum = 0;
        for (int y = 0; y < box; y++) {
            int reach = factors.reach(y, z);
            if (reach >= 0 && map.row(y - border(), z - border(), row, border(), scratch)) {
                sum += Factors.sum(factors.taper, factors.squaredDistance(y, z), row, box / 2, reach);
            }
        }
        return sum;
    }

    /** Fills a plane: box rows of box floats, {@code rowStride} floats apart. */
    void plane(int z, MemorySegment target, int rowStride) {
        target.fill((byte) 0);
        float[] row = new float[box];
        float[] scratch = new float[box];
        for (int y = 0; y < box; y++) {
            int reach = factors.reach(y, z);
            if (reach >= 0) {
                Arrays.fill(row, 0);
                map.row(y - border(), z - border(), row, border(), scratch);
                factors.finish(row, factors.squaredDistance(y, z), reach, mean);
                int first = box / 2 - reach;
                MemorySegment.copy(row, first, target, ValueLayout.JAVA_FLOAT,
                        ((long) y * rowStride + first) * Float.BYTES, 2 * reach + 1);
            }
        }
    }

    /** What the voxels of a box are multiplied with; zero from a distance of box/2 on. */
    static final class Factors {
        /** Width of the soft edge of the sphere the map is tapered with, px. */
        private static final double TAPER = 10;
        /** Keeps the gridding correction finite where the kernel vanishes. */
        private static final double EPSILON = 0.02;

        private final int box;
        /** The taper at the squared distance (an integer) from the centre. */
        private final double[] taper;
        /** Taper times gridding correction, likewise. */
        private final double[] factor;
        private final double taperVolume;

        /**
         * Tabulates them.
         *
         * @param box         box size, px, even
         * @param emptyCentre zero the central voxel, as RELION does
         * @param pool        runs the work
         */
        Factors(int box, boolean emptyCentre, ForkJoinPool pool) {
            this.box = box;
            int m = box / 2;
            taper = new double[m * m];
            factor = new double[m * m];
            for (int r2 = 0; r2 < m * m; r2++) {
                double r = Math.sqrt(r2);
                taper[r2] = r < m - TAPER ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * (m - r) / TAPER);
                factor[r2] = taper[r2] * correction(r / box, emptyCentre);
            }
            double sum = 0;
            for (double plane : Workers.map(pool, box, this::taperSum)) {
                sum += plane;
            }
            taperVolume = sum;
        }

        private static double correction(double r, boolean emptyCentre) {
            if (r == 0) {
                return emptyCentre ? 0 : 1 / (1 + EPSILON);
            }
            double sinc = Math.sin(Math.PI * r) / (Math.PI * r);
            return 1 / (sinc * sinc + EPSILON);
        }

        private double taperSum(int z) {
            double sum = 0;
            for (int y = 0; y < box; y++) {
                int yz = squaredDistance(y, z);
                int reach = reach(y, z);
                for (int dx = -reach; dx <= reach; dx++) {
                    sum += taper[yz + dx * dx];
                }
            }
            return sum;
        }

        private int squaredDistance(int y, int z) {
            int dy = y - box / 2;
            int dz = z - box / 2;
            return dy * dy + dz * dz;
        }

        /** Returns how far the sphere reaches to either side of the middle of a row, px; -1 if not at all. */
        private int reach(int y, int z) {
            int left = taper.length - 1 - squaredDistance(y, z);
            return left < 0 ? -1 : (int) Math.sqrt(left);
        }

        private static double sum(double[] weights, int yz, float[] row, int middle, int reach) {
            double sum = 0;
            for (int dx = -reach; dx <= reach; dx++) {
                sum += weights[yz + dx * dx] * row[middle + dx];
            }
            return sum;
        }

        private void finish(float[] row, int yz, int reach, double mean) {
            int middle = box / 2;
            for (int dx = -reach; dx <= reach; dx++) {
                row[middle + dx] = (float) (factor[yz + dx * dx] * (row[middle + dx] - mean));
            }
        }
    }
}
