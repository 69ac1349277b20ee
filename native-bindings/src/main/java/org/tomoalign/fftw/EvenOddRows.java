package org.tomoalign.fftw;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SUB;
import static org.tomoalign.fftw.Addresses.ALL;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Real transforms of an even size s by complex transforms of half the size: a real row read as N = s/2 complex values
 * has the even pixels as real and the odd pixels as imaginary parts. FFTW's complex transforms use vector
 * instructions throughout, its real ones hardly, which makes this detour two to three times faster. (Press et al.,
 * Numerical Recipes, "FFT of real functions".)
 */
final class EvenOddRows {
    /** Complex values that may be read before a row and read or written behind it: one vector of 512 bits. */
    static final int MARGIN = 8;

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int STEP = LANES / 2;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final VectorShuffle<Float> REVERSE_PAIRS =
            VectorShuffle.fromOp(SPECIES, i -> LANES - 2 - (i & ~1) + (i & 1));
    private static final VectorShuffle<Float> SWAP = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);
    private static final FloatVector HALF = FloatVector.broadcast(SPECIES, 0.5f);
    /** 1 for real, -1 for imaginary parts. */
    private static final FloatVector CONJUGATE =
            FloatVector.fromArray(SPECIES, alternating(), 0);

    private final int half;
    /** t(k) = -i/2 exp(-2 pi i k / s) as (re, re) and, in {@link #imaginary}, (-im, im). */
    private final MemorySegment real;
    private final MemorySegment imaginary;

    EvenOddRows(int size) {
        half = size / 2;
        int n = half + 1 + MARGIN;
        // Freed with this object: no thread that executes a plan has to be waited for.
        real = AlignedSegments.complex(Arena.ofAuto(), n);
        imaginary = AlignedSegments.complex(Arena.ofAuto(), n);
        for (int k = 0; k < n; k++) {
            double angle = 2 * Math.PI * k / size;
            float re = (float) (-0.5 * Math.sin(angle));
            float im = (float) (-0.5 * Math.cos(angle));
            set(real, k, re, re);
            set(imaginary, k, -im, im);
        }
    }

    /**
     * Writes the half spectrum F(k), k = 0..columns-1, of a real row of which Z is the complex transform:
     * {@code F(k) = (Z(k) + Z*(N-k)) / 2 + t(k) (Z(k) - Z*(N-k))}. Up to {@link #MARGIN} - 1 values behind F are
     * overwritten.
     *
     * @param from     Z(0..N-1) at {@code fromByte}, with a margin on both sides; Z(N) = Z(0) is written
     * @param columns  1..N+1
     */
    void separate(MemorySegment from, long fromByte, int columns, MemorySegment to, long toByte) {
        int whole = (columns + STEP - 1) / STEP * STEP;
        long z = Addresses.of(from, fromByte, MARGIN * 8L, (half + MARGIN) * 8L);
        separate(z, z + (half - STEP + 1) * 8L, whole, Addresses.of(to, toByte, 0, whole * 8L));
    }

    private void separate(long z, long mirrored, int columns, long to) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, z + half * 8L, ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, z));
        long re = real.address();
        long im = imaginary.address();
        for (int k = 0; k < columns; k += STEP) {
            FloatVector value = fromMemorySegment(SPECIES, ALL, z + k * 8L, ORDER);
            FloatVector mirror = fromMemorySegment(SPECIES, ALL, mirrored - k * 8L, ORDER)
                    .rearrange(REVERSE_PAIRS).mul(CONJUGATE);
            FloatVector difference = value.lanewise(SUB, mirror);
            FloatVector odd = difference.rearrange(SWAP).fma(fromMemorySegment(SPECIES, ALL, im + k * 8L, ORDER),
                    difference.mul(fromMemorySegment(SPECIES, ALL, re + k * 8L, ORDER)));
            value.add(mirror).fma(HALF, odd).intoMemorySegment(ALL, to + k * 8L, ORDER);
        }
    }

    /**
     * The way back for {@code count} rows at once: turns columns of half spectra F(k), of which those with
     * k &gt;= columns are zero and not read, into columns of Z, of which the complex transform is the real row:
     * {@code Z(k) = F(k) + F*(N-k) + u(k) (F(k) - F*(N-k))}, u(k) = i exp(2 pi i k / s),
     * k = 0..N-1. Column k starts at byte {@code k * columnBytes}; F is at rows first..first+count-1, Z is written to
     * rows 0..count-1 of the same columns, and up to {@link #MARGIN} - 1 rows behind.
     */
    void combine(MemorySegment data, long columnBytes, int columns, int first, int count) {
        int whole = (count + STEP - 1) / STEP * STEP;
        long column = Addresses.of(data, 0, 0, Math.max(half - 1, columns - 1) * columnBytes + (first + whole) * 8L);
        combineOrigin(data, columnBytes, columns, first, count);
        for (int k = 1; 2 * k <= half; k++) {
            long here = column + k * columnBytes;
            long mirrored = column + (half - k) * columnBytes;
            if (half - k < columns) {
                combinePair(factorReal(k), factorImaginary(k), here, mirrored, first * 8L, whole);
            } else if (k < columns) {
                spread(factorReal(k), factorImaginary(k), here, mirrored, first * 8L, whole);
            } else {
                data.asSlice(k * columnBytes, count * 8L).fill((byte) 0);
                data.asSlice((half - k) * columnBytes, count * 8L).fill((byte) 0);
            }
        }
    }

    /** Column 0 depends on the real parts of F(0) and F(N) alone. */
    private void combineOrigin(MemorySegment data, long columnBytes, int columns, int first, int count) {
        boolean last = columns > half;
        for (int y = 0; y < count; y++) {
            float zero = data.get(ValueLayout.JAVA_FLOAT, (first + y) * 8L);
            float nyquist = last ? data.get(ValueLayout.JAVA_FLOAT, half * columnBytes + (first + y) * 8L) : 0;
            data.set(ValueLayout.JAVA_FLOAT, y * 8L, zero + nyquist);
            data.set(ValueLayout.JAVA_FLOAT, y * 8L + 4, zero - nyquist);
        }
    }

    /** Z(k) = A + u B and Z(N-k) = (A - u B)*, with A, B = F(k) +- F*(N-k). */
    private static void combinePair(float uRe, float uIm, long column, long mirrored, long first, int count) {
        FloatVector re = FloatVector.broadcast(SPECIES, uRe);
        FloatVector im = CONJUGATE.mul(-uIm);
        for (int y = 0; y < count; y += STEP) {
            FloatVector f = fromMemorySegment(SPECIES, ALL, column + first + y * 8L, ORDER);
            FloatVector g = fromMemorySegment(SPECIES, ALL, mirrored + first + y * 8L, ORDER)
                    .lanewise(MUL, CONJUGATE);
            FloatVector difference = f.lanewise(SUB, g);
            FloatVector sum = f.lanewise(ADD, g);
            FloatVector odd = difference.rearrange(SWAP).fma(im, difference.mul(re));
            sum.add(odd).intoMemorySegment(ALL, column + y * 8L, ORDER);
            sum.sub(odd).mul(CONJUGATE).intoMemorySegment(ALL, mirrored + y * 8L, ORDER);
        }
    }

    /** The same where F(N-k) is zero. */
    private static void spread(float uRe, float uIm, long column, long mirrored, long first, int count) {
        FloatVector re = FloatVector.broadcast(SPECIES, uRe);
        FloatVector im = CONJUGATE.mul(-uIm);
        for (int y = 0; y < count; y += STEP) {
            FloatVector f = fromMemorySegment(SPECIES, ALL, column + first + y * 8L, ORDER);
            FloatVector odd = f.rearrange(SWAP).fma(im, f.lanewise(MUL, re));
            f.lanewise(ADD, odd).intoMemorySegment(ALL, column + y * 8L, ORDER);
            f.lanewise(SUB, odd).mul(CONJUGATE).intoMemorySegment(ALL, mirrored + y * 8L, ORDER);
        }
    }

    /** Re u(k) = -sin(2 pi k / s). */
    private float factorReal(int k) {
        return 2 * real.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * k);
    }

    /** Im u(k) = cos(2 pi k / s). */
    private float factorImaginary(int k) {
        return 2 * imaginary.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * k);
    }

    private static void set(MemorySegment table, int k, float first, float second) {
        table.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * k, first);
        table.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * k + 1, second);
    }

    private static float[] alternating() {
        float[] signs = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            signs[i] = 1 - 2 * (i & 1);
        }
        return signs;
    }
}
