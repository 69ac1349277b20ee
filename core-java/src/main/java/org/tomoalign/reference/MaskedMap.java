package org.tomoalign.reference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A map and its mask.
 *
 * @param voxels cube of size^3 floats, x fastest
 * @param mask   cube of the same size to multiply with, or null
 * @param size   px
 */
record MaskedMap(MemorySegment voxels, MemorySegment mask, int size) {
    /** Returns whether all masked voxels are 0. */
    boolean isZero() {
        float[] row = new float[size];
        float[] scratch = new float[size];
        for (int z = 0; z < size; z++) {
            for (int y = 0; y < size; y++) {
                row(y, z, row, 0, scratch);
                for (float value : row) {
                    if (value != 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /**
     * Copies a row of the masked map.
     *
     * @param to      where its first voxel goes
     * @param scratch room for a row
     * @return false if there is no such row, and nothing was copied
     */
    boolean row(int y, int z, float[] out, int to, float[] scratch) {
        if (Math.min(y, z) < 0 || Math.max(y, z) >= size) {
            return false;
        }
        long from = ((long) z * size + y) * size * Float.BYTES;
        MemorySegment.copy(voxels, ValueLayout.JAVA_FLOAT, from, out, to, size);
        if (mask != null) {
            MemorySegment.copy(mask, ValueLayout.JAVA_FLOAT, from, scratch, 0, size);
            multiply(out, to, scratch, size);
        }
        return true;
    }

    private static void multiply(float[] values, int at, float[] factors, int n) {
        for (int i = 0; i < n; i++) {
            values[at + i] *= factors[i];
        }
    }
}
