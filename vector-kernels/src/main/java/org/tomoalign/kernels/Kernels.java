package org.tomoalign.kernels;

/**
 * All kernels of one provider. They are stateless and may be called from any thread.
 */
public interface Kernels {
    /** Returns the provider's name: {@code scalar} or {@code vector}. */
    String name();

    /** Returns the kernels on rows of spectra and images. */
    RowKernels rows();

    /** Returns the kernels that read central slices out of a half-complex volume. */
    SliceKernels slices();

    /** Returns the bicubic interpolation (Catmull-Rom) of correlation windows. */
    BicubicKernels bicubic();

    /** Returns the cubic splines of correlation windows that hold coefficients. */
    BicubicKernels splines();

    /** Returns the operations on parameter vectors. */
    VectorKernels vectors();

    /** Returns the products of dense matrices. */
    MatrixKernels matrices();
}
