package org.tomoalign.kernels;

import java.lang.foreign.MemorySegment;

/** Trilinear interpolation along a straight line through a half-complex volume. */
public interface SliceKernels {
    /**
     * The memory layout of a half-complex volume: complex value (x, y, z) is at float index
     * {@code 2 (x + strideY (y + originY) + strideZ (z + originZ))}, with integer x in 0..maxX, y in -originY..maxY
     * and z in -originZ..maxZ.
     *
     * @param strideY complex values from one row to the next
     * @param strideZ complex values from one plane to the next
     * @param originY index of y = 0 within its axis
     * @param originZ index of z = 0 within its axis
     * @param maxX    largest stored x
     * @param maxY    largest stored y
     * @param maxZ    largest stored z
     */
    record Layout(int strideY, int strideZ, int originY, int originZ, int maxX, int maxY, int maxZ) {
        /**
         * Checks the layout.
         *
         * @throws IllegalArgumentException if a stride or origin is negative, an axis has no two neighbouring values,
         *                                  or the volume holds 2^31 complex values or more
         */
        public Layout {
            if (strideY < 0 || strideZ < 0 || originY < 0 || originZ < 0 || maxX < 1 || maxY < 1 - originY
                    || maxZ < 1 - originZ) {
                throw new IllegalArgumentException("volume layout needs two values or more on each axis");
            }
            if (values(strideY, strideZ, originY, originZ, maxX, maxY, maxZ) > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("volume has 2^31 complex values or more");
            }
        }

        /** Returns how many bytes the volume takes, up to the last value of its last row. */
        public long bytes() {
            return 8 * values(strideY, strideZ, originY, originZ, maxX, maxY, maxZ);
        }

        private static long values(int strideY, int strideZ, int originY, int originZ, int maxX, int maxY, int maxZ) {
            return maxX + 1L + strideY * ((long) maxY + originY) + strideZ * ((long) maxZ + originZ);
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
