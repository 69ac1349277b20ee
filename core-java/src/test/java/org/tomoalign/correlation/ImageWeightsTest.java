package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.reference.ShellWeights;

class ImageWeightsTest {
    private static final int WIDTH = 24;
    private static final int HEIGHT = 18;
    private static final int COLUMNS = WIDTH / 2 + 1;
    private static final int BOX = 16;

    private static ShellWeights shells(int last, double flank) {
        double[] snr = new double[BOX / 2 + 1];
        Arrays.fill(snr, 1);
        return new ShellWeights(snr, last, flank);
    }

    private static SpectralWeights.Options options(SpectralWeights.Whitening whitening, double highPass) {
        return new SpectralWeights.Options(whitening, false, 0, highPass, 0.02);
    }

    private static double radius(int x, int y) {
        double ky = (y < HEIGHT / 2 ? y : y - HEIGHT) * (double) WIDTH / HEIGHT;
        return Math.hypot(x, ky);
    }

    /** A spectrum of power 1 + the given function of its ring, or of its column. */
    private static MemorySegment spectrum(Arena arena, boolean rings) {
        MemorySegment s = AlignedSegments.complex(arena, (long) COLUMNS * HEIGHT);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < COLUMNS; x++) {
                double power = 1 + (rings ? (int) (radius(x, y) + 0.5) : x);
                long i = 2L * (y * COLUMNS + x);
                s.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) Math.sqrt(0.3 * power));
                s.setAtIndex(ValueLayout.JAVA_FLOAT, i + 1, (float) -Math.sqrt(0.7 * power));
            }
        }
        return s;
    }

    @Test
    void whitensByRings() {
        try (Arena arena = Arena.ofConfined()) {
            ImageWeights weights = new ImageWeights(WIDTH, HEIGHT, BOX, shells(8, 0),
                    options(SpectralWeights.Whitening.POWER, -1), false);
            DoubleUnaryOperator inverse = weights.inversePower(spectrum(arena, true));
            assertEquals(1 / 5.0, inverse.applyAsDouble(4), 1e-6);
            assertEquals(1 / 5.5, inverse.applyAsDouble(4.5), 1e-6);
            assertEquals(inverse.applyAsDouble(radius(2, 3)), weights.at(2, 3, inverse));
            assertEquals(inverse.applyAsDouble(radius(2, 3)), weights.at(2, HEIGHT - 3, inverse));
            ImageWeights amplitude = new ImageWeights(WIDTH, HEIGHT, BOX, shells(8, 0),
                    options(SpectralWeights.Whitening.AMPLITUDE, -1), false);
            assertEquals(Math.sqrt(1 / 5.0), amplitude.inversePower(spectrum(arena, true)).applyAsDouble(4), 1e-6);
        }
    }

    @Test
    void relionWhitensByColumns() {
        try (Arena arena = Arena.ofConfined()) {
            ImageWeights weights = new ImageWeights(WIDTH, HEIGHT, BOX, shells(8, 0),
                    options(SpectralWeights.Whitening.POWER, 2), true);
            DoubleUnaryOperator inverse = weights.inversePower(spectrum(arena, false));
            // In column 0 the rows count as radii up to 1: half of them fall into the first ring.
            assertEquals(1 / 5.0, inverse.applyAsDouble(4), 1e-6);
            assertEquals(1 / 5.5, inverse.applyAsDouble(4.5), 1e-6);
            // It knows no high pass here.
            assertEquals(inverse.applyAsDouble(4), weights.at(4, 0, inverse));
        }
    }

    @Test
    void theReferencesShellsAreThoseOfItsBox() {
        DoubleUnaryOperator one = r -> 1;
        ImageWeights weights = new ImageWeights(WIDTH, HEIGHT, BOX, shells(4, 2),
                options(SpectralWeights.Whitening.NONE, -1), false);
        // Shell 4 of a box of 16 px is column 6 of 24 px, and row 4.5 of 18 px.
        assertEquals(1, weights.at(6, 0, one));
        assertEquals(1, weights.at(0, 4, one));
        assertEquals(shells(4, 2).at(5 * 16.0 / 18), weights.at(0, HEIGHT - 5, one), 1e-12);
        assertEquals(0, weights.at(9, 0, one));
        // RELION's flank is wider, in units of the box's shells, by image over box, and it measures columns by rows.
        ImageWeights relion = new ImageWeights(WIDTH, HEIGHT, BOX, shells(4, 2),
                options(SpectralWeights.Whitening.NONE, -1), true);
        assertEquals(shells(4, 2 * 18 / 16.0).at(5 * 16 / 18.0), relion.at(5, 0, one), 1e-12);
        ImageWeights highPass = new ImageWeights(WIDTH, HEIGHT, BOX, shells(4, 2),
                options(SpectralWeights.Whitening.NONE, 3), false);
        assertEquals(1 - Math.exp(-4.0 * 4 / (2 * 9)), highPass.at(6, 0, one), 1e-12);
    }
}
