package org.tomoalign.simulate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.RealFft3d;

/**
 * A cubic map.
 *
 * @param size   px along each side, even; the origin is the voxel (size/2, size/2, size/2)
 * @param values x fastest
 */
record DensityMap(int size, float[] values) {
    /** A factor of a spectrum that depends on the spatial frequency only. */
    interface SpectralFactor {
        /**
         * Returns the factor.
         *
         * @param kx index of the frequency along x, cycles per box
         * @param ky along y
         * @param kz along z
         */
        double at(int kx, int ky, int kz);
    }

    /** Returns the variance of the map's projection along z. */
    double projectionVariance() {
        double[] projection = new double[size * size];
        for (int z = 0; z < size; z++) {
            for (int i = 0; i < projection.length; i++) {
                projection[i] += values[z * projection.length + i];
            }
        }
        double sum = 0, squares = 0;
        for (double v : projection) {
            sum += v;
            squares += v * v;
        }
        double mean = sum / projection.length;
        return squares / projection.length - mean * mean;
    }

    /** Returns the standard deviation of the voxels. */
    double standardDeviation() {
        double sum = 0, squares = 0;
        for (float v : values) {
            sum += v;
            squares += (double) v * v;
        }
        double mean = sum / values.length;
        return Math.sqrt(Math.max(0, squares / values.length - mean * mean));
    }

    /** Returns the unnormalised spectrum, kx = 0..size/2, ky and kz in FFT order; owned by the arena. */
    MemorySegment spectrum(Fftw fftw, Arena arena) {
        MemorySegment spectrum = AlignedSegments.complex(arena, (long) size * size * (size / 2 + 1));
        try (RealFft3d fft = new RealFft3d(fftw, size, size, size); Arena local = Arena.ofConfined()) {
            MemorySegment volume = AlignedSegments.floats(local, values.length);
            MemorySegment.copy(values, 0, volume, ValueLayout.JAVA_FLOAT, 0, values.length);
            fft.forward(volume, spectrum);
        }
        return spectrum;
    }

    /** Returns this map with its spectrum multiplied by a factor. */
    DensityMap filtered(Fftw fftw, SpectralFactor factor) {
        int half = size / 2 + 1;
        try (Arena arena = Arena.ofConfined(); RealFft3d fft = new RealFft3d(fftw, size, size, size)) {
            MemorySegment spectrum = spectrum(fftw, arena);
            double norm = 1.0 / values.length;
            long i = 0;
            for (int z = 0; z < size; z++) {
                for (int y = 0; y < size; y++) {
                    for (int x = 0; x < half; x++, i++) {
                        float f = (float) (norm * factor.at(x, frequency(y), frequency(z)));
                        scale(spectrum, 2 * i, f);
                        scale(spectrum, 2 * i + 1, f);
                    }
                }
            }
            MemorySegment volume = AlignedSegments.floats(arena, values.length);
            fft.inverse(spectrum, volume);
            return new DensityMap(size, volume.toArray(ValueLayout.JAVA_FLOAT));
        }
    }

    private static void scale(MemorySegment data, long i, float factor) {
        data.setAtIndex(ValueLayout.JAVA_FLOAT, i, factor * data.getAtIndex(ValueLayout.JAVA_FLOAT, i));
    }

    /** Returns the frequency of an index in FFT order. */
    int frequency(int index) {
        return index < size / 2 ? index : index - size;
    }
}
