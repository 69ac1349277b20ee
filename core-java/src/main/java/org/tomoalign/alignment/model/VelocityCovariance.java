package org.tomoalign.alignment.model;

import java.util.List;
import org.tomoalign.geometry.Vec3;

/** Covariance matrices of velocities. */
final class VelocityCovariance {
    private VelocityCovariance() {
    }

    /**
     * Returns the N x N covariance of the velocities of particles, px^2, row by row.
     *
     * @param positions          px
     * @param velocity           standard deviation, px per image
     * @param divergence         px
     * @param squaredExponential see {@link MotionSettings}
     */
    static double[] of(List<Vec3> positions, double velocity, double divergence, boolean squaredExponential) {
        int n = positions.size();
        double[] k = new double[Math.multiplyExact(n, n)];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double d = positions.get(i).minus(positions.get(j)).norm() / divergence;
                double value = velocity * velocity * Math.exp(squaredExponential ? -d * d : -d);
                k[i * n + j] = value;
                k[j * n + i] = value;
            }
        }
        return k;
    }
}
