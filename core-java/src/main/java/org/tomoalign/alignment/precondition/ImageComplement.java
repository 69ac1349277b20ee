package org.tomoalign.alignment.precondition;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.kernels.MatrixKernels;
import org.tomoalign.linalg.Cholesky;
import org.tomoalign.linalg.PanelMatrix;
import org.tomoalign.linalg.RowVectors;

/**
 * The unknowns of the images in {@link MotionPreconditioner}: coupled to all positions and patterns of motion through the
 * fields 1, X, Y, Z ({@link ImageCoupling}), they are solved first, by a Schur complement.
 *
 * <p>A fraction of the images' own curvature is added to the complement: it is singular along global rotations and
 * translations, and almost so along motions common to all particles that the images could as well make up for; without
 * it, steps along these run far out of the range in which the model holds.
 */
final class ImageComplement {
    /* Measured on simulated sets: 1e-3 to 1e-1 make no difference, 1e-5 takes twice the iterations. */
    private static final double DAMPING = 1e-2;
    private static final int FIELDS = ImageCoupling.FIELDS;

    private final ImageCoupling coupling;
    private final MatrixKernels kernels;
    private final ForkJoinPool pool;
    private final int particles;
    private final int count;
    private final int size;
    /* Inverse curvature of each (particle mode, image mode). */
    private final double[] inverseCurvature;
    /* Response of a position to a force, 3 x 3; null if positions are not refined. */
    private final double[] positionResponse;
    /* The fields' parts in the particle modes, and what is left of them per particle. */
    private final double[] fieldModes;
    private final double[] fields;
    /* Element (unknown, (field, image mode)). */
    private final double[] couplingModes;
    private Cholesky factor;

    /**
     * Computes and factorises the complement; the result is empty if it is not positive definite.
     *
     * @param prior            on the images' unknowns
     * @param x                of the particles, 3 N values
     * @param modes            over the particles
     * @param imageModes       over the images; null if there are no modes over the particles
     * @param inverseCurvature of each (particle mode, image mode)
     * @param positionResponse of a position to a force, 3 x 3; null if positions are not refined
     */
    static Optional<ImageComplement> of(
            ImageCoupling coupling, NormalPrior prior, double[] x, ParticleModes modes, ImageModes imageModes,
            double[] inverseCurvature, double[] positionResponse, MatrixKernels kernels, ForkJoinPool pool) {
        ImageComplement c = new ImageComplement(
                coupling, x, modes, imageModes, inverseCurvature, positionResponse, kernels, pool);
        c.factor = Cholesky.of(c.complement(prior), coupling.unknowns).orElse(null);
        return c.factor == null ? Optional.empty() : Optional.of(c);
    }

    private ImageComplement(
            ImageCoupling coupling, double[] x, ParticleModes modes, ImageModes imageModes, double[] inverseCurvature,
            double[] positionResponse, MatrixKernels kernels, ForkJoinPool pool) {
        this.coupling = coupling;
        this.kernels = kernels;
        this.pool = pool;
        this.inverseCurvature = inverseCurvature;
        this.positionResponse = positionResponse;
        particles = x.length / 3;
        count = modes.count();
        size = count > 0 ? imageModes.size() : 0;
        fields = new double[FIELDS * particles];
        fieldModes = new double[FIELDS * count];
        setFields(x, modes);
        couplingModes = size > 0 ? coupling.through(imageModes.displacements(), size) : new double[0];
    }

    private void setFields(double[] x, ParticleModes modes) {
        for (int p = 0; p < particles; p++) {
            fields[p] = 1;
            for (int axis = 0; axis < 3; axis++) {
                fields[(axis + 1) * particles + p] = x[3 * p + axis];
            }
        }
        for (int a = 0; a < FIELDS; a++) {
            double[] rest = Arrays.copyOfRange(fields, a * particles, (a + 1) * particles);
            for (int b = 0; b < count; b++) {
                double dot = 0;
                for (int p = 0; p < particles; p++) {
                    dot += rest[p] * modes.vectors()[b * particles + p];
                }
                for (int p = 0; p < particles; p++) {
                    rest[p] -= dot * modes.vectors()[b * particles + p];
                }
                fieldModes[a * count + b] = dot;
            }
            System.arraycopy(rest, 0, fields, a * particles, particles);
        }
    }

    private double[] complement(NormalPrior prior) {
        int n = coupling.unknowns;
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
                for (int b = 0; b < count; b++) {
                    double product = fieldModes[a * count + b] * fieldModes[c * count + b];
                    moments[at] += product;
                    for (int j = 0; j < size; j++) {
                        response[at * size + j] += product * inverseCurvature[b * size + j];
                    }
                }
            }
        }
        double[] s = coupling.diagonalBlocks(moments);
        for (int u = 0; u < n; u++) {
            s[u * n + u] = prior.isNone() ? s[u * n + u] * (1 + DAMPING)
                    : s[u * n + u] + prior.ofImage(coupling.layout, u % coupling.perImage);
        }
        if (size > 0) {
            subtractModes(s, response);
        }
        if (positionResponse != null) {
            subtractPositions(s, rest);
        }
        return s;
    }

    /** s -= g r g^T, g of unknowns x (field, mode), r of 4 x 4 blocks diagonal over the modes. */
    private void subtractModes(double[] s, double[] r) {
        int n = coupling.unknowns;
        int row = FIELDS * size;
        double[] g = couplingModes;
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
                                product += coupling.force(u, a, i) * positionResponse[3 * i + j]
                                        * coupling.force(v, c, j);
                            }
                        }
                        sum += product * moments[FIELDS * a + c];
                    }
                }
                s[u * n + v] -= sum;
            }
        }
    }

    /**
     * Solves for the unknowns of the images and corrects the particles for them.
     *
     * @param v          right-hand side; the unknowns of the images come first
     * @param amplitudes of (particle mode, image mode): in, with the images as they are; out, corrected
     * @param rest       of the positions, outside the modes, 3 N values: in and out as well
     * @param out        receives the unknowns of the images
     */
    void solve(double[] v, double[] amplitudes, double[] rest, double[] out) {
        double[] byMode = new double[FIELDS * size];
        double[] byPosition = new double[FIELDS * 3];
        for (int a = 0; a < FIELDS; a++) {
            for (int b = 0; b < count; b++) {
                double f = fieldModes[a * count + b];
                for (int j = 0; j < size; j++) {
                    byMode[a * size + j] += f * amplitudes[b * size + j];
                }
            }
            if (positionResponse != null) {
                for (int p = 0; p < particles; p++) {
                    for (int axis = 0; axis < 3; axis++) {
                        byPosition[3 * a + axis] += fields[a * particles + p] * rest[3 * p + axis];
                    }
                }
            }
        }
        int n = coupling.unknowns;
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
        factor.solve(x);
        System.arraycopy(x, 0, out, 0, n);
        correct(x, amplitudes, rest);
    }

    private void correct(double[] x, double[] amplitudes, double[] rest) {
        double[] onMode = new double[FIELDS * size];
        double[] onPosition = new double[FIELDS * 3];
        for (int u = 0; u < x.length; u++) {
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
            if (positionResponse != null) {
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
}
