package org.tomoalign.alignment.precondition;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.model.WindowCurvature;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.linalg.Cholesky;
import org.tomoalign.parallel.Workers;

/**
 * The inverse Hessian of the alignment of particles that stand still, by the Schur complement of bundle adjustment
 * (B. Triggs, P. McLauchlan, R. Hartley and A. Fitzgibbon, "Bundle adjustment, a modern synthesis", LNCS 1883 (2000)
 * 298-372, section 6.1): a particle is coupled to others only through the unknowns that all share, those of the images
 * and deformations. Second derivatives of the projections are left out.
 *
 * <p>What takes the place of the windows' curvature K becomes bolder from one {@link #update} to the next, as the optimum
 * comes nearer: first the mean of |K| over the particles of the image ({@link MeanCurvature}), since single windows are
 * mostly noise; then |K| itself; from then on K, for the particles whose windows together have a minimum, and |K| for
 * the others. (K at once may end in another optimum.)
 */
public final class BundlePreconditioner implements Preconditioner {
    /** Shared unknowns up to which the dense complement is worth its time. */
    private static final int MOST = 1000;
    /* Of the complement's diagonal: it is singular along global rotations and translations. */
    private static final double DAMPING = 1e-3;
    /* The part of the mean curvature that a particle's own windows must exceed to be taken as they are, and that is added
       to |K| for the others: particles that have lost their windows must not run away. */
    private static final double LEAST_CURVATURE = 0.5;
    private static final int UNITS = 8;
    private static final int ROWS = 384;
    private static final int TILE = 16;

    private final ParameterLayout layout;
    private final DeformationModel deformation;
    private final NormalPrior prior;
    private final Kernels kernels;
    private final ForkJoinPool pool;
    private final int particles;
    private final int images;
    private final int n;
    private int updates;

    /* Set by update. Per particle coordinate a row over the shared unknowns: C^-1 B, with C C^T the Hessian by the
       particle's position, B its coupling; and C, nine values per particle. */
    private double[][] coupling;
    private final double[] particleFactors;
    private Cholesky complement;

    /** @param prior on the unknowns, part of the Hessian */
    public BundlePreconditioner(
            ParameterLayout layout, DeformationModel deformation, NormalPrior prior, Kernels kernels,
            ForkJoinPool pool) {
        this.layout = layout;
        this.deformation = deformation;
        this.prior = prior;
        this.kernels = kernels;
        this.pool = pool;
        particles = layout.particles();
        images = layout.images();
        n = shared(layout);
        particleFactors = new double[9 * particles];
    }

    private static int shared(ParameterLayout layout) {
        return layout.imageStride() * layout.images() + layout.deformationParameters();
    }

    /** Returns the most doubles in use for some particles and shared unknowns: coupling, old and new, and the parts of S. */
    public static long doubles(long particles, long shared) {
        long n = Math.min(shared, MOST);
        return 2 * 3 * particles * n + (UNITS + 2) * n * n;
    }

    /** Returns whether this is the preconditioner to use. */
    public static boolean suits(ParameterLayout layout) {
        return layout.motionParameters() == 0 && shared(layout) <= MOST;
    }

    @Override
    public boolean update(CurrentGeometry geometry, WindowCurvature curvature) {
        CurvatureModel model = CurvatureModel.values()[Math.min(updates++, 2)];
        return update(geometry, curvature, model)
                || model == CurvatureModel.EXACT && update(geometry, curvature, CurvatureModel.ABSOLUTE);
    }

    /** Begins with the boldest model at the next update: the optimum is near already. */
    public void beBold() {
        updates = CurvatureModel.EXACT.ordinal();
    }

    /** Takes over curvatures as they are; returns whether the Hessian is positive definite. */
    public boolean set(CurrentGeometry geometry, WindowCurvature positive) {
        return update(geometry, positive, CurvatureModel.GIVEN);
    }

    /** Returns the number of unknowns that all particles share: of the images, then of the deformations. */
    public int shared() {
        return n;
    }

    /** Returns the factor of the shared unknowns' Hessian from which the particles have been eliminated. */
    public Cholesky complement() {
        return complement;
    }

    /**
     * Returns a row over the shared unknowns per coordinate of a particle: C^-1 B, B the Hessian's block of a particle's
     * position and the shared unknowns, C from {@link #particleFactors}. No rows if positions are not refined.
     */
    public double[][] coupling() {
        return coupling;
    }

    /** Returns C, lower triangular, nine values per particle: C C^T is the Hessian by the particle's position. */
    public double[] particleFactors() {
        return particleFactors;
    }

    /** Returns whether the model is positive definite; the other two are for all windows that are finite. */
    private boolean update(CurrentGeometry geometry, WindowCurvature curvature, CurvatureModel model) {
        MeanCurvature mean = MeanCurvature.of(curvature, particles, images);
        AffineMaps[] derivatives = BundleJacobian.derivatives(geometry);
        coupling = new double[layout.positions() ? 3 * particles : 0][n];
        double[] s = images(geometry, curvature, model, mean, derivatives);
        if (s == null) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            double own = s[i * n + i] + precision(i);
            // Images that do not count have no curvature, and no gradient either.
            s[i * n + i] = own == 0 ? 1 : prior.isNone() ? (1 + DAMPING) * own : own;
        }
        subtractParticles(s);
        complement = Cholesky.of(s, n).orElse(null);
        return complement != null;
    }

    /** Returns the prior's second derivative by a shared unknown. */
    private double precision(int unknown) {
        int c = unknown - layout.imageStride() * images;
        if (c < 0) {
            return prior.ofImage(layout, unknown % layout.imageStride());
        }
        return prior.coversDeformation() ? prior.deformation() : deformation.priorCurvature(c);
    }

    /**
     * Returns the Hessian of the shared unknowns, n x n, and fills the particles' coupling; null if a particle's own
     * curvature is not finite.
     */
    private double[] images(
            CurrentGeometry geometry, WindowCurvature curvature, CurvatureModel model, MeanCurvature mean,
            AffineMaps[] derivatives) {
        double[][] shares = new double[UNITS][];
        boolean[] failed = new boolean[UNITS];
        Workers.run(pool, UNITS, unit -> {
            shares[unit] = new double[n * n];
            ParticleCurvature windows = new ParticleCurvature(curvature, mean, geometry.projections.maps());
            BundleJacobian jacobian = new BundleJacobian(geometry, deformation);
            int last = (int) ((long) particles * (unit + 1) / UNITS);
            for (int p = (int) ((long) particles * unit / UNITS); p < last; p++) {
                windows.select(p, model, LEAST_CURVATURE, prior.position());
                jacobian.select(p);
                failed[unit] |= !particle(p, windows, jacobian, derivatives, shares[unit]);
            }
        });
        for (boolean one : failed) {
            if (one) {
                return null;
            }
        }
        for (int unit = 1; unit < UNITS; unit++) {
            kernels.vectors().axpy(1, shares[unit], shares[0], n * n);
        }
        return shares[0];
    }

    private boolean particle(
            int p, ParticleCurvature windows, BundleJacobian j, AffineMaps[] derivatives, double[] s) {
        double[] hessian = new double[9];
        double[] fx = new double[j.x.length];
        double[] fy = new double[j.x.length];
        for (int t = 0; t < images; t++) {
            if (windows.selectImage(t)) {
                j.evaluate(p, t, derivatives);
                windows.multiply(j.x, j.y, fx, fy);
                addProducts(j, fx, fy, s);
                if (layout.positions()) {
                    for (int axis = 0; axis < 3; axis++) {
                        addCoupling(j, j.ax[axis], j.ay[axis], fx, fy, coupling[3 * p + axis]);
                    }
                    windows.addPositionCurvature(j.ax, j.ay, hessian);
                }
            }
        }
        if (layout.positions()) {
            windows.addLeast(hessian);
            for (int i = 0; i < 9; i += 4) {
                hessian[i] += prior.isNone() ? 2 * deformation.positionWeight() : prior.position();
            }
            Cholesky c = Cholesky.of(hessian, 3).or(() -> Cholesky.of(regular(hessian), 3)).orElse(null);
            if (c == null) {
                return false;
            }
            System.arraycopy(c.factor(), 0, particleFactors, 9 * p, 9);
            for (int axis = 0; axis < 3; axis++) {
                divide(3 * p, axis, c.factor());
            }
        }
        return true;
    }

    /**
     * Where all images look along the same direction they say nothing of the position along it: there is no gradient
     * either, and any curvature will do.
     */
    private static double[] regular(double[] hessian) {
        double[] out = hessian.clone();
        for (int i = 0; i < 9; i += 4) {
            out[i] += 1e-6 * (hessian[0] + hessian[4] + hessian[8]);
        }
        return out;
    }

    private void addProducts(BundleJacobian j, double[] fx, double[] fy, double[] s) {
        for (int a = 0; a < fx.length; a++) {
            int row = j.index[a] * n;
            for (int b = 0; b < fx.length; b++) {
                s[row + j.index[b]] += j.x[a] * fx[b] + j.y[a] * fy[b];
            }
        }
    }

    private static void addCoupling(
            BundleJacobian j, double ax, double ay, double[] fx, double[] fy, double[] row) {
        for (int a = 0; a < fx.length; a++) {
            row[j.index[a]] += ax * fx[a] + ay * fy[a];
        }
    }

    /** One row of C^-1 times the three rows from {@code first}. */
    private void divide(int first, int axis, double[] c) {
        double[] row = coupling[first + axis];
        for (int k = 0; k < axis; k++) {
            kernels.vectors().axpy(-c[3 * axis + k], coupling[first + k], row, n);
        }
        kernels.vectors().scale(1 / c[4 * axis], row, n);
    }

    /**
     * Takes the particles' part out of the lower half of s, row by row: that keeps the kernel for matrix products, and the
     * time to compile it, out of jobs without motion.
     */
    private void subtractParticles(double[] s) {
        Workers.run(pool, (n + TILE - 1) / TILE, tile -> {
            int first = tile * TILE;
            double[][] part = new double[Math.min(TILE, n - first)][];
            for (int i = 0; i < part.length; i++) {
                part[i] = Arrays.copyOfRange(s, (first + i) * n, (first + i) * n + first + i + 1);
            }
            for (double[] row : coupling) {
                subtract(row, first, part);
            }
            for (int i = 0; i < part.length; i++) {
                System.arraycopy(part[i], 0, s, (first + i) * n, part[i].length);
            }
        });
    }

    private void subtract(double[] row, int first, double[][] part) {
        for (int i = 0; i < part.length; i++) {
            kernels.vectors().axpy(-row[first + i], row, part[i], part[i].length);
        }
    }

    @Override
    public void apply(double[] v, double[] out) {
        int first = layout.imageStride() * images;
        double[] x = new double[n];
        System.arraycopy(v, 0, x, 0, first);
        System.arraycopy(v, layout.deformation(), x, first, n - first);
        double[] q = new double[coupling.length];
        System.arraycopy(v, layout.position(0), q, 0, q.length);
        for (int p = 0; p < q.length / 3; p++) {
            solveLower(p, q);
        }
        int units = (q.length + ROWS - 1) / ROWS;
        double[][] forces = new double[units][n];
        Workers.run(pool, units, unit -> gather(unit, q, forces[unit]));
        for (double[] force : forces) {
            kernels.vectors().axpy(-1, force, x, n);
        }
        complement.solve(x);
        Workers.run(pool, units, unit -> spread(unit, x, q));
        System.arraycopy(x, 0, out, 0, first);
        System.arraycopy(x, first, out, layout.deformation(), n - first);
        System.arraycopy(q, 0, out, layout.position(0), q.length);
    }

    private void gather(int unit, double[] q, double[] force) {
        for (int r = unit * ROWS; r < Math.min(q.length, (unit + 1) * ROWS); r++) {
            kernels.vectors().axpy(q[r], coupling[r], force, n);
        }
    }

    private void spread(int unit, double[] x, double[] q) {
        int last = Math.min(q.length, (unit + 1) * ROWS);
        for (int r = unit * ROWS; r < last; r++) {
            q[r] -= kernels.vectors().dot(coupling[r], x, n);
        }
        for (int p = unit * ROWS / 3; p < last / 3; p++) {
            solveUpper(p, q);
        }
    }

    private void solveLower(int p, double[] q) {
        int c = 9 * p;
        int at = 3 * p;
        q[at] /= particleFactors[c];
        q[at + 1] = (q[at + 1] - particleFactors[c + 3] * q[at]) / particleFactors[c + 4];
        q[at + 2] = (q[at + 2] - particleFactors[c + 6] * q[at] - particleFactors[c + 7] * q[at + 1]) / particleFactors[c + 8];
    }

    private void solveUpper(int p, double[] q) {
        int c = 9 * p;
        int at = 3 * p;
        q[at + 2] /= particleFactors[c + 8];
        q[at + 1] = (q[at + 1] - particleFactors[c + 7] * q[at + 2]) / particleFactors[c + 4];
        q[at] = (q[at] - particleFactors[c + 6] * q[at + 2] - particleFactors[c + 3] * q[at + 1]) / particleFactors[c];
    }
}
