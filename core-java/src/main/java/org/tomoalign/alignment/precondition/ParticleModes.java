package org.tomoalign.alignment.precondition;

import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.kernels.MatrixKernels;
import org.tomoalign.linalg.CovarianceFactor;
import org.tomoalign.linalg.PanelMatrix;
import org.tomoalign.linalg.RowVectors;
import org.tomoalign.linalg.SymmetricEigen;

/**
 * The leading eigenvectors of a covariance K = L L^T of velocities over the particles: for few particles all of them, for
 * many an invariant subspace, to the accuracy that a preconditioner needs.
 *
 * @param count    m
 * @param values   eigenvalues, px^2, in descending order
 * @param vectors  m x N, row by row: orthonormal patterns over the particles (in their own order)
 * @param patterns m x B: the same in the coefficients, {@code L^T v / sqrt(value)}; orthonormal
 */
public record ParticleModes(int count, double[] values, double[] vectors, double[] patterns) {
    /* A set of modes counts as complete up to here; larger ones are truncated to the lesser number. */
    private static final int ALL = 256;
    private static final int LEADING = 128;
    private static final int POWER_STEPS = 3;

    /** No modes at all, for particles that do not move. */
    static final ParticleModes NONE = new ParticleModes(0, new double[0], new double[0], new double[0]);

    /** Computes the modes; the result is empty if the covariance is not finite. */
    public static Optional<ParticleModes> of(CovarianceFactor covariance, MatrixKernels kernels, ForkJoinPool pool) {
        if (covariance.rank() == 0) {
            return Optional.of(NONE);
        }
        int count = covariance.rank() <= ALL ? covariance.rank() : LEADING;
        int n = covariance.n();
        int rank = covariance.rank();
        // The first columns of a pivoted factor are close to the leading eigenvectors already.
        double[] v = new double[count * n];
        for (int i = 0; i < n; i++) {
            for (int b = 0; b < Math.min(count, i + 1); b++) {
                v[b * n + i] = covariance.factor()[i * rank + b];
            }
        }
        if (count < rank) {
            for (int step = 0; step < POWER_STEPS; step++) {
                RowVectors.orthonormalise(v, count, n);
                double[] w = RowVectors.apply(covariance.transposedLeft(), rank, v, count, n, kernels, pool);
                v = RowVectors.apply(covariance.left(), n, w, count, rank, kernels, pool);
            }
        }
        RowVectors.orthonormalise(v, count, n);
        return rayleighRitz(covariance, v, count, kernels, pool);
    }

    private static Optional<ParticleModes> rayleighRitz(
            CovarianceFactor covariance, double[] v, int count, MatrixKernels kernels, ForkJoinPool pool) {
        int n = covariance.n();
        int rank = covariance.rank();
        double[] w = RowVectors.apply(covariance.transposedLeft(), rank, v, count, n, kernels, pool);
        double[] gram = new double[count * count];
        double[] wt = RowVectors.transpose(w, count, rank);
        new PanelMatrix(kernels, rank, count).set(wt, 0, count)
                .multiplyAdd(PanelMatrix.Left.rowMajor(w, count, rank), gram, 0, count, pool);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < i; j++) {
                gram[j * count + i] = gram[i * count + j];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(gram, count).orElse(null);
        if (eigen == null) {
            return Optional.empty();
        }
        double[] vectors = new double[count * n];
        double[] patterns = new double[count * rank];
        PanelMatrix.Left rotation = PanelMatrix.Left.rowMajor(eigen.vectors(), count, count);
        new PanelMatrix(kernels, count, n).set(v, 0, n).multiplyAdd(rotation, vectors, 0, n, pool);
        new PanelMatrix(kernels, count, rank).set(w, 0, rank).multiplyAdd(rotation, patterns, 0, rank, pool);
        double least = 1e-15 * Math.max(eigen.values()[0], Double.MIN_NORMAL);
        double[] values = new double[count];
        double[] ordered = new double[count * n];
        for (int b = 0; b < count; b++) {
            values[b] = Math.max(eigen.values()[b], least);
            for (int i = 0; i < rank; i++) {
                patterns[b * rank + i] /= Math.sqrt(values[b]);
            }
            for (int i = 0; i < n; i++) {
                ordered[b * n + covariance.pivots()[i]] = vectors[b * n + i];
            }
        }
        return Optional.of(new ParticleModes(count, values, ordered, patterns));
    }
}
