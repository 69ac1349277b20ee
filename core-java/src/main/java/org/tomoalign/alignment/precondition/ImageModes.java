package org.tomoalign.alignment.precondition;

import java.util.Optional;
import org.tomoalign.linalg.Cholesky;
import org.tomoalign.linalg.RowVectors;
import org.tomoalign.linalg.SymmetricEigen;

/**
 * Patterns over the images in which one particle pattern's position and steps decouple.
 *
 * <p>Let z = (d, c) be the amplitude of a particle pattern: 3 coordinates of position (if they are refined), then
 * (axis, step) of motion, scaled so that the displacement on image t is w_t = d + sum of c over the steps before t. With
 * T_t the curvature (3x3) of image t's cost by w_t, the Hessian is {@code M + (2 / lambda) R}: M the data's part, the
 * same for all patterns, and R the identity on c, the prior's part, lambda the variance of the pattern. One generalised
 * eigenproblem serves all: {@code phi (M + rho R) phi^T = I}, {@code phi M phi^T = diag(theta)}, so that
 * {@code (M + (2 / lambda) R)^-1 = phi^T diag(1 / (theta + (2 / lambda) (1 - theta) / rho)) phi}.
 *
 * @param size      length n of z
 * @param positions 3 if positions are refined, else 0
 * @param images    F
 * @param rho       see above
 * @param theta     see above, in [0, 1]
 * @param phi       n x n: row j is mode j
 */
public record ImageModes(int size, int positions, int images, double rho, double[] theta, double[] phi) {
    /**
     * Computes the modes; the result is empty if the curvatures are not finite or far from positive.
     *
     * @param curvatures T_t, nine values per image
     * @param positions  3 if positions are refined, else 0
     * @param precision  of the prior on a position, counted to the data's part
     * @param variance   lambda of the strongest pattern
     */
    public static Optional<ImageModes> of(
            double[] curvatures, int images, int positions, double precision, double variance) {
        int steps = images - 1;
        int n = positions + 3 * steps;
        // later[t]: the curvature by a displacement of image t and all after it.
        double[] later = new double[9 * images];
        for (int t = images - 1; t >= 0; t--) {
            for (int i = 0; i < 9; i++) {
                later[9 * t + i] = curvatures[9 * t + i] + (t + 1 < images ? later[9 * (t + 1) + i] : 0);
            }
        }
        double[] m = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                // Step s acts from image s + 1 on, the position from image 0 on.
                int from = Math.max(firstImage(i, positions, steps), firstImage(j, positions, steps));
                m[i * n + j] = later[9 * from + 3 * axis(i, positions, steps) + axis(j, positions, steps)];
            }
        }
        double trace = later[0] + later[4] + later[8];
        for (int i = 0; i < positions; i++) {
            // Keeps positions regular where too few images determine them.
            m[i * n + i] += 1e-10 * trace + precision;
        }
        double rho = 2 / variance;
        double[] sum = m.clone();
        for (int i = positions; i < n; i++) {
            sum[i * n + i] += rho;
        }
        return diagonalise(m, sum, n, positions, images, rho);
    }

    private static Optional<ImageModes> diagonalise(
            double[] m, double[] sum, int n, int positions, int images, double rho) {
        Cholesky c = Cholesky.of(sum, n).orElse(null);
        if (c == null) {
            return Optional.empty();
        }
        // C^-1 M C^-T, by rows, then by columns.
        double[] w = m.clone();
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < n; i++) {
                c.solveLower(w, i * n);
            }
            w = RowVectors.transpose(w, n, n);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (w[i * n + j] + w[j * n + i]);
                w[i * n + j] = mean;
                w[j * n + i] = mean;
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(w, n).orElse(null);
        if (eigen == null) {
            return Optional.empty();
        }
        double[] phi = eigen.vectors().clone();
        double[] theta = new double[n];
        for (int j = 0; j < n; j++) {
            c.solveUpper(phi, j * n);
            theta[j] = Math.max(0, Math.min(1, eigen.values()[j]));
        }
        return Optional.of(new ImageModes(n, positions, images, rho, theta, phi));
    }

    private static int firstImage(int i, int positions, int steps) {
        return i < positions ? 0 : (i - positions) % steps + 1;
    }

    private static int axis(int i, int positions, int steps) {
        return i < positions ? i : (i - positions) / steps;
    }

    /** Returns the inverse curvature of each mode for a pattern of variance lambda. */
    public double[] inverseCurvature(double variance) {
        double[] out = new double[size];
        for (int j = 0; j < size; j++) {
            out[j] = 1 / (theta[j] + 2 / variance * (1 - theta[j]) / rho);
        }
        return out;
    }

    /** Returns the displacements that the modes cause: element (3 t + axis, j), 3 F x n. */
    public double[] displacements() {
        double[] out = new double[3 * images * size];
        int steps = images - 1;
        for (int j = 0; j < size; j++) {
            for (int axis = 0; axis < 3; axis++) {
                double sum = positions > 0 ? phi[j * size + axis] : 0;
                for (int t = 0; t < images; t++) {
                    out[(3 * t + axis) * size + j] = sum;
                    sum += t < steps ? phi[j * size + positions + axis * steps + t] : 0;
                }
            }
        }
        return out;
    }
}
