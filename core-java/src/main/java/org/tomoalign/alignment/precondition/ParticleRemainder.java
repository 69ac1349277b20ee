package org.tomoalign.alignment.precondition;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.kernels.MatrixKernels;
import org.tomoalign.linalg.Cholesky;
import org.tomoalign.linalg.CovarianceFactor;
import org.tomoalign.linalg.PanelMatrix;

/**
 * The part of positions and motion that the leading patterns of the motion do not reach, in the preconditioner: each
 * position has the same curvature (3x3), all patterns of motion get the mean variance of those left out, and the two
 * are taken as independent.
 */
final class ParticleRemainder {
    /* Positions and motion, taken as independent, may both follow the same force: with the half of each response the two
       together never overshoot. Measured, 300 particles and 16 modes: 330 evaluations instead of 710. */
    private static final double SHARE = 0.5;

    private final ParameterLayout layout;
    private final CovarianceFactor covariance;
    private final ParticleModes modes;
    private final MatrixKernels kernels;
    private final ForkJoinPool pool;
    private final int particles;
    private final int rank;
    private final int row;
    private final double meanVariance;

    /* Response of a position to a force, 3x3. */
    private double[] positionResponse;
    /* Response of the coefficients of one pattern of motion. */
    private PanelMatrix motionResponse;

    ParticleRemainder(
            ParameterLayout layout, CovarianceFactor covariance, ParticleModes modes, MatrixKernels kernels,
            ForkJoinPool pool) {
        this.layout = layout;
        this.covariance = covariance;
        this.modes = modes;
        this.kernels = kernels;
        this.pool = pool;
        particles = layout.particles();
        rank = covariance == null ? 0 : covariance.rank();
        row = 3 * (layout.images() - 1);
        double rest = 0;
        if (hasMotion()) {
            for (double v : covariance.factor()) {
                rest += v * v;
            }
            for (double v : modes.values()) {
                rest -= v;
            }
            rest = Math.max(rest / (rank - modes.count()), 1e-12 * modes.values()[0]);
        }
        meanVariance = rest;
    }

    /** Returns whether there is motion outside the modes. */
    boolean hasMotion() {
        return modes.count() < rank;
    }

    /** Returns whether there are positions outside the modes. */
    boolean hasPositions() {
        return layout.positions() && modes.count() < particles;
    }

    /** Returns the response of a position to a force, 3x3. */
    double[] positionResponse() {
        return positionResponse;
    }

    /**
     * Adapts to the curvatures of the cost by a displacement on each image, nine values per image, and the precision of the
     * prior on a position; returns false if they do not allow it.
     */
    boolean update(double[] curvatures, double precision) {
        double[] sum = new double[9];
        for (int i = 0; i < curvatures.length; i++) {
            sum[i % 9] += curvatures[i];
        }
        double trace = sum[0] + sum[4] + sum[8];
        for (int i = 0; i < 9; i += 4) {
            sum[i] += 1e-10 * trace + precision;
        }
        if (hasMotion() && !setMotion(curvatures)) {
            return false;
        }
        Cholesky c = Cholesky.of(sum, 3).orElse(null);
        if (c == null) {
            return false;
        }
        positionResponse = new double[9];
        double share = hasMotion() ? SHARE : 1;
        for (int i = 0; i < 3; i++) {
            double[] unit = new double[3];
            unit[i] = 1;
            c.solve(unit);
            for (int j = 0; j < 3; j++) {
                positionResponse[3 * i + j] = share * unit[j];
            }
        }
        return true;
    }

    private boolean setMotion(double[] curvatures) {
        ImageModes alone = ImageModes.of(curvatures, layout.images(), 0, 0, meanVariance).orElse(null);
        if (alone == null) {
            return false;
        }
        double[] response = alone.inverseCurvature(meanVariance);
        double[] g = new double[row * row];
        for (int j = 0; j < row; j++) {
            for (int a = 0; a < row; a++) {
                double f = SHARE * alone.phi()[j * row + a] * response[j] / meanVariance;
                for (int b = 0; b < row; b++) {
                    g[a * row + b] += f * alone.phi()[j * row + b];
                }
            }
        }
        motionResponse = new PanelMatrix(kernels, row, row).set(g, 0, row);
        return true;
    }

    /** Returns the response of the positions to v while the images stay: 3 N values. */
    double[] positions(double[] v) {
        double[] out = new double[3 * particles];
        if (!hasPositions()) {
            return out;
        }
        int at = layout.position(0);
        double[] force = Arrays.copyOfRange(v, at, at + 3 * particles);
        force = outside(modes.vectors(), particles, force);
        for (int p = 0; p < particles; p++) {
            for (int i = 0; i < 3; i++) {
                out[3 * p + i] = positionResponse[3 * i] * force[3 * p] + positionResponse[3 * i + 1] * force[3 * p + 1]
                        + positionResponse[3 * i + 2] * force[3 * p + 2];
            }
        }
        return out;
    }

    /** Writes the response of the motion to v. */
    void motion(double[] v, double[] out) {
        double[] force = Arrays.copyOfRange(v, layout.motion(), layout.motion() + rank * row);
        int at = layout.motion();
        motionResponse.multiplyAdd(PanelMatrix.Left.rowMajor(force, rank, row), out, at, row, pool);
        double[] inside = new double[modes.count() * row];
        new PanelMatrix(kernels, rank, row).set(out, at, row)
                .multiplyAdd(PanelMatrix.Left.rowMajor(modes.patterns(), modes.count(), rank), inside, 0, row, pool);
        for (int i = 0; i < inside.length; i++) {
            inside[i] = -inside[i];
        }
        new PanelMatrix(kernels, modes.count(), row).set(inside, 0, row)
                .multiplyAdd(PanelMatrix.Left.transposed(modes.patterns(), modes.count(), rank), out, at, row, pool);
    }

    /** Takes the modes, rows of {@code basis}, out of n x 3 values. */
    private double[] outside(double[] basis, int n, double[] values) {
        int count = modes.count();
        if (count == 0) {
            return values;
        }
        double[] parts = new double[3 * count];
        new PanelMatrix(kernels, n, 3).set(values, 0, 3)
                .multiplyAdd(PanelMatrix.Left.rowMajor(basis, count, n), parts, 0, 3, pool);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = -parts[i];
        }
        double[] out = values.clone();
        new PanelMatrix(kernels, count, 3).set(parts, 0, 3)
                .multiplyAdd(PanelMatrix.Left.transposed(basis, count, n), out, 0, 3, pool);
        return out;
    }
}
