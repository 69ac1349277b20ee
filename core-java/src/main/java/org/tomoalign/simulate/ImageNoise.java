package org.tomoalign.simulate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.RealFft2d;

/** Coloured Gaussian noise: a white floor of shot noise and stronger low frequencies of ice and detector. */
final class ImageNoise {
    private ImageNoise() {
    }

    /** Power of the noise at a frequency in cycles per px, relative to the white noise it is made from. */
    static double power(double k) {
        return 0.6 + 2.4 * Math.exp(-(k / 0.08) * (k / 0.08));
    }

    /**
     * Returns one image of noise.
     *
     * @param fft   of height x width
     * @param sigma standard deviation of the white noise it is made from
     * @param arena owns the image
     */
    static MemorySegment draw(RealFft2d fft, int width, int height, double sigma, RandomGenerator random, Arena arena) {
        MemorySegment image = AlignedSegments.floats(arena, (long) width * height);
        for (long i = 0; i < (long) width * height; i++) {
            image.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        int half = width / 2 + 1;
        MemorySegment spectrum = AlignedSegments.complex(arena, (long) half * height);
        fft.forward(image, spectrum);
        double norm = sigma / ((double) width * height);
        for (int y = 0; y < height; y++) {
            double v = (y <= height / 2 ? y : y - height) / (double) height;
            for (int x = 0; x < half; x++) {
                double u = x / (double) width;
                float factor = (float) (norm * Math.sqrt(power(Math.hypot(u, v))));
                long i = 2 * ((long) y * half + x);
                spectrum.setAtIndex(ValueLayout.JAVA_FLOAT, i,
                        factor * spectrum.getAtIndex(ValueLayout.JAVA_FLOAT, i));
                spectrum.setAtIndex(ValueLayout.JAVA_FLOAT, i + 1,
                        factor * spectrum.getAtIndex(ValueLayout.JAVA_FLOAT, i + 1));
            }
        }
        fft.inverse(spectrum, image);
        return image;
    }
}
