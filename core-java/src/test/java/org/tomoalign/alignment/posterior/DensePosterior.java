package org.tomoalign.alignment.posterior;

import java.util.Arrays;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Projector;

/** The posterior's covariance the long way: derivatives by differences, and the inverse of the whole Hessian. */
final class DensePosterior {
    private static final double STEP = 1e-4;

    final int n;
    /** Derivatives of the positions on the images: row 2 w + component. */
    final double[][] jacobian;
    final double[][] covariance;
    private final AlignmentProblem problem;
    private final int images;
    final double[] precisions;

    /**
     * @param curvature of each window: xx, xy, yy
     * @param prior     on all but the motion, whose coefficients are standard normal
     */
    DensePosterior(
            SyntheticTomogram tomogram, AlignmentProblem problem, double[] x, double[][] curvature, NormalPrior prior) {
        this.problem = problem;
        n = problem.size();
        images = problem.layout().images();
        jacobian = new double[2 * curvature.length][n];
        for (int i = 0; i < n; i++) {
            double[] up = positions(tomogram, moved(x, i, STEP));
            double[] down = positions(tomogram, moved(x, i, -STEP));
            for (int k = 0; k < up.length; k++) {
                jacobian[k][i] = (up[k] - down[k]) / (2 * STEP);
            }
        }
        precisions = precisions(prior);
        double[][] h = new double[n][n];
        for (int w = 0; w < curvature.length; w++) {
            double[] jx = jacobian[2 * w];
            double[] jy = jacobian[2 * w + 1];
            for (int i = 0; i < n; i++) {
                double fx = curvature[w][0] * jx[i] + curvature[w][1] * jy[i];
                double fy = curvature[w][1] * jx[i] + curvature[w][2] * jy[i];
                for (int j = 0; j < n && (fx != 0 || fy != 0); j++) {
                    h[i][j] += fx * jx[j] + fy * jy[j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            h[i][i] += precisions[i];
        }
        covariance = inverse(h);
    }

    private static double[] moved(double[] x, int i, double step) {
        double[] out = x.clone();
        out[i] += step;
        return out;
    }

    private double[] positions(SyntheticTomogram tomogram, double[] x) {
        Projector projector = new Projector(tomogram.series(400, 350), problem.geometry(x));
        double[] out = new double[jacobian.length];
        for (int w = 0; 2 * w < out.length; w++) {
            Vec3 y = projector.project(w / images, w % images);
            out[2 * w] = y.x();
            out[2 * w + 1] = y.y();
        }
        return out;
    }

    private double[] precisions(NormalPrior prior) {
        ParameterLayout layout = problem.layout();
        double[] out = new double[n];
        int stride = layout.imageStride();
        for (int i = 0; i < n; i++) {
            if (i < stride * images) {
                out[i] = layout.angles() && i % stride < 3 ? prior.angle() : prior.shift();
            } else if (i < layout.motion()) {
                out[i] = prior.position();
            } else if (i < layout.deformation()) {
                out[i] = 1;
            } else {
                out[i] = prior.deformation() >= 0 ? prior.deformation() : ofDeformationModel(i);
            }
        }
        return out;
    }

    /** The model's own prior is quadratic. */
    private double ofDeformationModel(int i) {
        double[] up = new double[n];
        double[] down = new double[n];
        problem.deformation().prior(moved(new double[n], i, 1), problem.layout().deformation(), up, images);
        problem.deformation().prior(moved(new double[n], i, -1), problem.layout().deformation(), down, images);
        return (up[i] - down[i]) / 2;
    }

    /** Returns the variance of a linear function of the unknowns. */
    double variance(double[] line) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n && line[i] != 0; j++) {
                sum += line[i] * covariance[i][j] * line[j];
            }
        }
        return sum;
    }

    /** Returns the variance of the position on an image, both coordinates. */
    double ofWindow(int w) {
        return variance(jacobian[2 * w]) + variance(jacobian[2 * w + 1]);
    }

    /** Returns how many of all unknowns the windows determine. */
    double determined() {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += 1 - precisions[i] * covariance[i][i];
        }
        return sum;
    }

    /** Gauss and Jordan's elimination, with pivots from the whole column. */
    private static double[][] inverse(double[][] m) {
        int n = m.length;
        double[][] a = new double[n][];
        for (int i = 0; i < n; i++) {
            a[i] = Arrays.copyOf(m[i], 2 * n);
            a[i][n + i] = 1;
        }
        for (int c = 0; c < n; c++) {
            int pivot = c;
            for (int r = c; r < n; r++) {
                pivot = Math.abs(a[r][c]) > Math.abs(a[pivot][c]) ? r : pivot;
            }
            double[] swap = a[c];
            a[c] = a[pivot];
            a[pivot] = swap;
            double scale = 1 / a[c][c];
            for (int k = 0; k < 2 * n; k++) {
                a[c][k] *= scale;
            }
            for (int r = 0; r < n; r++) {
                double factor = a[r][c];
                for (int k = c; k < 2 * n && r != c && factor != 0; k++) {
                    a[r][k] -= factor * a[c][k];
                }
            }
        }
        double[][] out = new double[n][];
        for (int i = 0; i < n; i++) {
            out[i] = Arrays.copyOfRange(a[i], n, 2 * n);
        }
        return out;
    }
}
