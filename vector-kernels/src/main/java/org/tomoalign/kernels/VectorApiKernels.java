package org.tomoalign.kernels;

/** The provider on the Vector API. */
record VectorApiKernels(
        RowKernels rows, SliceKernels slices, BicubicKernels bicubic, BicubicKernels splines, VectorKernels vectors, MatrixKernels matrices)
        implements Kernels {
    VectorApiKernels() {
        // Four doubles a vector are what the bicubic kernel is made of; with two the scalar one is better. Four also mean
        // AVX2, which has sixteen registers; the others have 32.
        this(
                new VectorRowKernels(),
                new VectorSliceKernels(),
                Simd.DOUBLE.length() < 4 ? new ScalarBicubicKernels(new CatmullRom()) : new VectorBicubicKernels(),
                Simd.DOUBLE.length() < 4 ? new ScalarBicubicKernels(new CubicSpline()) : new VectorSplineKernels(),
                new VectorVectorKernels(),
                Simd.DOUBLE.length() == 4 ? new VectorNarrowMatrixKernels() : new VectorMatrixKernels());
    }

    @Override
    public String name() {
        return KernelProvider.VECTOR;
    }
}
