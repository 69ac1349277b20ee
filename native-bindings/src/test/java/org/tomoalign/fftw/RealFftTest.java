package org.tomoalign.fftw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RealFftTest {
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @CsvSource({"1,1", "1,8", "7,1", "5,6", "6,5", "8,8", "9,15", "16,12"})
    void transformsAnImageThereAndBack(int height, int width) {
        double[] values = NaiveDft.random(height * 100 + width, height * width);
        double[] expected = NaiveDft.forward(values, 1, height, width);
        try (Arena arena = Arena.ofConfined(); RealFft2d fft = new RealFft2d(Fftw.get(), height, width)) {
            MemorySegment image = NaiveDft.floats(arena, values);
            MemorySegment spectrum = AlignedSegments.floats(arena, expected.length);
            fft.forward(image, spectrum);
            assertClose(expected, spectrum, 1);
            assertClose(values, image, 1);
            fft.inverse(spectrum, image);
            assertClose(values, image, height * width);
        }
    }

    @Test
    void keepsToTheRowStrides() {
        int height = 6;
        int width = 7;
        int imageStride = 11;
        int spectrumStride = 9;
        double[] values = NaiveDft.random(3, height * width);
        double[] expected = NaiveDft.forward(values, 1, height, width);
        try (Arena arena = Arena.ofConfined();
                RealFft2d fft = new RealFft2d(Fftw.get(), height, width, imageStride, spectrumStride)) {
            MemorySegment image = AlignedSegments.floats(arena, height * imageStride);
            NaiveDft.scatter(NaiveDft.floats(arena, values), image, height, width, imageStride);
            MemorySegment spectrum = AlignedSegments.complex(arena, height * spectrumStride);
            fft.forward(image, spectrum);
            for (int y = 0; y < height; y++) {
                for (int i = 0; i < 2 * spectrumStride; i++) {
                    double e = i < 2 * (width / 2 + 1) ? expected[y * 2 * (width / 2 + 1) + i] : 0;
                    assertEquals(e, NaiveDft.at(spectrum, y * 2L * spectrumStride + i), 1e-5);
                }
            }
            image.fill((byte) 0);
            fft.inverse(spectrum, image);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < imageStride; x++) {
                    double e = x < width ? values[y * width + x] * height * width : 0;
                    assertEquals(e, NaiveDft.at(image, y * imageStride + x), 1e-4);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "3,4,5", "4,6,8", "5,3,6", "8,8,8"})
    void transformsAVolumeThereAndBack(int depth, int height, int width) {
        double[] values = NaiveDft.random(depth, depth * height * width);
        double[] expected = NaiveDft.forward(values, depth, height, width);
        try (Arena arena = Arena.ofConfined(); RealFft3d fft = new RealFft3d(Fftw.get(), depth, height, width)) {
            MemorySegment volume = NaiveDft.floats(arena, values);
            MemorySegment spectrum = AlignedSegments.floats(arena, expected.length);
            fft.forward(volume, spectrum);
            assertClose(expected, spectrum, 1);
            fft.inverse(spectrum, volume);
            assertClose(values, volume, depth * height * width);
        }
    }

    @Test
    void refusesMemoryThatDoesNotFit() {
        try (Arena arena = Arena.ofConfined(); RealFft2d fft = new RealFft2d(Fftw.get(), 8, 8)) {
            MemorySegment image = AlignedSegments.floats(arena, 64);
            MemorySegment spectrum = AlignedSegments.complex(arena, 40);
            MemorySegment shifted = AlignedSegments.floats(arena, 128).asSlice(4);
            String message = assertThrows(IllegalArgumentException.class, () -> fft.forward(shifted, spectrum))
                    .getMessage();
            assertTrue(message.startsWith("image: 256 bytes"), message);
            assertThrows(IllegalArgumentException.class, () -> fft.forward(image, spectrum.asSlice(0, 319)));
            assertThrows(IllegalArgumentException.class, () -> fft.inverse(spectrum, image.asSlice(0, 255)));
            assertThrows(IllegalArgumentException.class,
                    () -> fft.forward(MemorySegment.ofArray(new float[64]), spectrum));
            fft.forward(image, spectrum);
        }
    }

    @Test
    void cannotBeUsedOnceClosed() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment image = AlignedSegments.floats(arena, 64);
            MemorySegment spectrum = AlignedSegments.complex(arena, 40);
            RealFft2d fft = new RealFft2d(Fftw.get(), 8, 8);
            fft.close();
            fft.close();
            assertThrows(IllegalStateException.class, () -> fft.forward(image, spectrum));
            assertThrows(IllegalStateException.class, () -> fft.inverse(spectrum, image));
        }
    }

    /** Errors are relative to the root mean square, which is what round-off scales with. */
    private static void assertClose(double[] expected, MemorySegment got, double factor) {
        double square = 0;
        for (double v : expected) {
            square += v * v;
        }
        double rms = Math.sqrt(square / expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i] * factor, NaiveDft.at(got, i), TOLERANCE * rms * factor, "at " + i);
        }
    }
}
