package org.tomoalign.kernels;

import static org.tomoalign.kernels.Simd.DOUBLE;

import java.util.Objects;

/** Matrix products by tiles of some rows and one panel, whose sums stay in registers over the whole depth. */
abstract sealed class VectorTiledMatrixKernels implements MatrixKernels
        permits VectorMatrixKernels, VectorNarrowMatrixKernels {
    static final int LANES = DOUBLE.length();

    private final int tileRows;
    private final int width;

    /**
     * @param tileRows rows of a tile
     * @param vectors  of a panel's width
     */
    VectorTiledMatrixKernels(int tileRows, int vectors) {
        this.tileRows = tileRows;
        width = vectors * LANES;
    }

    @Override
    public final int panelWidth() {
        return width;
    }

    @Override
    public final void multiplyAdd(
            int rows, int depth, double[] a, int aOffset, int aRowStep, int aDepthStep, double[] panel,
            int panelOffset, double[] c, int cOffset) {
        Objects.checkFromIndexSize(panelOffset, depth * width, panel.length);
        Objects.checkFromIndexSize(cOffset, rows * width, c.length);
        int i = 0;
        for (; i <= rows - tileRows; i += tileRows) {
            tile(depth, a, aOffset + i * aRowStep, aRowStep, aDepthStep, panel, panelOffset, c, cOffset + i * width);
        }
        for (; i < rows; i++) {
            row(depth, a, aOffset + i * aRowStep, aDepthStep, panel, panelOffset, c, cOffset + i * width);
        }
    }

    /** Adds as many rows as a tile has, from element {@code at} of c on. */
    abstract void tile(
            int depth, double[] a, int aOffset, int aRowStep, int aDepthStep, double[] panel, int panelOffset,
            double[] c, int at);

    /** Adds one row. */
    abstract void row(
            int depth, double[] a, int aOffset, int aDepthStep, double[] panel, int panelOffset, double[] c, int at);
}
