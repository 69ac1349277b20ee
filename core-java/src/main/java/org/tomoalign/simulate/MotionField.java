package org.tomoalign.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tomoalign.geometry.Vec3;

/**
 * Beam-induced motion: between consecutive exposures every particle moves by a step drawn from a Gaussian process over
 * the particles with an exponential covariance over distance; steps of different exposures are independent and may
 * get smaller with dose.
 */
final class MotionField {
    /** Fraction of the speed that decaying steps keep for good. */
    private static final double REST = 0.15;

    private MotionField() {
    }

    /** Returns zero displacements, [particle][image]. */
    static Vec3[][] none(int particles, int images) {
        Vec3[][] motion = new Vec3[particles][images];
        for (Vec3[] row : motion) {
            Arrays.fill(row, Vec3.ZERO);
        }
        return motion;
    }

    /**
     * Returns displacements in px, [particle][image in file order], zero in the image exposed first.
     *
     * @param positions px
     * @param order     file indices in the order of exposure
     * @param sd        standard deviation of a step at full speed, px
     * @param length    correlation length, px
     * @param decay     exposures after which steps have shrunk by 1/e; 0 if they do not
     */
    static Vec3[][] sample(
            List<Vec3> positions, int[] order, double sd, double length, double decay, RandomGenerator random) {
        int n = positions.size();
        double[][] root = covarianceRoot(positions, sd, length);
        Vec3[][] motion = none(n, order.length);
        Vec3[] now = new Vec3[n];
        Arrays.fill(now, Vec3.ZERO);
        for (int t = 1; t < order.length; t++) {
            Vec3[] white = new Vec3[n];
            for (int p = 0; p < n; p++) {
                double x = random.nextGaussian(), y = random.nextGaussian();
                white[p] = new Vec3(x, y, random.nextGaussian());
            }
            double speed = decay > 0 ? Math.exp(-(t - 1) / decay) + REST : 1;
            for (int p = 0; p < n; p++) {
                Vec3 step = Vec3.ZERO;
                for (int q = 0; q <= p; q++) {
                    step = step.plus(white[q].times(root[p][q]));
                }
                now[p] = now[p].plus(step.times(speed));
                motion[p][order[t]] = now[p];
            }
        }
        return motion;
    }

    /** The Cholesky factor of the covariance; lower triangle, row p has p + 1 elements. */
    static double[][] covarianceRoot(List<Vec3> positions, double sd, double length) {
        int n = positions.size();
        double[][] l = new double[n][];
        for (int p = 0; p < n; p++) {
            l[p] = new double[p + 1];
            for (int q = 0; q <= p; q++) {
                double distance = positions.get(p).minus(positions.get(q)).norm();
                double sum = sd * sd * Math.exp(-distance / length);
                for (int k = 0; k < q; k++) {
                    sum -= l[p][k] * l[q][k];
                }
                if (q == p) {
                    // Particles almost in one place make the matrix singular to rounding.
                    l[p][p] = Math.sqrt(Math.max(sum, 1e-12 * sd * sd));
                } else {
                    l[p][q] = sum / l[q][q];
                }
            }
        }
        return l;
    }
}
