package org.tomoalign.fftw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vector code against the formulas, one value at a time in double precision. */
class EvenOddRowsTest {
    private static final double TOLERANCE = 2e-6;

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 10, 14, 16, 18, 30, 32, 34, 50, 62})
    void separatesEveryNumberOfColumns(int size) {
        int half = size / 2;
        double[] z = NaiveDft.random(size, 2 * half);
        for (int columns = 1; columns <= half + 1; columns++) {
            try (Arena arena = Arena.ofConfined()) {
                // A second row would begin after the margin; nothing may be needed beyond it.
                MemorySegment from = dirty(arena, (half + 2 * EvenOddRows.MARGIN) * 8L);
                long at = EvenOddRows.MARGIN * 8L;
                for (int i = 0; i < z.length; i++) {
                    from.set(ValueLayout.JAVA_FLOAT, at + i * 4L, (float) z[i]);
                }
                MemorySegment to = dirty(arena, (columns + EvenOddRows.MARGIN - 1) * 8L);
                new EvenOddRows(size).separate(from, at, columns, to, 0);
                for (int k = 0; k < columns; k++) {
                    double[] f = separated(z, half, k);
                    assertEquals(f[0], NaiveDft.at(to, 2L * k), TOLERANCE, columns + " columns, re " + k);
                    assertEquals(f[1], NaiveDft.at(to, 2L * k + 1), TOLERANCE, columns + " columns, im " + k);
                }
            }
        }
    }

    /** F(k) = (Z(k) + Z*(N-k)) / 2 - i/2 exp(-2 pi i k / s) (Z(k) - Z*(N-k)). */
    private static double[] separated(double[] z, int half, int k) {
        int a = k % half;
        int b = (half - k) % half;
        double sumRe = z[2 * a] + z[2 * b];
        double sumIm = z[2 * a + 1] - z[2 * b + 1];
        double diffRe = z[2 * a] - z[2 * b];
        double diffIm = z[2 * a + 1] + z[2 * b + 1];
        double angle = Math.PI * k / half;
        double re = -Math.sin(angle) / 2;
        double im = -Math.cos(angle) / 2;
        return new double[] {sumRe / 2 + re * diffRe - im * diffIm, sumIm / 2 + re * diffIm + im * diffRe};
    }

    @ParameterizedTest
    @CsvSource({"2,0,1", "2,1,1", "4,0,4", "6,1,5", "10,3,7", "16,0,16", "18,5,13", "34,17,9", "50,2,46"})
    void combinesEveryNumberOfColumns(int size, int first, int count) {
        int half = size / 2;
        int stride = size + 3;
        double[] f = NaiveDft.random(size, 2 * (half + 1) * size);
        for (int columns = 1; columns <= half + 1; columns++) {
            try (Arena arena = Arena.ofConfined()) {
                // Only what lies within the columns asked for may be read; all else is not a number.
                MemorySegment data = dirty(arena, ((half + 1L) * stride + EvenOddRows.MARGIN) * 8);
                for (int k = 0; k < columns; k++) {
                    for (int i = 0; i < 2 * size; i++) {
                        data.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * k * stride + i, (float) f[2 * k * size + i]);
                    }
                }
                // A window's surplus rows spill into the next column's: with room to spare they do no harm.
                int spill = (count + 7) / 8 * 8;
                if (spill > stride) {
                    MemorySegment wide = dirty(arena, ((half + 1L) * spill + size + EvenOddRows.MARGIN) * 8);
                    for (int k = 0; k < columns; k++) {
                        MemorySegment.copy(data, k * stride * 8L, wide, k * spill * 8L, size * 8L);
                    }
                    data = wide;
                }
                int used = Math.max(stride, spill);
                new EvenOddRows(size).combine(data, used * 8L, columns, first, count);
                for (int k = 0; k < half; k++) {
                    for (int y = 0; y < count; y++) {
                        double[] z = combined(f, size, k, columns, first + y);
                        String where = columns + " columns, column " + k + ", row " + y;
                        assertEquals(z[0], NaiveDft.at(data, 2L * (k * used + y)), TOLERANCE, where);
                        assertEquals(z[1], NaiveDft.at(data, 2L * (k * used + y) + 1), TOLERANCE, where);
                    }
                }
            }
        }
    }

    /** Z(k) = F(k) + F*(N-k) + i exp(2 pi i k / s) (F(k) - F*(N-k)), F(0) and F(N) taken as real. */
    private static double[] combined(double[] f, int size, int k, int columns, int y) {
        int half = size / 2;
        int other = half - k;
        double re1 = k < columns ? f[2 * (k * size + y)] : 0;
        double im1 = k < columns && k > 0 ? f[2 * (k * size + y) + 1] : 0;
        double re2 = other < columns ? f[2 * (other * size + y)] : 0;
        double im2 = other < columns && k > 0 ? f[2 * (other * size + y) + 1] : 0;
        double angle = Math.PI * k / half;
        double re = -Math.sin(angle);
        double im = Math.cos(angle);
        double diffRe = re1 - re2;
        double diffIm = im1 + im2;
        return new double[] {re1 + re2 + re * diffRe - im * diffIm, im1 - im2 + re * diffIm + im * diffRe};
    }

    private static MemorySegment dirty(Arena arena, long bytes) {
        return AlignedSegments.bytes(arena, bytes).fill((byte) 0xff);
    }
}
