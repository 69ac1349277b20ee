package org.tomoalign.kernels;

/** Level-1 operations on {@code double} vectors; each acts on the first n elements, in a fixed order of summation. */
public interface VectorKernels {
    /** Returns the dot product of a and b. */
    double dot(double[] a, double[] b, int n);

    /** Computes {@code y += alpha x}. */
    void axpy(double alpha, double[] x, double[] y, int n);

    /** Computes {@code x *= alpha}. */
    void scale(double alpha, double[] x, int n);
}
