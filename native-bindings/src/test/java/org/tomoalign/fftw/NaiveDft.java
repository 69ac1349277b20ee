package org.tomoalign.fftw;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** Transforms by their definition, in double precision, and random data to feed them. */
final class NaiveDft {
    private NaiveDft() {
    }

    static double[] random(long seed, int n) {
        Random random = new Random(seed);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            // Values that a float holds exactly.
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Spectrum (re, im, ...) of a real volume, kx = 0..width/2, of any number of planes and rows. */
    static double[] forward(double[] volume, int depth, int height, int width) {
        int half = width / 2 + 1;
        double[] out = new double[2 * depth * height * half];
        for (int kz = 0; kz < depth; kz++) {
            for (int ky = 0; ky < height; ky++) {
                for (int kx = 0; kx < half; kx++) {
                    double re = 0;
                    double im = 0;
                    for (int z = 0; z < depth; z++) {
                        for (int y = 0; y < height; y++) {
                            for (int x = 0; x < width; x++) {
                                double turns = turns(kz, z, depth) + turns(ky, y, height) + turns(kx, x, width);
                                double v = volume[(z * height + y) * width + x];
                                re += v * Math.cos(2 * Math.PI * turns);
                                im -= v * Math.sin(2 * Math.PI * turns);
                            }
                        }
                    }
                    int o = 2 * ((kz * height + ky) * half + kx);
                    out[o] = re;
                    out[o + 1] = im;
                }
            }
        }
        return out;
    }

    private static double turns(int k, int x, int n) {
        return (double) ((long) k * x % n) / n;
    }

    static MemorySegment floats(Arena arena, double[] values) {
        MemorySegment segment = AlignedSegments.floats(arena, values.length);
        for (int i = 0; i < values.length; i++) {
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) values[i]);
        }
        return segment;
    }

    /** Copies rows of {@code width} floats into rows {@code stride} floats apart. */
    static void scatter(MemorySegment from, MemorySegment to, int rows, int width, int stride) {
        for (int y = 0; y < rows; y++) {
            MemorySegment.copy(from, y * width * 4L, to, y * stride * 4L, width * 4L);
        }
    }

    static float at(MemorySegment segment, long index) {
        return segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
    }
}
