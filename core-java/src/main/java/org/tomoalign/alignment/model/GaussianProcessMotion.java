package org.tomoalign.alignment.model;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.kernels.MatrixKernels;
import org.tomoalign.linalg.CovarianceFactor;
import org.tomoalign.linalg.PackedMatrix;
import org.tomoalign.parallel.WorkUnits;

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

    private final CovarianceFactor root;
    private final int images;
    private final double velocity;
    private final MatrixKernels kernels;
    /* Running sums of the coefficients, B x 3F; gradients by the displacements in the order of the factor, N x 3F. */
    private final PackedMatrix sums;
    private final PackedMatrix gradients;

    private GaussianProcessMotion(CovarianceFactor root, int images, double velocity, MatrixKernels kernels) {
        this.root = root;
        this.images = images;
        this.velocity = velocity;
        this.kernels = kernels;
        sums = new PackedMatrix(kernels, root.rank(), 3 * images);
        gradients = new PackedMatrix(kernels, root.particles(), 3 * images);
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
        double[] covariance = VelocityCovariance.of(positions, velocity, divergence, settings.squaredExponential());
        int n = positions.size();
        int most = settings.maxEigendeformations();
        CovarianceFactor root = most > 0 && most < n
                ? CovarianceFactor.leading(covariance, n, most, LEAST_VARIANCE, kernels.matrices(), pool)
                : CovarianceFactor.pivotedCholesky(covariance, n, LEAST_VARIANCE, kernels.matrices(), pool);
        return new GaussianProcessMotion(root, images, velocity, kernels.matrices());
    }

    /** Returns the number of basis functions. */
    public int basisFunctions() {
        return root.rank();
    }

    public CovarianceFactor root() {
        return root;
    }

    @Override
    public int parameters() {
        return 3 * root.rank() * (images - 1);
    }

    @Override
    public void displacements(double[] u, int offset, double[] out, ForkJoinPool pool) {
        int rank = root.rank();
        int row = 3 * images;
        WorkUnits.run(pool, PackedMatrix.pieces(rank), piece -> {
            double[] running = new double[row];
            for (int b = PackedMatrix.firstRow(piece); b < Math.min(rank, PackedMatrix.firstRow(piece + 1)); b++) {
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
        PackedMatrix.Left factor = root.left();
        WorkUnits.run(pool, PackedMatrix.pieces(root.particles()), piece -> {
            int first = PackedMatrix.firstRow(piece);
            int rows = Math.min(root.particles(), PackedMatrix.firstRow(piece + 1)) - first;
            double[] block = new double[rows * row];
            sums.multiplyAdd(factor, piece, block, 0, row);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(block, i * row, out, root.pivots()[first + i] * row, row);
            }
        });
    }

    @Override
    public void addGradient(double[] positionGradient, double[] gradient, int offset, ForkJoinPool pool) {
        int rank = root.rank();
        int particles = root.particles();
        int row = 3 * images;
        WorkUnits.run(pool, PackedMatrix.pieces(particles), piece -> {
            for (int i = PackedMatrix.firstRow(piece); i < Math.min(particles, PackedMatrix.firstRow(piece + 1)); i++) {
                gradients.setRow(i, positionGradient, root.pivots()[i] * row);
            }
        });
        PackedMatrix.Left factor = root.transposedLeft();
        WorkUnits.run(pool, PackedMatrix.pieces(rank), piece -> {
            int first = PackedMatrix.firstRow(piece);
            int rows = Math.min(rank, PackedMatrix.firstRow(piece + 1)) - first;
            double[] block = new double[rows * row];
            gradients.multiplyAdd(factor, piece, block, 0, row);
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
        int rank = root.rank();
        int particles = root.particles();
        int steps = images - 1;
        int row = 3 * steps;
        PackedMatrix given = new PackedMatrix(kernels, particles, row);
        double[] velocities = new double[row];
        for (int i = 0; i < particles; i++) {
            for (int axis = 0; axis < 3; axis++) {
                int from = (3 * root.pivots()[i] + axis) * images;
                for (int s = 0; s < steps; s++) {
                    velocities[axis * steps + s] = displacements[from + s + 1] - displacements[from + s];
                }
            }
            given.setRow(i, velocities, 0);
        }
        double[] right = new double[rank * row];
        given.multiplyAdd(root.transposedLeft(), right, 0, row, pool);
        // (L^T L + noise) c = L^T v.
        double[] normal = new double[rank * rank];
        new PackedMatrix(kernels, particles, rank).set(root.factor(), 0, rank)
                .multiplyAdd(root.transposedLeft(), normal, 0, rank, pool);
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
