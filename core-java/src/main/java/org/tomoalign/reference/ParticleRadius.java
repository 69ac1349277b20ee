package org.tomoalign.reference;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.tomoalign.mrc.MrcVolume;
import org.tomoalign.parallel.Workers;

/** How large a particle is, by the mask of its reference. */
public final class ParticleRadius {
    /** The middle of a mask's soft edge. */
    private static final float INSIDE = 0.5f;

    private ParticleRadius() {
    }

    /**
     * Returns the radius around the map's centre that holds the mask, px; half of the map without a mask, with an empty
     * one, or with one that reaches into the corners.
     *
     * @param mask cube of size^3 floats, x fastest, or null
     */
    static double of(MemorySegment mask, int size, ForkJoinPool pool) {
        if (mask == null) {
            return size / 2.0;
        }
        double squares = Workers.map(pool, size, z -> square(mask, size, z)).stream()
                .mapToDouble(Double::doubleValue).max().orElse(0);
        return radius(squares, size);
    }

    /**
     * Returns the radius around the map's centre that holds a mask, px, as {@link ReferenceMap#particleRadius()} does.
     *
     * @throws org.tomoalign.input.InputException if the file is missing, damaged, or no cube
     */
    public static double read(Path mask) {
        try (Arena arena = Arena.ofConfined()) {
            MrcVolume volume = MrcVolume.read(mask, arena);
            ReferenceFiles.requireSize(volume.header(), volume.header(), Integer.MAX_VALUE);
            int size = volume.header().width();
            return radius(IntStream.range(0, size).mapToDouble(z -> square(volume.data(), size, z)).max().orElse(0), size);
        }
    }

    private static double radius(double squares, int size) {
        return squares > 0 ? Math.min(Math.sqrt(squares), size / 2.0) : size / 2.0;
    }

    /** Returns the largest squared distance from the centre of a voxel of a slice that is inside; 0 if there is none. */
    private static double square(MemorySegment mask, int size, int z) {
        float[] row = new float[size];
        double largest = 0;
        for (int y = 0; y < size; y++) {
            MemorySegment.copy(mask, ValueLayout.JAVA_FLOAT, 4L * size * ((long) z * size + y), row, 0, size);
            double yz = Math.pow(y - size / 2, 2) + Math.pow(z - size / 2, 2);
            largest = Math.max(largest, farthest(row, yz));
        }
        return largest;
    }

    private static double farthest(float[] row, double yz) {
        int half = row.length / 2;
        double largest = 0;
        for (int x = 0; x < row.length; x++) {
            if (row[x] >= INSIDE) {
                largest = Math.max(largest, yz + (double) (x - half) * (x - half));
            }
        }
        return largest;
    }
}
