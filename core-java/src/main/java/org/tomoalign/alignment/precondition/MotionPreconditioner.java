package org.tomoalign.alignment.precondition;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.model.WindowCurvature;
import org.tomoalign.kernels.MatrixKernels;
import org.tomoalign.linalg.CovarianceFactor;
import org.tomoalign.linalg.PanelMatrix;
import org.tomoalign.linalg.RowVectors;

/**
 * The approximate inverse Hessian for particles that move, and where there are too many unknowns for
 * {@link BundlePreconditioner}. It replaces every window's curvature by its image's mean ({@link MeanCurvature}). Then the
 * problem separates into patterns over the particles times patterns over the images:
 * <ul>
 * <li>each leading pattern of the motion ({@link ParticleModes}), with its share of the positions and the motion,
 *     decouples into the same modes over the images ({@link ImageModes});
 * <li>what the leading patterns do not reach is taken particle by particle ({@link ParticleRemainder});
 * <li>the unknowns of the images are coupled to all positions and patterns, and are solved first
 *     ({@link ImageComplement}).
 * </ul>
 */
public final class MotionPreconditioner implements Preconditioner {
    private final ParameterLayout layout;
    private final CovarianceFactor covariance;
    private final NormalPrior prior;
    private final MatrixKernels kernels;
    private final ForkJoinPool pool;
    private final int particles;
    private final int images;
    private final int rank;
    private final int steps;
    private final int positions;
    private final ParticleModes modes;
    private final ParticleRemainder remainder;

    /* Set by update. */
    private ImageModes imageModes;
    private double[] inverseCurvature;
    private PanelMatrix phi;
    private PanelMatrix phiTransposed;
    /* Null if the images have no unknowns. */
    private ImageComplement complement;
    private double deformationScale;

    private MotionPreconditioner(
            ParameterLayout layout, CovarianceFactor covariance, ParticleModes modes, NormalPrior prior,
            MatrixKernels kernels, ForkJoinPool pool) {
        this.layout = layout;
        this.covariance = covariance;
        this.prior = prior;
        this.kernels = kernels;
        this.pool = pool;
        particles = layout.particles();
        images = layout.images();
        positions = layout.positions() ? 3 : 0;
        this.modes = modes;
        rank = covariance == null ? 0 : covariance.rank();
        steps = covariance == null ? 0 : images - 1;
        remainder = new ParticleRemainder(layout, covariance, modes, kernels, pool);
    }

    /**
     * Sets up the part that does not depend on the windows; the result is empty if the covariance is not finite.
     *
     * @param covariance of the velocities; null if nothing moves
     */
    public static Optional<MotionPreconditioner> of(
            ParameterLayout layout, CovarianceFactor covariance, MatrixKernels kernels, ForkJoinPool pool) {
        CovarianceFactor moving = layout.motionParameters() > 0 ? covariance : null;
        return (moving == null ? Optional.of(ParticleModes.NONE) : ParticleModes.of(moving, kernels, pool))
                .map(modes -> new MotionPreconditioner(layout, moving, modes, NormalPrior.NONE, kernels, pool));
    }

    /** Returns one like this, not yet adapted to windows, with a prior on the other unknowns as part of the Hessian. */
    public MotionPreconditioner with(NormalPrior other) {
        return new MotionPreconditioner(layout, covariance, modes, other, kernels, pool);
    }

    @Override
    public boolean update(CurrentGeometry geometry, WindowCurvature curvature) {
        MeanCurvature mean = MeanCurvature.of(curvature, particles, images);
        ImageCoupling coupling = new ImageCoupling(geometry, mean);
        double[] curvatures = coupling.positionCurvatures();
        double precision = prior.position();
        if (!remainder.update(curvatures, precision)) {
            return false;
        }
        deformationScale = deformationScale(mean);
        if (modes.count() > 0) {
            imageModes = ImageModes.of(curvatures, images, positions, precision, modes.values()[0]).orElse(null);
            if (imageModes == null) {
                return false;
            }
            int n = imageModes.size();
            inverseCurvature = new double[modes.count() * n];
            for (int b = 0; b < modes.count(); b++) {
                System.arraycopy(imageModes.inverseCurvature(modes.values()[b]), 0, inverseCurvature, b * n, n);
            }
            phi = new PanelMatrix(kernels, n, n).set(imageModes.phi(), 0, n);
            phiTransposed = new PanelMatrix(kernels, n, n).set(RowVectors.transpose(imageModes.phi(), n, n), 0, n);
        }
        if (coupling.unknowns == 0) {
            return true;
        }
        complement = ImageComplement.of(coupling, prior, geometry.particles.positions, modes, imageModes, inverseCurvature,
                positions > 0 ? remainder.positionResponse() : null, kernels, pool).orElse(null);
        return complement != null;
    }

    /** The inverse curvature of an image's shift, which serves for the unknowns of deformations as well. */
    private double deformationScale(MeanCurvature mean) {
        double sum = 0;
        for (int t = 0; t < images; t++) {
            sum += 0.5 * particles * (mean.xx()[t] + mean.yy()[t]) / images;
        }
        return 1 / (sum + Math.max(0, prior.deformation()));
    }

    @Override
    public void apply(double[] v, double[] out) {
        int count = modes.count();
        int size = count > 0 ? imageModes.size() : 0;
        double[] amplitudes = new double[count * size];
        double[] rest = remainder.positions(v);
        if (count > 0) {
            project(v, amplitudes);
            for (int i = 0; i < amplitudes.length; i++) {
                amplitudes[i] *= inverseCurvature[i];
            }
        }
        if (complement != null) {
            complement.solve(v, amplitudes, rest, out);
        }
        if (count > 0) {
            expand(v, amplitudes, rest, out);
        }
        if (positions > 0) {
            System.arraycopy(rest, 0, out, layout.position(0), 3 * particles);
        }
        for (int i = layout.deformation(); i < layout.size(); i++) {
            out[i] = deformationScale * v[i];
        }
    }

    /** The gradient by the amplitudes of (particle mode, image mode). */
    private void project(double[] v, double[] amplitudes) {
        int count = modes.count();
        int size = imageModes.size();
        double[] z = new double[count * size];
        if (positions > 0) {
            new PanelMatrix(kernels, particles, 3).set(v, layout.position(0), 3)
                    .multiplyAdd(PanelMatrix.Left.rowMajor(modes.vectors(), count, particles), z, 0, size, pool);
        }
        new PanelMatrix(kernels, rank, 3 * steps).set(v, layout.motion(), 3 * steps)
                .multiplyAdd(PanelMatrix.Left.rowMajor(modes.patterns(), count, rank), z, positions, size, pool);
        for (int b = 0; b < count; b++) {
            double root = Math.sqrt(modes.values()[b]);
            for (int i = positions; i < size; i++) {
                z[b * size + i] /= root;
            }
        }
        phiTransposed.multiplyAdd(PanelMatrix.Left.rowMajor(z, count, size), amplitudes, 0, size, pool);
    }

    /** Turns amplitudes into positions, added to rest, and coefficients of the motion. */
    private void expand(double[] v, double[] amplitudes, double[] rest, double[] out) {
        int count = modes.count();
        int size = imageModes.size();
        int row = 3 * steps;
        int at = layout.motion();
        Arrays.fill(out, at, at + layout.motionParameters(), 0);
        if (remainder.hasMotion()) {
            remainder.motion(v, out);
        }
        double[] z = new double[count * size];
        phi.multiplyAdd(PanelMatrix.Left.rowMajor(amplitudes, count, size), z, 0, size, pool);
        if (positions > 0) {
            new PanelMatrix(kernels, count, 3).set(z, 0, size)
                    .multiplyAdd(PanelMatrix.Left.transposed(modes.vectors(), count, particles), rest, 0, 3, pool);
        }
        for (int b = 0; b < count; b++) {
            double root = Math.sqrt(modes.values()[b]);
            for (int i = positions; i < size; i++) {
                z[b * size + i] /= root;
            }
        }
        new PanelMatrix(kernels, count, row).set(z, positions, size)
                .multiplyAdd(PanelMatrix.Left.transposed(modes.patterns(), count, rank), out, at, row, pool);
    }
}
