package org.tomoalign.linalg;

import java.util.Optional;

/**
 * The Cholesky factor of a small symmetric positive definite matrix.
 *
 * @param n      order
 * @param factor lower triangular C with C C^T the matrix, row by row; what is above the diagonal is not used
 */
public record Cholesky(int n, double[] factor) {
    /**
     * Factorises; the result is empty if the matrix is not positive definite to within rounding, or not finite.
     *
     * @param a n x n, symmetric; its lower part is read, and it is not changed
     */
    public static Optional<Cholesky> of(double[] a, int n) {
        double[] c = a.clone();
        double rounding = n * Math.ulp(1.0);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = c[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= c[i * n + k] * c[j * n + k];
                }
                if (i > j) {
                    c[i * n + j] = sum / c[j * n + j];
                } else if (sum > rounding * a[i * n + i] && sum < Double.POSITIVE_INFINITY) {
                    c[i * n + i] = Math.sqrt(sum);
                } else {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new Cholesky(n, c));
    }

    /** Solves in place with the matrix. */
    public void solve(double[] b) {
        solveLower(b, 0);
        solveUpper(b, 0);
    }

    /** Solves C x = b in place, b from an offset. */
    public void solveLower(double[] b, int from) {
        for (int i = 0; i < n; i++) {
            double sum = b[from + i];
            for (int k = 0; k < i; k++) {
                sum -= factor[i * n + k] * b[from + k];
            }
            b[from + i] = sum / factor[i * n + i];
        }
    }

    /** Solves C^T x = b in place, b from an offset. */
    public void solveUpper(double[] b, int from) {
        for (int i = n - 1; i >= 0; i--) {
            double x = b[from + i] / factor[i * n + i];
            b[from + i] = x;
            for (int k = 0; k < i; k++) {
                b[from + k] -= factor[i * n + k] * x;
            }
        }
    }
}
