package org.tomoalign.alignment.posterior;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tomoalign.linalg.Cholesky;
import org.tomoalign.linalg.SymmetricEigen;

/** The directions along which no position on an image changes, found by their derivatives alone. */
final class FlatDirections {
    private final int n;
    private final double[] precisions;
    /** Orthonormal, one row each. */
    private final double[][] directions;
    private final Cholesky factor;

    /**
     * @param jacobian   derivatives of the positions on the images by the unknowns, one row each
     * @param precisions of the prior on the unknowns
     */
    FlatDirections(double[][] jacobian, double[] precisions) {
        n = precisions.length;
        this.precisions = precisions;
        double[] squares = new double[n * n];
        for (double[] row : jacobian) {
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n; k++) {
                    squares[i * n + k] += row[i] * row[k];
                }
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(squares, n).orElseThrow();
        double largest = Arrays.stream(eigen.values()).max().orElseThrow();
        directions = IntStream.range(0, n).filter(k -> eigen.values()[k] < 1e-9 * largest)
                .mapToObj(k -> Arrays.copyOfRange(eigen.vectors(), k * n, (k + 1) * n)).toArray(double[][]::new);
        int m = directions.length;
        double[] gram = new double[m * m];
        for (int a = 0; a < m; a++) {
            for (int b = 0; b < m; b++) {
                gram[a * m + b] = product(directions[a], directions[b]);
            }
        }
        factor = m == 0 ? null : Cholesky.of(gram, m).orElseThrow();
    }

    int count() {
        return directions.length;
    }

    private double product(double[] u, double[] v) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += precisions[i] * u[i] * v[i];
        }
        return sum;
    }

    /** Returns what is left of a vector of unknowns: the part that the prior's precision does not mix with these directions. */
    double[] removedFrom(double[] u) {
        double[] out = u.clone();
        double[] a = new double[directions.length];
        for (int k = 0; k < a.length; k++) {
            a[k] = product(directions[k], u);
        }
        if (a.length > 0) {
            factor.solve(a);
        }
        for (int k = 0; k < a.length; k++) {
            for (int i = 0; i < n; i++) {
                out[i] -= a[k] * directions[k][i];
            }
        }
        return out;
    }

    /** Returns the variances that are left: the diagonal of Q V Q', Q the linear map of {@link #removedFrom}. */
    double[] removedFrom(double[][] covariance) {
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = removedFrom(covariance[i]);
        }
        double[] out = new double[n];
        for (int k = 0; k < n; k++) {
            double[] column = new double[n];
            for (int i = 0; i < n; i++) {
                column[i] = rows[i][k];
            }
            out[k] = removedFrom(column)[k];
        }
        return out;
    }
}
