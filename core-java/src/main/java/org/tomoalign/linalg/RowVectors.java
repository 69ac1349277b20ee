package org.tomoalign.linalg;

import java.util.Arrays;
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

    /** Returns the transpose of a matrix of {@code rows} rows. */
    public static double[] transpose(double[] a, int rows, int columns) {
        double[] t = new double[a.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                t[j * rows + i] = a[i * columns + j];
            }
        }
        return t;
    }

    /**
     * Makes rows orthogonal and of length 1 by Gram and Schmidt's method, each row twice. A row that depends on those before
     * it to within rounding, or is zero, is replaced by another one that does not.
     *
     * @param v     rows of length n; those after {@code count} are left alone
     * @param count at most n
     */
    public static void orthonormalise(double[] v, int count, int n) {
        int unit = 0;
        for (int b = 0; b < count; b++) {
            while (!orthonormaliseRow(v, b, n)) {
                Arrays.fill(v, b * n, (b + 1) * n, 0);
                v[b * n + unit++] = 1;
            }
        }
    }

    /** Returns false if nothing is left of the row. */
    private static boolean orthonormaliseRow(double[] v, int b, int n) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, Math.abs(v[b * n + i]));
        }
        if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
            return false;
        }
        // By a power of two, which does not round: squares neither overflow nor vanish.
        int exponent = Math.getExponent(largest);
        for (int i = 0; i < n; i++) {
            v[b * n + i] = Math.scalb(v[b * n + i], -exponent);
        }
        double before = norm2(v, b, n);
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
            double left = norm2(v, b, n);
            double rounding = n * Math.ulp(1.0);
            if (!(left > rounding * rounding * before)) {
                return false;
            }
            double scale = 1 / Math.sqrt(left);
            for (int i = 0; i < n; i++) {
                v[b * n + i] *= scale;
            }
            before = 1;
        }
        return true;
    }

    private static double norm2(double[] v, int row, int n) {
        double sum = 0;
        for (int i = row * n; i < (row + 1) * n; i++) {
            sum += v[i] * v[i];
        }
        return sum;
    }
}
