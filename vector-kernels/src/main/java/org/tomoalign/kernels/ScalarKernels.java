package org.tomoalign.kernels;

/** The provider in plain Java: runs everywhere, and is what the vector provider is tested against. */
record ScalarKernels(
        RowKernels rows, SliceKernels slices, BicubicKernels bicubic, BicubicKernels splines, VectorKernels vectors,
        MatrixKernels matrices)
        implements Kernels {
    ScalarKernels() {
        this(new ScalarRowKernels(), new ScalarSliceKernels(), new ScalarBicubicKernels(new CatmullRom()),
                new ScalarBicubicKernels(new CubicSpline()), new ScalarVectorKernels(), new ScalarMatrixKernels());
    }

    @Override
    public String name() {
        return KernelProvider.SCALAR;
    }
}
