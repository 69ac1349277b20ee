package org.tomoalign.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Trilinear interpolation along a straight line through a half-complex volume. */
public interface SliceKernels {
    /**
     * The memory layout of a half-complex volume: integer x in 0..maxX, y in -originY..maxY, z in -originZ..maxZ, two
     * floats each. Values lie in blocks of 4096 bytes (a memory page), 8 x 8 lines of 8 values along x: the planes of
     * all directions then touch few pages, where rows of the whole width cost about a page per point (about a
     * fifth of the time of a slice from box 192 on, WindowBenchmark.slice). The last value of a line is also the first of the
     * next, so that x and x + 1 always lie side by side. With indices u = y + originY, v = z + originZ, the value is at
     * complex index {@code 512 b + 64 (v % 8) + 8 (u % 8) + x % 7} in block
     * {@code b = x / 7 + blocksX (u / 8 + blocksY (v / 8))}.
     *
     * @param originY index of y = 0 within its axis
     * @param originZ index of z = 0 within its axis
     * @param maxX    largest stored x
     * @param maxY    largest stored y
     * @param maxZ    largest stored z
     */
    record Layout(int originY, int originZ, int maxX, int maxY, int maxZ) {
        /** Different values in a line. */
        static final int LINE = 7;
        /** Complex values from one y, or z, to the next within a block. */
        static final int STEP_Y = 8;
        static final int STEP_Z = 64;
        private static final int BLOCK = 512;
        private static final int SIDE_BITS = 3;
        /** Up to here the vector kernel's division by multiplication is exact. */
        private static final int LARGEST_X = 8192;
        /** What the volume's memory should be aligned to, bytes. */
        public static final int ALIGNMENT = 8 * BLOCK;

        /**
         * Checks the layout.
         *
         * @throws IllegalArgumentException if an origin is negative, an axis has no two neighbouring values, x ends
         *                                  beyond 8192, or the volume takes 2^31 complex values or more
         */
        public Layout {
            if (originY < 0 || originZ < 0 || maxX < 1 || maxY < 1 - originY || maxZ < 1 - originZ) {
                throw new IllegalArgumentException("volume layout needs two values or more on each axis");
            }
            if (maxX > LARGEST_X) {
                throw new IllegalArgumentException("volume has more than " + LARGEST_X + " values on x");
            }
            double values = (double) BLOCK * lines(maxX) * blocks(originY + maxY) * blocks(originZ + maxZ);
            if (values > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("volume has 2^31 complex values or more");
            }
        }

        private static int lines(int maxX) {
            return (maxX - 1) / LINE + 1;
        }

        private static int blocks(int last) {
            return (last >> SIDE_BITS) + 1;
        }

        /** Returns how many bytes the volume takes. */
        public long bytes() {
            return 8L * BLOCK * lines(maxX) * blocks(originY + maxY) * blocks(originZ + maxZ);
        }

        /** Complex values from a block to the one above, in y. */
        int blockStepY() {
            return BLOCK * lines(maxX);
        }

        /** Complex values from a block to the one above, in z. */
        int blockStepZ() {
            return blockStepY() * blocks(originY + maxY);
        }

        /** What a block further in x adds beyond the values in a line. */
        static int jumpX() {
            return BLOCK - LINE;
        }

        /** What a block further in y adds beyond its eight lines. */
        int jumpY() {
            return blockStepY() - (STEP_Y << SIDE_BITS);
        }

        /** What a block further in z adds beyond its eight planes. */
        int jumpZ() {
            return blockStepZ() - (STEP_Z << SIDE_BITS);
        }

        /** Returns the complex index of a value. */
        public long index(int x, int y, int z) {
            int u = y + originY;
            int v = z + originZ;
            // The last value may exist as the end of a line only.
            int line = Math.min(x / LINE, lines(maxX) - 1);
            return x + (long) line * jumpX() + STEP_Y * u + (long) (u >> SIDE_BITS) * jumpY() + STEP_Z * v
                    + (long) (v >> SIDE_BITS) * jumpZ();
        }

        /**
         * Stores the values at x = 0 to n-1 of a row, those that end a line and begin another in both places.
         *
         * @param row n complex values
         * @param n   at least 1
         */
        public void setRow(MemorySegment volume, int y, int z, float[] row, int n) {
            long at = index(0, y, z);
            for (int x = 0; x < n && x < maxX; x += LINE) {
                MemorySegment.copy(row, 2 * x, volume, ValueLayout.JAVA_FLOAT, 8 * at, 2 * Math.min(LINE + 1, n - x));
                at += BLOCK;
            }
        }
    }

    /**
     * Writes n complex values, trilinear interpolations at {@code (x + k dx, y + k dy, z + k dz)}, k = 0..n-1, their
     * conjugates if {@code conjugate}. The caller guarantees that every point and its upper neighbours lie within the
     * layout ({@code 0 <= x < maxX}, {@code -originY <= y < maxY}, likewise z) up to rounding; an end point outside is
     * an {@link IndexOutOfBoundsException}.
     * Coordinates are evaluated with an error below 1e-4 px for boxes up to 1024.
     */
    void line(
            MemorySegment volume, Layout layout, double x, double y, double z, double dx, double dy, double dz, int n,
            boolean conjugate, MemorySegment out, long outOffset);
}
