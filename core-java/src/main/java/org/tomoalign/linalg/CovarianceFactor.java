package org.tomoalign.linalg;

import java.util.concurrent.ForkJoinPool;
import org.tomoalign.kernels.MatrixKernels;

/**
 * A factor L with L L^T = K up to a permutation: row i belongs to row {@code pivots[i]} of K. Any such factor gives the
 * same model with standard normal coefficients as the eigenvectors scaled by the roots of the eigenvalues, since the two
 * differ by an orthogonal matrix. A Cholesky factor costs a fraction of these, and products with it cost half;
 * eigenvectors are needed only to keep the leading ones.
 *
 * @param n         order of K
 * @param rank      number of columns
 * @param pivots    see above
 * @param factor    N x rank, row by row
 * @param lower     whether element (i, j) is zero for j > i
 * @param residual  trace of K - L L^T: the variance that is left out, summed
 */
public record CovarianceFactor(
        int n, int rank, int[] pivots, double[] factor, boolean lower, double residual) {
    /* Columns worked before the rest of the matrix is updated. */
    private static final int BLOCK = 64;

    /**
     * Factorises by Cholesky's method with complete pivoting, in blocks (C. Lucas, "LAPACK-style codes for level 2 and
     * 3 pivoted Cholesky factorizations", LAPACK Working Note 161, 2004). It ends when the largest remaining variance is
     * not above {@code tolerance}, or is rounding, so the residual is at most (N - rank) times that.
     *
     * @param k         N x N, symmetric, positive semi-definite, finite; overwritten
     * @param tolerance variance
     */
    public static CovarianceFactor pivotedCholesky(
            double[] k, int n, double tolerance, MatrixKernels kernels, ForkJoinPool pool) {
        int[] pivots = new int[n];
        double[] diagonal = new double[n];
        double least = tolerance;
        for (int i = 0; i < n; i++) {
            pivots[i] = i;
            diagonal[i] = k[i * n + i];
            least = Math.max(least, n * Math.ulp(diagonal[i]));
        }
        int rank = n;
        for (int start = 0; start < n && rank == n; start += BLOCK) {
            int end = Math.min(n, start + BLOCK);
            for (int j = start; j < end; j++) {
                int best = j;
                for (int i = j + 1; i < n; i++) {
                    if (diagonal[i] > diagonal[best]) {
                        best = i;
                    }
                }
                if (!(diagonal[best] > least)) {
                    rank = j;
                    break;
                }
                swap(k, n, pivots, diagonal, j, best);
                column(k, n, diagonal, start, j);
            }
            if (rank == n && end < n) {
                update(k, n, start, end, kernels, pool);
            }
        }
        double residual = 0;
        for (int i = rank; i < n; i++) {
            residual += Math.max(0, diagonal[i]);
        }
        return new CovarianceFactor(n, rank, pivots, trapezoid(k, n, rank), true, residual);
    }

    /**
     * Keeps the leading eigenvectors, scaled by the roots of their eigenvalues.
     *
     * @param k         N x N, symmetric, positive semi-definite
     * @param most      number to keep, at least 1
     * @param tolerance only larger eigenvalues are kept
     * @throws IllegalArgumentException if elements of the matrix are not finite
     */
    public static CovarianceFactor leading(
            double[] k, int n, int most, double tolerance, MatrixKernels kernels, ForkJoinPool pool) {
        LeadingEigenvectors eigen = LeadingEigenvectors.of(k, n, Math.min(most, n), kernels, pool)
                .orElseThrow(() -> new IllegalArgumentException("a covariance has elements that are not finite"));
        int rank = 0;
        double residual = 0;
        for (int i = 0; i < n; i++) {
            residual += k[i * n + i];
        }
        while (rank < eigen.count() && eigen.values()[rank] > tolerance) {
            residual -= eigen.values()[rank];
            rank++;
        }
        double[] factor = new double[n * rank];
        for (int j = 0; j < rank; j++) {
            double scale = Math.sqrt(eigen.values()[j]);
            for (int i = 0; i < n; i++) {
                factor[i * rank + j] = scale * eigen.vectors()[j * n + i];
            }
        }
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        return new CovarianceFactor(n, rank, order, factor, false, Math.max(0, residual));
    }

    /** Returns L as left factor of a product. */
    public PanelMatrix.Left left() {
        return new PanelMatrix.Left(
                factor, n, rank, 1, lower ? PanelMatrix.Left.Shape.LOWER : PanelMatrix.Left.Shape.FULL);
    }

    /** Returns the transpose of L as left factor of a product. */
    public PanelMatrix.Left transposedLeft() {
        return new PanelMatrix.Left(
                factor, rank, 1, rank, lower ? PanelMatrix.Left.Shape.UPPER : PanelMatrix.Left.Shape.FULL);
    }

    /**
     * Solves K x = b in place for several right-hand sides; L must be lower. If K is singular, the unknowns beyond its rank
     * are set to zero, and the equations that are left are solved.
     *
     * @param b N x columns, row by row
     */
    public void solve(double[] b, int columns) {
        if (!lower) {
            throw new IllegalStateException("a factor made of eigenvectors cannot solve");
        }
        double[] x = new double[b.length];
        for (int i = 0; i < rank; i++) {
            System.arraycopy(b, pivots[i] * columns, x, i * columns, columns);
            for (int k = 0; k < i; k++) {
                subtract(x, i, factor[i * rank + k], k, columns);
            }
            divide(x, i, columns);
        }
        for (int i = rank - 1; i >= 0; i--) {
            divide(x, i, columns);
            for (int k = 0; k < i; k++) {
                subtract(x, k, factor[i * rank + k], i, columns);
            }
        }
        for (int i = 0; i < n; i++) {
            System.arraycopy(x, i * columns, b, pivots[i] * columns, columns);
        }
    }

    private static void subtract(double[] x, int row, double factor, int other, int columns) {
        for (int j = 0; j < columns; j++) {
            x[row * columns + j] -= factor * x[other * columns + j];
        }
    }

    private void divide(double[] x, int row, int columns) {
        for (int j = 0; j < columns; j++) {
            x[row * columns + j] /= factor[row * rank + row];
        }
    }

    private static void swap(double[] k, int n, int[] pivots, double[] diagonal, int i, int j) {
        if (i == j) {
            return;
        }
        int p = pivots[i];
        pivots[i] = pivots[j];
        pivots[j] = p;
        double d = diagonal[i];
        diagonal[i] = diagonal[j];
        diagonal[j] = d;
        for (int c = 0; c < n; c++) {
            double v = k[i * n + c];
            k[i * n + c] = k[j * n + c];
            k[j * n + c] = v;
        }
        for (int r = i; r < n; r++) {
            double v = k[r * n + i];
            k[r * n + i] = k[r * n + j];
            k[r * n + j] = v;
        }
    }

    /** Computes column j of the factor; columns before {@code start} have been taken out of the matrix already. */
    private static void column(double[] k, int n, double[] diagonal, int start, int j) {
        double root = Math.sqrt(diagonal[j]);
        k[j * n + j] = root;
        for (int i = j + 1; i < n; i++) {
            double sum = k[i * n + j];
            for (int c = start; c < j; c++) {
                sum -= k[i * n + c] * k[j * n + c];
            }
            double v = sum / root;
            k[i * n + j] = v;
            diagonal[i] -= v * v;
        }
    }

    /** Takes columns start to end of the factor out of the rest of the matrix. */
    private static void update(double[] k, int n, int start, int end, MatrixKernels kernels, ForkJoinPool pool) {
        int depth = end - start;
        int columns = n - end;
        // -L^T of the rows below, as right factor.
        PanelMatrix below = new PanelMatrix(kernels, depth, columns);
        for (int c = 0; c < columns; c++) {
            for (int d = 0; d < depth; d++) {
                below.values()[below.index(d, c)] = -k[(end + c) * n + start + d];
            }
        }
        double[] left = new double[columns * depth];
        for (int i = 0; i < columns; i++) {
            System.arraycopy(k, (end + i) * n + start, left, i * depth, depth);
        }
        below.multiplyAdd(PanelMatrix.Left.rowMajor(left, columns, depth), k, end * n + end, n, pool);
    }

    private static double[] trapezoid(double[] k, int n, int rank) {
        double[] factor = rank == n ? k : new double[n * rank];
        for (int i = 0; i < n; i++) {
            int filled = Math.min(i + 1, rank);
            if (factor != k) {
                System.arraycopy(k, i * n, factor, i * rank, filled);
            } else {
                java.util.Arrays.fill(k, i * n + filled, (i + 1) * n, 0);
            }
        }
        return factor;
    }
}
