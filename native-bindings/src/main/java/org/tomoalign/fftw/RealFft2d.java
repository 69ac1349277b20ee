package org.tomoalign.fftw;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Real transforms of images of {@code height} rows of {@code width} pixels, both directions, unnormalised: forward then
 * inverse multiplies by {@code height * width}. The spectrum holds kx = 0..width/2 and ky = 0..height-1 in FFT order
 * (ky &gt; height/2 stands for ky - height). Any number of threads may execute one object at once on different data;
 * close it only when none does.
 */
public final class RealFft2d implements AutoCloseable {
    private final long imageBytes;
    private final long spectrumBytes;
    private final Plans plans;
    private final Plan forward;
    private final Plan inverse;

    /** Rows one after the other, no gaps. */
    public RealFft2d(Fftw fftw, int height, int width) {
        this(fftw, height, width, width, width / 2 + 1);
    }

    /**
     * Rows with strides.
     *
     * @param imageRowStride    floats from one image row to the next, at least {@code width}
     * @param spectrumRowStride complex values from one row of the spectrum to the next, at least {@code width/2 + 1}
     */
    public RealFft2d(Fftw fftw, int height, int width, int imageRowStride, int spectrumRowStride) {
        if (height < 1 || width < 1 || imageRowStride < width || spectrumRowStride < width / 2 + 1) {
            throw new IllegalArgumentException("No image: height " + height + ", width " + width + ", row strides "
                    + imageRowStride + " and " + spectrumRowStride);
        }
        Transform there = transform(Transform.Kind.FORWARD_REAL, height, width, imageRowStride, spectrumRowStride);
        Transform back = transform(Transform.Kind.INVERSE_REAL, height, width, spectrumRowStride, imageRowStride);
        imageBytes = there.inBytes();
        spectrumBytes = there.outBytes();
        plans = new Plans(List.of(there, back), fftw.planner()::plan);
        forward = plans.get(0);
        inverse = plans.get(1);
    }

    private static Transform transform(Transform.Kind kind, int height, int width, int inRowStride, int outRowStride) {
        return new Transform(kind, List.of(new Transform.Dimension(height, inRowStride, outRowStride),
                new Transform.Dimension(width, 1, 1)), List.of(), false);
    }

    /** Transforms an image; it stays as it is. Image and spectrum must not overlap. */
    public void forward(MemorySegment image, MemorySegment spectrum) {
        AlignedSegments.check(image, imageBytes, "image");
        AlignedSegments.check(spectrum, spectrumBytes, "spectrum");
        forward.forwardReal(image, spectrum);
    }

    /** Transforms a spectrum back, destroying it. Image and spectrum must not overlap. */
    public void inverse(MemorySegment spectrum, MemorySegment image) {
        AlignedSegments.check(spectrum, spectrumBytes, "spectrum");
        AlignedSegments.check(image, imageBytes, "image");
        inverse.inverseReal(spectrum, image);
    }

    @Override
    public void close() {
        plans.close();
    }
}
