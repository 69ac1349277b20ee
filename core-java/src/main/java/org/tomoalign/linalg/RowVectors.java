package org.tomoalign.linalg;

import java.util.concurrent.ForkJoinPool;
import org.tomoalign.kernels.MatrixKernels;

/** Sets of vectors, stored one after the other as rows. */
public final class RowVectors {
    private RowVectors() {
    }

    /** Returns a applied to each of {@code count} rows of length {@code depth}: rows of length {@code outRows}. */
    public static double[] apply(
            PanelMatrix.Left a, int outRows, double[] rows, int count, int depth, MatrixKernels kernels,
            ForkJoinPool pool) {
        double[] product = new double[outRows * count];
        new PanelMatrix(kernels, depth, count).set(transpose(rows, count, depth), 0, count)
                .multiplyAdd(a, product, 0, count, pool);
        return transpose(product, outRows, count);
    }

    public static double[] transpose(double[] a, int rows, int columns) {
        double[] t = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j * rows + i] = a[i * columns + j];
            }
        }
        return t;
    }

    /** Gram and Schmidt's method, each row twice. */
    public static void orthonormalise(double[] v, int count, int n) {
        for (int b = 0; b < count; b++) {
            for (int pass = 0; pass < 2; pass++) {
                for (int a = 0; a < b; a++) {
                    double dot = 0;
                    for (int i = 0; i < n; i++) {
                        dot += v[a * n + i] * v[b * n + i];
                    }
                    for (int i = 0; i < n; i++) {
                        v[b * n + i] -= dot * v[a * n + i];
                    }
                }
                double norm2 = 0;
                for (int i = 0; i < n; i++) {
                    norm2 += v[b * n + i] * v[b * n + i];
                }
                double scale = 1 / Math.sqrt(norm2);
                for (int i = 0; i < n; i++) {
                    v[b * n + i] *= scale;
                }
            }
        }
    }
}
