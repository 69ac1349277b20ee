package org.tomoalign.fftw;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Real transforms of volumes of {@code depth} planes of {@code height} rows of {@code width} voxels (x fastest, no
 * gaps), both directions, unnormalised: forward then inverse multiplies by {@code depth * height * width}. The spectrum
 * holds kx = 0..width/2, ky and kz in FFT order, no gaps. Any number of threads may execute one object at once on
 * different data; close it only when none does.
 */
public final class RealFft3d implements AutoCloseable {
    private final long volumeBytes;
    private final long spectrumBytes;
    private final Plans plans;
    private final Plan forward;
    private final Plan inverse;

    public RealFft3d(Fftw fftw, int depth, int height, int width) {
        if (depth < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("No volume: " + depth + " x " + height + " x " + width);
        }
        long half = width / 2 + 1;
        Transform there = transform(Transform.Kind.FORWARD_REAL, depth, height, width, width, half);
        Transform back = transform(Transform.Kind.INVERSE_REAL, depth, height, width, half, width);
        volumeBytes = there.inBytes();
        spectrumBytes = there.outBytes();
        plans = new Plans(List.of(there, back), fftw.planner()::plan);
        forward = plans.get(0);
        inverse = plans.get(1);
    }

    private static Transform transform(
            Transform.Kind kind, int depth, int height, int width, long inRowStride, long outRowStride) {
        return new Transform(kind, List.of(
                new Transform.Dimension(depth, inRowStride * height, outRowStride * height),
                new Transform.Dimension(height, inRowStride, outRowStride),
                new Transform.Dimension(width, 1, 1)), List.of(), false);
    }

    /** Transforms a volume; it stays as it is. Volume and spectrum must not overlap. */
    public void forward(MemorySegment volume, MemorySegment spectrum) {
        AlignedSegments.check(volume, volumeBytes, "volume");
        AlignedSegments.check(spectrum, spectrumBytes, "spectrum");
        forward.forwardReal(volume, spectrum);
    }

    /** Transforms a spectrum back, destroying it. Volume and spectrum must not overlap. */
    public void inverse(MemorySegment spectrum, MemorySegment volume) {
        AlignedSegments.check(spectrum, spectrumBytes, "spectrum");
        AlignedSegments.check(volume, volumeBytes, "volume");
        inverse.inverseReal(spectrum, volume);
    }

    @Override
    public void close() {
        plans.close();
    }
}
