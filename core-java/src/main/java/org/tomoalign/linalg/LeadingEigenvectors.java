package org.tomoalign.linalg;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.kernels.MatrixKernels;

/**
 * The leading eigenvectors of a symmetric positive semi-definite matrix, by subspace iteration with as many guard
 * vectors as vectors wanted (Y. Saad, Numerical Methods for Large Eigenvalue Problems, SIAM 2011, section 5.2); by a full
 * decomposition where the subspace would be most of the space.
 *
 * @param count   number of vectors
 * @param values  in descending order
 * @param vectors count x n, row by row, of length 1
 */
record LeadingEigenvectors(int count, double[] values, double[] vectors) {
    private static final int LEAST_GUARD = 16;
    private static final int MAX_STEPS = 100;
    /* Relative change of the wanted eigenvalues from step to step at which they count as found. */
    private static final double TOLERANCE = 1e-13;

    /** Computes them; the result is empty if the matrix has elements that are not finite. */
    static Optional<LeadingEigenvectors> of(double[] a, int n, int count, MatrixKernels kernels, ForkJoinPool pool) {
        int size = count + Math.max(LEAST_GUARD, count);
        if (2 * size >= n) {
            return SymmetricEigen.of(a, n).map(eigen -> first(count, n, eigen.values(), eigen.vectors(), 0));
        }
        double largest = 0;
        for (double value : a) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (!Double.isFinite(largest)) {
            return Optional.empty();
        }
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        Random random = new Random(1);
        double[] v = random.doubles((long) size * n, -1, 1).toArray();
        double[] values = new double[size];
        for (int step = 0; step < MAX_STEPS; step++) {
            RowVectors.orthonormalise(v, size, n);
            double[] av = RowVectors.apply(PanelMatrix.Left.rowMajor(a, n, n), n, v, size, n, kernels, pool);
            for (int i = 0; i < av.length; i++) {
                av[i] = Math.scalb(av[i], -exponent);
            }
            double[] small = new double[size * size];
            new PanelMatrix(kernels, n, size).set(RowVectors.transpose(av, size, n), 0, size)
                    .multiplyAdd(PanelMatrix.Left.rowMajor(v, size, n), small, 0, size, pool);
            symmetrise(small, size);
            SymmetricEigen eigen = SymmetricEigen.of(small, size).orElse(null);
            if (eigen == null) {
                return Optional.empty();
            }
            // The rotated A v are both the next subspace and, where they have converged, value times vector.
            double[] next = new double[size * n];
            new PanelMatrix(kernels, size, n).set(step == MAX_STEPS - 1 ? v : av, 0, n)
                    .multiplyAdd(PanelMatrix.Left.rowMajor(eigen.vectors(), size, size), next, 0, n, pool);
            double change = 0;
            for (int i = 0; i < count; i++) {
                change = Math.max(change, Math.abs(eigen.values()[i] - values[i]));
            }
            values = eigen.values();
            v = next;
            if (change <= TOLERANCE * eigen.values()[0]) {
                break;
            }
        }
        RowVectors.orthonormalise(v, size, n);
        return Optional.of(first(count, n, values, v, exponent));
    }

    private static void symmetrise(double[] a, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (a[i * n + j] + a[j * n + i]);
                a[i * n + j] = mean;
                a[j * n + i] = mean;
            }
        }
    }

    private static LeadingEigenvectors first(int count, int n, double[] values, double[] vectors, int exponent) {
        double[] scaled = new double[count];
        Arrays.setAll(scaled, i -> Math.scalb(values[i], exponent));
        return new LeadingEigenvectors(count, scaled, Arrays.copyOf(vectors, count * n));
    }
}
