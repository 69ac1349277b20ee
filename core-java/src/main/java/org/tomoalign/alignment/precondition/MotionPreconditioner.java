package org.tomoalign.alignment.precondition;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.model.WindowCurvature;
import org.tomoalign.kernels.MatrixKernels;
import org.tomoalign.linalg.Cholesky;
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
 * <li>the unknowns of the images are coupled to all positions and patterns, and are solved first by a Schur complement.
 * </ul>
 * A fraction of the images' own curvature is added to the complement: it is singular along global rotations and
 * translations, and almost so along motions common to all particles that the images could as well make up for; without
 * it, steps along these run far out of the range in which the model holds.
 */
public final class MotionPreconditioner implements Preconditioner {
    /* Measured on simulated sets: 1e-3 to 1e-1 make no difference, 1e-5 takes twice the iterations. */
    private static final double DAMPING = 1e-2;
    private static final int FIELDS = ImageCoupling.FIELDS;

    private final ParameterLayout layout;
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
    private ImageCoupling coupling;
    private double[] couplingModes;
    private double[] fields;
    private double[] fieldModes;
    private Cholesky complement;
    private double[] positionResponse;
    private double deformationScale;

    /** @param covariance of the velocities; null if nothing moves */
    public MotionPreconditioner(
            ParameterLayout layout, CovarianceFactor covariance, MatrixKernels kernels, ForkJoinPool pool) {
        this.layout = layout;
        this.kernels = kernels;
        this.pool = pool;
        particles = layout.particles();
        images = layout.images();
        positions = layout.positions() ? 3 : 0;
        boolean moving = layout.motionParameters() > 0;
        rank = moving ? covariance.rank() : 0;
        steps = moving ? images - 1 : 0;
        modes = moving ? ParticleModes.of(covariance, kernels, pool) : ParticleModes.NONE;
        remainder = new ParticleRemainder(layout, moving ? covariance : null, modes, kernels, pool);
    }

    @Override
    public void update(CurrentGeometry geometry, WindowCurvature curvature) {
        MeanCurvature mean = MeanCurvature.of(curvature, particles, images);
        coupling = new ImageCoupling(geometry, mean);
        double[] curvatures = coupling.positionCurvatures();
        remainder.update(curvatures);
        positionResponse = remainder.positionResponse();
        deformationScale = deformationScale(mean);
        if (modes.count() > 0) {
            imageModes = ImageModes.of(curvatures, images, positions, modes.values()[0]);
            int n = imageModes.size();
            inverseCurvature = new double[modes.count() * n];
            for (int b = 0; b < modes.count(); b++) {
                System.arraycopy(imageModes.inverseCurvature(modes.values()[b]), 0, inverseCurvature, b * n, n);
            }
            phi = new PanelMatrix(kernels, n, n).set(imageModes.phi(), 0, n);
            phiTransposed = new PanelMatrix(kernels, n, n).set(RowVectors.transpose(imageModes.phi(), n, n), 0, n);
        }
        if (coupling.unknowns > 0) {
            setFields(geometry.particles.positions);
            setComplement();
        }
    }

    /** The inverse curvature of an image's shift, which serves for the unknowns of deformations as well. */
    private double deformationScale(MeanCurvature mean) {
        double sum = 0;
        for (int t = 0; t < images; t++) {
            sum += 0.5 * particles * (mean.xx()[t] + mean.yy()[t]) / images;
        }
        return 1 / sum;
    }

    /** The fields 1, X, Y, Z: their parts in the modes, and what is left of them per particle. */
    private void setFields(double[] x) {
        fields = new double[FIELDS * particles];
        fieldModes = new double[FIELDS * modes.count()];
        for (int p = 0; p < particles; p++) {
            fields[p] = 1;
            for (int axis = 0; axis < 3; axis++) {
                fields[(axis + 1) * particles + p] = x[3 * p + axis];
            }
        }
        for (int a = 0; a < FIELDS; a++) {
            double[] rest = Arrays.copyOfRange(fields, a * particles, (a + 1) * particles);
            for (int b = 0; b < modes.count(); b++) {
                double dot = 0;
                for (int p = 0; p < particles; p++) {
                    dot += rest[p] * modes.vectors()[b * particles + p];
                }
                for (int p = 0; p < particles; p++) {
                    rest[p] -= dot * modes.vectors()[b * particles + p];
                }
                fieldModes[a * modes.count() + b] = dot;
            }
            System.arraycopy(rest, 0, fields, a * particles, particles);
        }
    }

    private void setComplement() {
        int n = coupling.unknowns;
        int size = modes.count() > 0 ? imageModes.size() : 0;
        double[] rest = new double[FIELDS * FIELDS];
        double[] moments = new double[FIELDS * FIELDS];
        double[] response = new double[FIELDS * FIELDS * size];
        for (int a = 0; a < FIELDS; a++) {
            for (int c = 0; c < FIELDS; c++) {
                int at = FIELDS * a + c;
                for (int p = 0; p < particles; p++) {
                    rest[at] += fields[a * particles + p] * fields[c * particles + p];
                }
                moments[at] = rest[at];
                for (int b = 0; b < modes.count(); b++) {
                    double product = fieldModes[a * modes.count() + b] * fieldModes[c * modes.count() + b];
                    moments[at] += product;
                    for (int j = 0; j < size; j++) {
                        response[at * size + j] += product * inverseCurvature[b * size + j];
                    }
                }
            }
        }
        double[] s = coupling.diagonalBlocks(moments);
        for (int u = 0; u < n; u++) {
            s[u * n + u] *= 1 + DAMPING;
        }
        if (size > 0) {
            couplingModes = coupling.through(imageModes.displacements(), size);
            subtract(s, couplingModes, response, size);
        }
        if (positions > 0) {
            subtractPositions(s, rest);
        }
        complement = Cholesky.of(s, n);
    }

    /** s -= g r g^T, g of unknowns x (field, mode), r of 4 x 4 blocks diagonal over the modes. */
    private void subtract(double[] s, double[] g, double[] r, int size) {
        int n = coupling.unknowns;
        int row = FIELDS * size;
        double[] gr = new double[n * row];
        for (int u = 0; u < n; u++) {
            for (int a = 0; a < FIELDS; a++) {
                for (int c = 0; c < FIELDS; c++) {
                    for (int j = 0; j < size; j++) {
                        gr[u * row + c * size + j] -= g[u * row + a * size + j] * r[(FIELDS * a + c) * size + j];
                    }
                }
            }
        }
        new PanelMatrix(kernels, row, n).set(RowVectors.transpose(g, n, row), 0, n)
                .multiplyAdd(PanelMatrix.Left.rowMajor(gr, n, row), s, 0, n, pool);
    }

    private void subtractPositions(double[] s, double[] moments) {
        int n = coupling.unknowns;
        for (int u = 0; u < n; u++) {
            for (int v = 0; v <= u; v++) {
                double sum = 0;
                for (int a = 0; a < FIELDS; a++) {
                    for (int c = 0; c < FIELDS; c++) {
                        double product = 0;
                        for (int i = 0; i < 3; i++) {
                            for (int j = 0; j < 3; j++) {
                                product += coupling.force(u, a, i) * positionResponse[3 * i + j] * coupling.force(v, c, j);
                            }
                        }
                        sum += product * moments[FIELDS * a + c];
                    }
                }
                s[u * n + v] -= sum;
            }
        }
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
        if (coupling.unknowns > 0) {
            solveImages(v, amplitudes, size, rest, out);
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

    /** Solves for the unknowns of the images and corrects the particles for them. */
    private void solveImages(double[] v, double[] amplitudes, int size, double[] rest, double[] out) {
        int n = coupling.unknowns;
        int count = modes.count();
        double[] byMode = new double[FIELDS * size];
        double[] byPosition = new double[FIELDS * 3];
        for (int a = 0; a < FIELDS; a++) {
            for (int b = 0; b < count; b++) {
                double f = fieldModes[a * count + b];
                for (int j = 0; j < size; j++) {
                    byMode[a * size + j] += f * amplitudes[b * size + j];
                }
            }
            if (positions > 0) {
                for (int p = 0; p < particles; p++) {
                    for (int axis = 0; axis < 3; axis++) {
                        byPosition[3 * a + axis] += fields[a * particles + p] * rest[3 * p + axis];
                    }
                }
            }
        }
        double[] x = Arrays.copyOf(v, n);
        for (int u = 0; u < n; u++) {
            double sum = 0;
            for (int i = 0; i < FIELDS * size; i++) {
                sum += couplingModes[u * FIELDS * size + i] * byMode[i];
            }
            for (int a = 0; a < FIELDS; a++) {
                for (int axis = 0; axis < 3; axis++) {
                    sum += coupling.force(u, a, axis) * byPosition[3 * a + axis];
                }
            }
            x[u] -= sum;
        }
        complement.solve(x);
        System.arraycopy(x, 0, out, 0, n);
        correct(x, amplitudes, size, rest);
    }

    private void correct(double[] x, double[] amplitudes, int size, double[] rest) {
        int n = coupling.unknowns;
        int count = modes.count();
        double[] onMode = new double[FIELDS * size];
        double[] onPosition = new double[FIELDS * 3];
        for (int u = 0; u < n; u++) {
            for (int i = 0; i < FIELDS * size; i++) {
                onMode[i] += couplingModes[u * FIELDS * size + i] * x[u];
            }
            for (int a = 0; a < FIELDS; a++) {
                for (int axis = 0; axis < 3; axis++) {
                    onPosition[3 * a + axis] += coupling.force(u, a, axis) * x[u];
                }
            }
        }
        for (int a = 0; a < FIELDS; a++) {
            for (int b = 0; b < count; b++) {
                double f = fieldModes[a * count + b];
                for (int j = 0; j < size; j++) {
                    amplitudes[b * size + j] -= inverseCurvature[b * size + j] * f * onMode[a * size + j];
                }
            }
            if (positions > 0) {
                for (int i = 0; i < 3; i++) {
                    double move = 0;
                    for (int j = 0; j < 3; j++) {
                        move += positionResponse[3 * i + j] * onPosition[3 * a + j];
                    }
                    for (int p = 0; p < particles; p++) {
                        rest[3 * p + i] -= move * fields[a * particles + p];
                    }
                }
            }
        }
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
