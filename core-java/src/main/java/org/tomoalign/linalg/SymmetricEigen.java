package org.tomoalign.linalg;

import java.util.Arrays;
import java.util.Optional;

/**
 * Eigenvalues and eigenvectors of a small dense symmetric matrix: Householder reduction to tridiagonal form, then the QL
 * method with implicit shifts (H. Bowdler, R. S. Martin, C. Reinsch and J. H. Wilkinson, "The QR and QL algorithms for
 * symmetric matrices", Numerische Mathematik 11 (1968) 293-306). Takes n^3 operations of each kind: meant for n up to
 * some hundreds. The matrix is first scaled by a power of two, so that squares of its elements neither overflow nor vanish.
 *
 * @param n       order
 * @param values  in descending order
 * @param vectors eigenvector j is row j: element {@code j n + i}; of length 1
 */
public record SymmetricEigen(int n, double[] values, double[] vectors) {
    /* Sweeps for one eigenvalue. Small ones are found to their own precision, if that works out in the first thirty as it
       mostly does in three; among those that are zero to the precision of the matrix it need not, and this is the measure
       of the rest. */
    private static final int FINE_SWEEPS = 30;
    private static final int MAX_SWEEPS = 60;

    /**
     * Decomposes; the result is empty if the matrix has elements that are not finite.
     *
     * @param a n x n, symmetric; not changed
     */
    public static Optional<SymmetricEigen> of(double[] a, int n) {
        double largest = 0;
        for (int i = 0; i < n * n; i++) {
            largest = Math.max(largest, Math.abs(a[i]));
        }
        if (!Double.isFinite(largest)) {
            return Optional.empty();
        }
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        double[] z = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            z[i] = Math.scalb(a[i], -exponent);
        }
        double[] d = new double[n];
        double[] e = new double[n];
        tridiagonalise(z, n, d, e);
        if (!diagonalise(z, n, d, e)) {
            return Optional.empty();
        }
        for (int i = 0; i < n; i++) {
            d[i] = Math.scalb(d[i], exponent);
        }
        return Optional.of(sorted(z, n, d));
    }

    /**
     * Reduces z to tridiagonal form, diagonal d, subdiagonal e[1..n-1]. On return row i of z is the i-th basis vector in
     * which the matrix is tridiagonal.
     */
    private static void tridiagonalise(double[] z, int n, double[] d, double[] e) {
        double[][] reflectors = new double[Math.max(0, n - 2)][];
        double[] p = new double[n];
        for (int k = 0; k < n - 2; k++) {
            // Reflector for column k, acting on rows k+1..n-1.
            double[] v = new double[n];
            double norm2 = 0;
            for (int i = k + 1; i < n; i++) {
                v[i] = z[i * n + k];
                norm2 += v[i] * v[i];
            }
            double alpha = v[k + 1] > 0 ? -Math.sqrt(norm2) : Math.sqrt(norm2);
            double tail2 = norm2 - v[k + 1] * v[k + 1];
            d[k] = z[k * n + k];
            if (!(tail2 > 0)) {
                e[k + 1] = v[k + 1];
                continue;
            }
            e[k + 1] = alpha;
            v[k + 1] -= alpha;
            double beta = 2 / (tail2 + v[k + 1] * v[k + 1]);
            double scale = Math.sqrt(beta);
            for (int i = k + 1; i < n; i++) {
                v[i] *= scale;
            }
            reflectors[k] = v;
            // A := (I - v v^T) A (I - v v^T) on the trailing block.
            double vp = 0;
            for (int i = k + 1; i < n; i++) {
                double sum = 0;
                for (int j = k + 1; j < n; j++) {
                    sum += z[i * n + j] * v[j];
                }
                p[i] = sum;
                vp += sum * v[i];
            }
            for (int i = k + 1; i < n; i++) {
                p[i] -= 0.5 * vp * v[i];
            }
            for (int i = k + 1; i < n; i++) {
                double vi = v[i];
                double pi = p[i];
                for (int j = k + 1; j < n; j++) {
                    z[i * n + j] -= vi * p[j] + pi * v[j];
                }
            }
        }
        if (n > 1) {
            d[n - 2] = z[(n - 2) * n + n - 2];
            e[n - 1] = z[(n - 1) * n + n - 2];
        }
        if (n > 0) {
            d[n - 1] = z[n * n - 1];
        }
        accumulate(z, n, reflectors);
    }

    /** Writes the product of the reflectors into z: row i is its i-th column. */
    private static void accumulate(double[] z, int n, double[][] reflectors) {
        Arrays.fill(z, 0);
        for (int i = 0; i < n; i++) {
            z[i * n + i] = 1;
        }
        for (int k = n - 3; k >= 0; k--) {
            double[] v = reflectors[k];
            if (v == null) {
                continue;
            }
            for (int i = k + 1; i < n; i++) {
                double sum = 0;
                for (int j = k + 1; j < n; j++) {
                    sum += z[i * n + j] * v[j];
                }
                for (int j = k + 1; j < n; j++) {
                    z[i * n + j] -= sum * v[j];
                }
            }
        }
    }

    /** Returns whether all eigenvalues have converged; no finite matrix is known for which they do not. */
    private static boolean diagonalise(double[] z, int n, double[] d, double[] e) {
        for (int i = 1; i < n; i++) {
            e[i - 1] = e[i];
        }
        if (n > 0) {
            e[n - 1] = 0;
        }
        double norm = 0;
        for (int i = 0; i < n; i++) {
            norm = Math.max(norm, Math.abs(d[i]) + Math.abs(e[i]));
        }
        for (int l = 0; l < n; l++) {
            for (int sweep = 0; ; sweep++) {
                double negligible = sweep < FINE_SWEEPS ? 0 : Math.ulp(norm);
                int m = l;
                while (m < n - 1 && Math.abs(e[m]) > negligible
                        && Math.abs(e[m]) > Math.ulp(Math.abs(d[m]) + Math.abs(d[m + 1]))) {
                    m++;
                }
                if (m == l) {
                    break;
                }
                if (sweep == MAX_SWEEPS) {
                    return false;
                }
                sweep(z, n, d, e, l, m);
            }
        }
        return true;
    }

    /** One implicit QL sweep on rows l..m. */
    private static void sweep(double[] z, int n, double[] d, double[] e, int l, int m) {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        double r = Math.hypot(g, 1);
        g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
        double s = 1;
        double c = 1;
        double p = 0;
        for (int i = m - 1; i >= l; i--) {
            double f = s * e[i];
            double b = c * e[i];
            r = Math.hypot(f, g);
            e[i + 1] = r;
            if (r == 0) {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            int low = i * n;
            int high = low + n;
            for (int k = 0; k < n; k++) {
                double zh = z[high + k];
                double zl = z[low + k];
                z[high + k] = s * zl + c * zh;
                z[low + k] = c * zl - s * zh;
            }
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    private static SymmetricEigen sorted(double[] z, int n, double[] d) {
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> Double.compare(d[j], d[i]));
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        for (int k = 0; k < n; k++) {
            values[k] = d[order[k]];
            System.arraycopy(z, order[k] * n, vectors, k * n, n);
        }
        return new SymmetricEigen(n, values, vectors);
    }
}
