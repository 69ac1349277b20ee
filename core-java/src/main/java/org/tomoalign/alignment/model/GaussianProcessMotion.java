package org.tomoalign.alignment.model;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.kernels.MatrixKernels;
import org.tomoalign.linalg.CovarianceFactor;
import org.tomoalign.linalg.PanelMatrix;
import org.tomoalign.parallel.Workers;

/**
 * Motion whose steps from image to image are Gaussian processes over the particles. The unknowns are standard normal
 * coefficients c of a factor L of the covariance: the step of particle p along one axis is the sum of L_pb c_b, a
 * displacement the sum of the steps so far, the prior the sum of the squares.
 *
 * <p>Element (b, axis, step) of the coefficients is at {@code (3 b + axis) (F - 1) + step}. Displacements are computed
 * as L times the running sums of the coefficients, gradients as L^T times the gradient, summed backwards in time: dense
 * products of N x B with B x 3F, never of anything with F^2.
 */
public final class GaussianProcessMotion implements MotionModel {
    /** Variances below this (px^2) do not count, as in RELION. */
    private static final double LEAST_VARIANCE = 1e-10;
    /* Rounding of given steps that is not to be fitted, relative to the standard deviation of a velocity. */
    private static final double STEP_NOISE = 1e-4;

    private final CovarianceFactor covariance;
    private final int images;
    private final double velocity;
    private final MatrixKernels kernels;
    /* Running sums of the coefficients, B x 3F; gradients by the displacements in the order of the factor, N x 3F. */
    private final PanelMatrix sums;
    private final PanelMatrix gradients;

    private GaussianProcessMotion(CovarianceFactor covariance, int images, double velocity, MatrixKernels kernels) {
        this.covariance = covariance;
        this.images = images;
        this.velocity = velocity;
        this.kernels = kernels;
        sums = new PanelMatrix(kernels, covariance.rank(), 3 * images);
        gradients = new PanelMatrix(kernels, covariance.n(), 3 * images);
    }

    /**
     * Sets up the model.
     *
     * @param positions  of the particles, px
     * @param images     F
     * @param velocity   px per image, see {@link MotionSettings#velocityPx}
     * @param divergence px, see {@link MotionSettings#divergencePx}
     * @param settings   the form of the covariance
     * @param kernels    the arithmetic
     * @param pool       runs the factorisation
     */
    public static GaussianProcessMotion of(
            List<Vec3> positions, int images, double velocity, double divergence, MotionSettings settings,
            Kernels kernels, ForkJoinPool pool) {
        double[] matrix = VelocityCovariance.of(positions, velocity, divergence, settings.squaredExponential());
        int n = positions.size();
        int most = settings.maxEigendeformations();
        CovarianceFactor covariance = most > 0 && most < n
                ? CovarianceFactor.leading(matrix, n, most, LEAST_VARIANCE, kernels.matrices(), pool)
                : CovarianceFactor.pivotedCholesky(matrix, n, LEAST_VARIANCE, kernels.matrices(), pool);
        return new GaussianProcessMotion(covariance, images, velocity, kernels.matrices());
    }

    /** Returns whether a prior leaves any motion: whether there will be basis functions. */
    public static boolean moves(double velocity) {
        return velocity * velocity >= LEAST_VARIANCE;
    }

    /** Returns the number of basis functions. */
    public int basisFunctions() {
        return covariance.rank();
    }

    public CovarianceFactor covariance() {
        return covariance;
    }

    @Override
    public int parameters() {
        return 3 * covariance.rank() * (images - 1);
    }

    @Override
    public void displacements(double[] u, int offset, double[] out, ForkJoinPool pool) {
        int rank = covariance.rank();
        int row = 3 * images;
        Workers.run(pool, PanelMatrix.pieces(rank), piece -> {
            double[] running = new double[row];
            for (int b = PanelMatrix.firstRow(piece); b < Math.min(rank, PanelMatrix.firstRow(piece + 1)); b++) {
                for (int axis = 0; axis < 3; axis++) {
                    int from = offset + (3 * b + axis) * (images - 1);
                    double sum = 0;
                    for (int t = 1; t < images; t++) {
                        sum += u[from + t - 1];
                        running[axis * images + t] = sum;
                    }
                }
                sums.setRow(b, running, 0);
            }
        });
        PanelMatrix.Left left = covariance.left();
        Workers.run(pool, PanelMatrix.pieces(covariance.n()), piece -> {
            int first = PanelMatrix.firstRow(piece);
            int rows = Math.min(covariance.n(), PanelMatrix.firstRow(piece + 1)) - first;
            double[] block = new double[rows * row];
            sums.multiplyAdd(left, piece, block, 0, row);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(block, i * row, out, covariance.pivots()[first + i] * row, row);
            }
        });
    }

    @Override
    public void addGradient(double[] positionGradient, double[] gradient, int offset, ForkJoinPool pool) {
        int rank = covariance.rank();
        int particles = covariance.n();
        int row = 3 * images;
        Workers.run(pool, PanelMatrix.pieces(particles), piece -> {
            for (int i = PanelMatrix.firstRow(piece); i < Math.min(particles, PanelMatrix.firstRow(piece + 1)); i++) {
                gradients.setRow(i, positionGradient, covariance.pivots()[i] * row);
            }
        });
        PanelMatrix.Left left = covariance.transposedLeft();
        Workers.run(pool, PanelMatrix.pieces(rank), piece -> {
            int first = PanelMatrix.firstRow(piece);
            int rows = Math.min(rank, PanelMatrix.firstRow(piece + 1)) - first;
            double[] block = new double[rows * row];
            gradients.multiplyAdd(left, piece, block, 0, row);
            for (int i = 0; i < rows; i++) {
                for (int axis = 0; axis < 3; axis++) {
                    int to = offset + (3 * (first + i) + axis) * (images - 1);
                    double sum = 0;
                    for (int t = images - 1; t > 0; t--) {
                        sum += block[i * row + axis * images + t];
                        gradient[to + t - 1] += sum;
                    }
                }
            }
        });
    }

    /**
     * Writes coefficients whose displacements come closest to given ones: a least-squares fit of the steps, held down
     * where the basis can hardly express them.
     *
     * @param displacements 3 N F values, px, see {@link MotionModel}; what they are at t = 0 is taken from all
     * @param u             parameter vector; the unknowns of this model start at {@code offset}
     * @param offset        see u
     * @param pool          runs the work; the result does not depend on it
     */
    public void fit(double[] displacements, double[] u, int offset, ForkJoinPool pool) {
        int rank = covariance.rank();
        int particles = covariance.n();
        int steps = images - 1;
        int row = 3 * steps;
        PanelMatrix given = new PanelMatrix(kernels, particles, row);
        double[] velocities = new double[row];
        for (int i = 0; i < particles; i++) {
            for (int axis = 0; axis < 3; axis++) {
                int from = (3 * covariance.pivots()[i] + axis) * images;
                for (int s = 0; s < steps; s++) {
                    velocities[axis * steps + s] = displacements[from + s + 1] - displacements[from + s];
                }
            }
            given.setRow(i, velocities, 0);
        }
        double[] right = new double[rank * row];
        given.multiplyAdd(covariance.transposedLeft(), right, 0, row, pool);
        // (L^T L + noise) c = L^T v.
        double[] normal = new double[rank * rank];
        new PanelMatrix(kernels, particles, rank).set(covariance.factor(), 0, rank)
                .multiplyAdd(covariance.transposedLeft(), normal, 0, rank, pool);
        double noise = STEP_NOISE * velocity;
        for (int b = 0; b < rank; b++) {
            normal[b * rank + b] += noise * noise;
        }
        CovarianceFactor.pivotedCholesky(normal, rank, 0, kernels, pool).solve(right, row);
        System.arraycopy(right, 0, u, offset, rank * row);
    }

    @Override
    public double prior(double[] u, int offset, double[] gradient) {
        double sum = 0;
        for (int i = offset; i < offset + parameters(); i++) {
            sum += u[i] * u[i];
            gradient[i] += 2 * u[i];
        }
        return sum;
    }
}
