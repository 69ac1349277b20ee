package org.tomoalign.alignment.posterior;

import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.model.WindowCurvature;
import org.tomoalign.alignment.precondition.BundleJacobian;
import org.tomoalign.alignment.precondition.BundlePreconditioner;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.kernels.VectorKernels;
import org.tomoalign.linalg.Cholesky;
import org.tomoalign.parallel.Workers;

/**
 * The variances of particles that stand still: the diagonal of the inverse Hessian, and of what it makes of the projected
 * positions. With the particles eliminated, S is the Hessian of the unknowns that all share, and C C^T that of a particle's
 * position, B its block with the shared ones and W = C^-1 B, the inverse is
 * <pre>
 *   shared:   S^-1
 *   both:     -C^-T W S^-1
 *   particle: C^-T (1 + W S^-1 W^T) C^-1
 * </pre>
 */
final class StaticVariances {
    /* Particles in one piece of work. */
    private static final int PARTICLES = 16;

    private final CurrentGeometry geometry;
    private final DeformationModel deformation;
    private final NormalPrior prior;
    private final VectorKernels vectors;
    private final ForkJoinPool pool;
    private final ParameterLayout layout;
    private final BundlePreconditioner hessian;
    private final int n;
    /* S^-1, row by row. */
    private double[][] shared;
    private double[] unknowns;
    private double[] windows;

    private StaticVariances(
            CurrentGeometry geometry, DeformationModel deformation, NormalPrior prior, Kernels kernels,
            ForkJoinPool pool) {
        this.geometry = geometry;
        this.deformation = deformation;
        this.prior = prior;
        this.pool = pool;
        layout = geometry.layout;
        vectors = kernels.vectors();
        hessian = new BundlePreconditioner(layout, deformation, prior, kernels, pool);
        n = hessian.shared();
    }

    /**
     * Computes the variances.
     *
     * @param curvature of the windows, as expected; zero where they do not count
     * @param prior     on all unknowns, so that the Hessian is regular
     * @param windows   whether those of the projected positions are wanted
     */
    static PosteriorVariances of(
            CurrentGeometry geometry, DeformationModel deformation, WindowCurvature curvature, NormalPrior prior,
            boolean windows, Kernels kernels, ForkJoinPool pool) {
        return new StaticVariances(geometry, deformation, prior, kernels, pool).compute(curvature, windows);
    }

    private PosteriorVariances compute(WindowCurvature curvature, boolean ofWindows) {
        if (!hessian.set(geometry, curvature)) {
            throw new ArithmeticException("the Hessian of " + n + " shared unknowns is not positive definite");
        }
        unknowns = new double[layout.size()];
        windows = ofWindows ? new double[curvature.size()] : null;
        invert();
        int ofImages = layout.imageStride() * layout.images();
        for (int i = 0; i < n; i++) {
            unknowns[i < ofImages ? i : layout.deformation() + i - ofImages] = shared[i][i];
        }
        AffineMaps[] derivatives = BundleJacobian.derivatives(geometry);
        int particles = layout.particles();
        Workers.run(pool, (particles + PARTICLES - 1) / PARTICLES, unit -> {
            BundleJacobian jacobian = new BundleJacobian(geometry, deformation);
            for (int p = unit * PARTICLES; p < Math.min(particles, (unit + 1) * PARTICLES); p++) {
                particle(p, jacobian, derivatives);
            }
        });
        return new PosteriorVariances(unknowns, determined(), windows, null);
    }

    private double determined() {
        double sum = 0;
        for (int i = 0; i < unknowns.length; i++) {
            double precision = i < layout.position(0) ? prior.ofImage(layout, i % layout.imageStride())
                    : i < layout.motion() ? prior.position()
                    : prior.coversDeformation() ? prior.deformation()
                    : deformation.priorCurvature(i - layout.deformation());
            sum += 1 - precision * unknowns[i];
        }
        return sum;
    }

    private void invert() {
        Cholesky factor = hessian.complement();
        shared = new double[n][];
        Workers.run(pool, n, i -> {
            shared[i] = new double[n];
            shared[i][i] = 1;
            factor.solve(shared[i]);
        });
    }

    private void particle(int p, BundleJacobian jacobian, AffineMaps[] derivatives) {
        double[][] both = new double[3][n];
        double[] own = new double[9];
        if (layout.positions()) {
            position(p, both, own);
            for (int axis = 0; axis < 3; axis++) {
                unknowns[layout.position(p) + axis] = own[4 * axis];
            }
        }
        if (windows == null) {
            return;
        }
        jacobian.select(p);
        for (int t = 0; t < layout.images(); t++) {
            jacobian.evaluate(p, t, derivatives);
            windows[p * layout.images() + t] = variance(jacobian.x, jacobian.ax, jacobian.index, both, own)
                    + variance(jacobian.y, jacobian.ay, jacobian.index, both, own);
        }
    }

    /**
     * Computes the blocks of a particle.
     *
     * @param both receives its covariances with the shared unknowns, 3 x n
     * @param own  receives the covariances of its coordinates, 3 x 3
     */
    private void position(int p, double[][] both, double[] own) {
        double[] c = hessian.particleFactors();
        int at = 9 * p;
        // W S^-1, and 1 + W S^-1 W^T.
        for (int i = 0; i < 3; i++) {
            double[] w = hessian.coupling()[3 * p + i];
            for (int k = 0; k < n; k++) {
                if (w[k] != 0) {
                    vectors.axpy(w[k], shared[k], both[i], n);
                }
            }
        }
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                own[3 * i + j] = (i == j ? 1 : 0) + vectors.dot(both[i], hessian.coupling()[3 * p + j], n);
            }
        }
        Cholesky factor = new Cholesky(3, java.util.Arrays.copyOfRange(c, at, at + 9));
        // C^-T from the left, then from the right.
        for (int side = 0; side < 2; side++) {
            for (int j = 0; j < 3; j++) {
                double[] column = {own[j], own[3 + j], own[6 + j]};
                factor.solveUpper(column, 0);
                for (int i = 0; i < 3; i++) {
                    own[3 * i + j] = column[i];
                }
            }
            transpose(own);
        }
        vectors.scale(-1 / c[at + 8], both[2], n);
        vectors.scale(-1, both[1], n);
        vectors.axpy(-c[at + 7], both[2], both[1], n);
        vectors.scale(1 / c[at + 4], both[1], n);
        vectors.scale(-1, both[0], n);
        vectors.axpy(-c[at + 3], both[1], both[0], n);
        vectors.axpy(-c[at + 6], both[2], both[0], n);
        vectors.scale(1 / c[at], both[0], n);
    }

    private static void transpose(double[] m) {
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < i; j++) {
                double swap = m[3 * i + j];
                m[3 * i + j] = m[3 * j + i];
                m[3 * j + i] = swap;
            }
        }
    }

    /** Returns the variance of {@code sum_i j_i u(index_i) + a x}, u the shared unknowns, x the particle's position. */
    private double variance(double[] j, double[] a, int[] index, double[][] both, double[] own) {
        double sum = 0;
        for (int i = 0; i < j.length; i++) {
            double[] row = shared[index[i]];
            double inner = 0;
            for (int k = 0; k < j.length; k++) {
                inner += j[k] * row[index[k]];
            }
            int u = index[i];
            sum += j[i] * (inner + 2 * (a[0] * both[0][u] + a[1] * both[1][u] + a[2] * both[2][u]));
        }
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                sum += a[i] * a[k] * own[3 * i + k];
            }
        }
        return sum;
    }
}
