package org.tomoalign.simulate;

import java.util.Arrays;
import java.util.List;
import org.tomoalign.alignment.posterior.PriorSpreads;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.linalg.Cholesky;

/**
 * The errors of an alignment's unknowns without those that cannot be seen: turning or moving the whole tomogram, its
 * projections following, changes no projected position, and the standard errors are without it. The small rotation w (about the
 * centre of the tomogram) and displacement s are removed that explain the errors best, by least squares with every error in units
 * of its prior's spread, as the standard errors have it: they turn image f by -A w, shift it by -A s, and move position X by w x (X - centre) + s, where A is the linear
 * part of the projection.
 */
final class CommonMotion {
    private static final int N = 6;

    private final ScoredGeometry truth;
    private final PredictedErrors predicted;
    private final PriorSpreads spreads;
    private final Vec3 centre;
    private final double[] matrix = new double[N * N];
    private final double[] solution = new double[N];
    private final double[][] angles;
    private final double[][] shifts;
    private final double[][] positions;

    /**
     * @param spreads of the priors
     * @param centre  of the tomogram, about which images turn, px
     */
    CommonMotion(
            ScoredGeometry truth, ScoredGeometry found, PredictedErrors predicted, PriorSpreads spreads, Vec3 centre) {
        this.spreads = spreads;
        this.truth = truth;
        this.predicted = predicted;
        this.centre = centre;
        int images = truth.projections().size(), particles = truth.positions().size();
        angles = new double[images][];
        shifts = new double[images][];
        positions = new double[particles][];
        for (int f = 0; f < images; f++) {
            Projection t = truth.projections().get(f), o = found.projections().get(f);
            Vec3 shift = o.apply(centre).minus(t.apply(centre));
            angles[f] = array(Rotations.vector(o.linear().times(t.linear().transposed())));
            shifts[f] = new double[] {shift.x(), shift.y()};
        }
        for (int p = 0; p < particles; p++) {
            positions[p] = array(found.positions().get(p).minus(truth.positions().get(p)));
        }
        remove();
    }

    /** Returns the sums of the errors that are left; angles in degrees, shifts and positions in px. */
    ErrorRatios ratios() {
        return new ErrorRatios(sum(angles, predicted.angles(), Math.toDegrees(1)), sum(shifts, predicted.shifts(), 1),
                sum(positions, predicted.positions(), 1), ErrorSum.NONE, ErrorSum.NONE);
    }

    private static ErrorSum sum(double[][] errors, List<double[]> predicted, double unit) {
        ErrorSum sum = ErrorSum.NONE;
        for (int i = 0; i < errors.length; i++) {
            for (int axis = 0; axis < errors[i].length; axis++) {
                sum = sum.with(unit * errors[i][axis], unit * predicted.get(i)[axis]);
            }
        }
        return sum;
    }

    private void remove() {
        forEachError((error, i, axis, spread, row) -> accumulate(row, error[i][axis], spread));
        for (int k = 0; k < N; k++) {
            // What nothing depends on stays 0.
            matrix[k * N + k] = matrix[k * N + k] > 0 ? matrix[k * N + k] * (1 + 1e-9) : 1;
        }
        Cholesky.of(matrix, N).ifPresent(factor -> {
            factor.solve(solution);
            forEachError((error, i, axis, spread, row) -> error[i][axis] -= product(row));
        });
    }

    private interface Visitor {
        /** @param row derivatives of error[i][axis] with respect to w and s */
        void visit(double[][] error, int i, int axis, double spread, double[] row);
    }

    private void forEachError(Visitor visitor) {
        // Where only some of the sides were refined, images show it.
        double move = areRefined(predicted.shifts()) && areRefined(predicted.positions()) ? 1 : 0;
        double turn = areRefined(predicted.angles()) ? move : 0;
        for (int f = 0; f < angles.length; f++) {
            double[] a = rows(truth.projections().get(f).linear());
            for (int axis = 0; axis < 3; axis++) {
                double x = -a[3 * axis], y = -a[3 * axis + 1], z = -a[3 * axis + 2];
                visitor.visit(angles, f, axis, spreads.angle(), new double[] {turn * x, turn * y, turn * z, 0, 0, 0});
                if (axis < 2) {
                    visitor.visit(shifts, f, axis, spreads.shift(), new double[] {0, 0, 0, move * x, move * y, move * z});
                }
            }
        }
        for (int p = 0; p < positions.length; p++) {
            Vec3 r = truth.positions().get(p).minus(centre).times(turn);
            double[][] rows = {{0, r.z(), -r.y(), move, 0, 0}, {-r.z(), 0, r.x(), 0, move, 0}, {r.y(), -r.x(), 0, 0, 0, move}};
            for (int axis = 0; axis < 3; axis++) {
                visitor.visit(positions, p, axis, spreads.position(), rows[axis]);
            }
        }
    }

    private static boolean areRefined(List<double[]> standardErrors) {
        return standardErrors.stream().anyMatch(errors -> Arrays.stream(errors).anyMatch(e -> e > 0));
    }

    private void accumulate(double[] row, double error, double spread) {
        double weight = 1 / (spread * spread);
        for (int i = 0; i < N; i++) {
            for (int k = 0; k < N; k++) {
                matrix[i * N + k] += weight * row[i] * row[k];
            }
            solution[i] += weight * row[i] * error;
        }
    }

    private double product(double[] row) {
        double sum = 0;
        for (int k = 0; k < N; k++) {
            sum += row[k] * solution[k];
        }
        return sum;
    }

    private static double[] array(Vec3 v) {
        return new double[] {v.x(), v.y(), v.z()};
    }

    private static double[] rows(Mat3 m) {
        return new double[] {m.m00(), m.m01(), m.m02(), m.m10(), m.m11(), m.m12(), m.m20(), m.m21(), m.m22()};
    }
}
