package org.tomoalign.kernels;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Species and shuffles, and the two rules that the vector kernels keep. Each vector that passes through a call that is
 * not inlined is allocated, and the kernel then runs several times slower.
 *
 * <p>Methods of our own take and return addresses and numbers, never vectors. The compiler always inlines those of the
 * Vector API, but ours only while the caller is small (NodeCountInliningCutoff, reached by some forty vector
 * operations) and while they have not been compiled on their own. Masked loads and stores are the largest operations:
 * a method that holds a plain and a masked form of a larger kernel is past the limit, two methods are not.
 *
 * <p>The first operation on a loaded or converted vector is {@code lanewise} with vector operands, {@code rearrange} or
 * {@code convertShape}. These are abstract, so the compiler learns the class of the vector from the profile of our own
 * call, and that of the result is then known. The others ({@code add}, {@code fma}, {@code intoMemorySegment} ...) are
 * shared by the shapes; inlined on a vector of unknown class they are compiled for whichever shape has run most so far.
 * Masks are of one species only for the same reason.
 *
 * <p>A test asserts that no kernel allocates, after other shapes have run.
 */
final class Simd {
    static final VectorSpecies<Float> REAL = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Double> DOUBLE = DoubleVector.SPECIES_PREFERRED;
    /** Real values in a vector. */
    static final int LANES = REAL.length();
    static final int VECTOR_BYTES = REAL.vectorByteSize();
    /** Complex values in a vector. */
    static final int PAIRS = LANES / 2;

    /** -1 for real parts, 1 for imaginary parts. */
    static final FloatVector MINUS_PLUS = signs(-1f);
    /** 1 for real parts, -1 for imaginary parts. */
    static final FloatVector PLUS_MINUS = signs(1f);

    static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    static final VectorShuffle<Float> SWAP = VectorShuffle.fromOp(REAL, i -> i ^ 1);
    static final VectorShuffle<Float> REAL_PARTS = VectorShuffle.fromOp(REAL, i -> i & ~1);
    static final VectorShuffle<Float> IMAGINARY_PARTS = VectorShuffle.fromOp(REAL, i -> i | 1);
    /** The lower half of the lanes, each twice: weights for a vector of complex values. */
    static final VectorShuffle<Float> LOWER_TWICE = VectorShuffle.fromOp(REAL, i -> i >> 1);
    static final VectorShuffle<Float> UPPER_TWICE = VectorShuffle.fromOp(REAL, i -> PAIRS + (i >> 1));
    // Exchange lanes 4, 2 or 1 apart; three additions (fewer in short vectors) then sum all lanes.
    static final VectorShuffle<Double> BY_4 = VectorShuffle.fromOp(DOUBLE, i -> (i ^ 4) % DOUBLE.length());
    static final VectorShuffle<Double> BY_2 = VectorShuffle.fromOp(DOUBLE, i -> (i ^ 2) % DOUBLE.length());
    static final VectorShuffle<Double> BY_1 = VectorShuffle.fromOp(DOUBLE, i -> i ^ 1);

    private Simd() {
    }

    private static FloatVector signs(float first) {
        float[] signs = new float[LANES];
        for (int i = 0; i < LANES; i++) {
            signs[i] = (i & 1) == 0 ? first : -first;
        }
        return FloatVector.fromArray(REAL, signs, 0);
    }
}
