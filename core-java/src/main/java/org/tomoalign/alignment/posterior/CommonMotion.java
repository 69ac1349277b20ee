package org.tomoalign.alignment.posterior;

import java.util.Optional;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.model.ProjectionModel;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.linalg.Cholesky;
import org.tomoalign.tomogram.Geometry;

/**
 * The part of the variances that is owed to what no image shows: turning and moving the whole tomogram, all projections
 * following.
 *
 * <p>Along these six directions G the likelihood is flat, so that the prior's precision P alone holds them. Any u is
 * {@code G a + v} with {@code G' P v = 0}; the cost is then a sum of one of a and one of v, the two are independent, and a has the
 * covariance {@code (G' P G)^-1}.
 */
final class CommonMotion {
    private static final int N = 6;
    /* Of a variance: what is left at least, as others are approximate. */
    private static final double LEAST = 1e-3;

    private final AlignmentProblem problem;
    private final ParameterLayout layout;
    private final Geometry geometry;
    private final Vec3 centre;
    private final NormalPrior prior;
    private final boolean moves;
    private final boolean turns;

    private CommonMotion(AlignmentProblem problem, double[] x, NormalPrior prior) {
        this.problem = problem;
        layout = problem.layout();
        geometry = problem.geometry(x);
        centre = problem.centre();
        this.prior = prior;
        moves = layout.shifts() && layout.positions();
        turns = moves && layout.angles();
    }

    /**
     * Takes it off the variances of images and particles.
     *
     * @param problem   whose unknowns these are
     * @param x         the unknowns at the optimum
     * @param prior     of positive precisions
     * @param variances of all unknowns
     */
    static double[] without(AlignmentProblem problem, double[] x, NormalPrior prior, double[] variances) {
        return new CommonMotion(problem, x, prior).reduced(variances);
    }

    private double[] reduced(double[] variances) {
        double[] out = variances.clone();
        double[] matrix = new double[N * N];
        forEachUnknown((unknown, precision, row) -> {
            for (int i = 0; i < N; i++) {
                for (int k = 0; k < N; k++) {
                    matrix[i * N + k] += precision * row[i] * row[k];
                }
            }
        });
        for (int k = 0; k < N; k++) {
            matrix[k * N + k] = matrix[k * N + k] > 0 ? matrix[k * N + k] * (1 + 1e-9) : 1;
        }
        Optional<Cholesky> factor = Cholesky.of(matrix, N);
        factor.ifPresent(f -> forEachUnknown((unknown, precision, row) -> {
            double[] solved = row.clone();
            f.solve(solved);
            double common = 0;
            for (int i = 0; i < N; i++) {
                common += row[i] * solved[i];
            }
            out[unknown] = Math.max(out[unknown] - common, LEAST * out[unknown]);
        }));
        return out;
    }

    private interface Visitor {
        /** @param row derivatives of the unknown with respect to a rotation about the centre and a displacement */
        void visit(int unknown, double precision, double[] row);
    }

    private void forEachUnknown(Visitor visitor) {
        for (int t = 0; t < layout.images(); t++) {
            Mat3 a = geometry.projections().get(t).linear();
            double[][] rows = {{a.m00(), a.m01(), a.m02()}, {a.m10(), a.m11(), a.m12()}, {a.m20(), a.m21(), a.m22()}};
            int unknown = t * layout.imageStride();
            for (int axis = 0; layout.angles() && axis < 3; axis++) {
                double unit = turns ? -1 / ProjectionModel.ANGLE_SCALE : 0;
                visitor.visit(unknown++, prior.angle(), new double[] {
                        unit * rows[axis][0], unit * rows[axis][1], unit * rows[axis][2], 0, 0, 0});
            }
            Vec3 d = problem.leverOfCentre(t);
            for (int axis = 0; layout.shifts() && axis < 2; axis++) {
                double[] row = new double[N];
                for (int k = 0; k < 3; k++) {
                    row[k] = !turns ? 0 : axis == 0 ? rows[1][k] * d.z() - rows[2][k] * d.y()
                            : rows[2][k] * d.x() - rows[0][k] * d.z();
                    row[3 + k] = moves ? -rows[axis][k] : 0;
                }
                visitor.visit(unknown++, prior.shift(), row);
            }
        }
        double turn = turns ? 1 : 0;
        double move = moves ? 1 : 0;
        for (int p = 0; layout.positions() && p < layout.particles(); p++) {
            Vec3 r = geometry.positions().get(p).minus(centre).times(turn);
            double[][] rows = {{0, r.z(), -r.y(), move, 0, 0}, {-r.z(), 0, r.x(), 0, move, 0}, {r.y(), -r.x(), 0, 0, 0, move}};
            for (int axis = 0; axis < 3; axis++) {
                visitor.visit(layout.position(p) + axis, prior.position(), rows[axis]);
            }
        }
    }
}
