package org.tomoalign.kernels;

import java.lang.foreign.MemorySegment;

/**
 * Kernels on one row of a spectrum or an image. Data are native-order floats in off-heap segments; a complex row of n
 * values is 2n floats (re, im, re, im, ...). Offsets are in bytes; rows that start at multiples of 64 bytes are
 * fastest. Output and input may be the same row, but must not overlap otherwise.
 * Each method throws {@link IndexOutOfBoundsException} if a row does not lie inside its segment.
 */
public interface RowKernels {
    /** Writes the complex row {@code out[k] = exp(i (phase + step k))}, k = 0..n-1; error below 1e-6. */
    void phaseRamp(double phase, double step, int n, MemorySegment out, long outOffset);

    /**
     * Writes the real row {@code out[k] = -weight[k] sin(gamma[k] + offset slope[k])}: a contrast transfer function
     * whose defocus differs by {@code offset} from the one in {@code gamma}, times a weight. Absolute error of the
     * sine below 5e-7 for arguments up to 3000.
     */
    void weightedCtf(
            MemorySegment gamma, long gammaOffset, MemorySegment slope, long slopeOffset, float offset,
            MemorySegment weight, long weightOffset, int n, MemorySegment out, long outOffset);

    /**
     * Writes the complex row {@code out = weight (obs ramp (rowRe + i rowIm)) conj(pred)}; {@code obs}, {@code ramp}
     * and {@code pred} are complex rows, {@code weight} is real.
     */
    void correlate(
            MemorySegment obs, long obsOffset, MemorySegment ramp, long rampOffset, float rowRe, float rowIm,
            MemorySegment pred, long predOffset, MemorySegment weight, long weightOffset, int n, MemorySegment out,
            long outOffset);

    /** Multiplies complex by complex in place: {@code a *= b}. */
    void multiply(MemorySegment a, long aOffset, MemorySegment b, long bOffset, int n);

    /** Returns the sum of {@code weight[k] |a[k]|^2}, a complex, weight real, accumulated in double per block. */
    double weightedPower(MemorySegment a, long aOffset, MemorySegment weight, long weightOffset, int n);

    /** Adds {@code acc[k] += v[k]^2}, both real (of a complex row, the parts apart). */
    void accumulateSquares(MemorySegment v, long vOffset, int n, MemorySegment acc, long accOffset);

    /** Returns the sum of {@code weight[k] v[k]}, both real. */
    double weightedSum(MemorySegment v, long vOffset, MemorySegment weight, long weightOffset, int n);

    /** Writes the real row {@code out[k] = weight[k] (v[k] - mean)}. */
    void window(
            MemorySegment v, long vOffset, MemorySegment weight, long weightOffset, float mean, int n, MemorySegment out,
            long outOffset);

    /** Adds {@code acc[k] += factor v[k]}, both real. */
    void accumulate(float factor, MemorySegment v, long vOffset, int n, MemorySegment acc, long accOffset);
}
