package org.tomoalign.kernels;

import java.util.Objects;

/** Matrix products in plain Java. */
final class ScalarMatrixKernels implements MatrixKernels {
    private static final int WIDTH = 8;

    @Override
    public int panelWidth() {
        return WIDTH;
    }

    @Override
    public void multiplyAdd(
            int rows, int depth, double[] a, int aOffset, int aRowStep, int aDepthStep, double[] panel,
            int panelOffset, double[] c, int cOffset) {
        Objects.checkFromIndexSize(panelOffset, depth * WIDTH, panel.length);
        Objects.checkFromIndexSize(cOffset, rows * WIDTH, c.length);
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < depth; k++) {
                double factor = a[aOffset + i * aRowStep + k * aDepthStep];
                for (int j = 0; j < WIDTH; j++) {
                    c[cOffset + i * WIDTH + j] += factor * panel[panelOffset + k * WIDTH + j];
                }
            }
        }
    }
}
