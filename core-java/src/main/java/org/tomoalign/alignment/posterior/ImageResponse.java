package org.tomoalign.alignment.posterior;

import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.alignment.precondition.ImageCoupling;
import org.tomoalign.alignment.precondition.ImageModes;
import org.tomoalign.kernels.VectorKernels;
import org.tomoalign.linalg.Cholesky;
import org.tomoalign.parallel.Workers;

/**
 * The errors of the images' unknowns where particles move, and what they do to the particles, which follow them by a response
 * that is linear in the fields (1, X, Y, Z) of the particle.
 */
final class ImageResponse {
    private static final int FIELDS = ImageCoupling.FIELDS;
    /* Of the diagonal: keeps the fields' moments regular where particles are few, or in a plane. */
    private static final double RIDGE = 1e-9;

    private final ImageCoupling coupling;
    private final ImageModes modes;
    private final VectorKernels vectors;
    private final int n;
    private final int size;
    /* Of the images' unknowns, row by row. */
    private final double[][] covariance;
    /* The particles' response to an unknown: per (image mode, field) a row over the unknowns. */
    private final double[][] responses;
    /* Quadratic forms in the fields, 4 x 4 each. */
    private final double[][] windows;
    private final double[][] positions;
    private final double[][] lastDisplacements;

    /**
     * @param moments    sums over the particles of products of two fields, weighted, 4 x 4
     * @param through    per pair of fields, the same products in terms of the particle modes, times the variances there, per
     *                   image mode
     * @param precisions of the priors on the unknowns
     */
    static ImageResponse of(
            ImageCoupling coupling, ImageModes modes, AffineMaps maps, double[] moments, double[][] through,
            double[] precisions, VectorKernels vectors, ForkJoinPool pool) {
        return new ImageResponse(coupling, modes, maps, moments, through, precisions, vectors, pool);
    }

    private ImageResponse(
            ImageCoupling coupling, ImageModes modes, AffineMaps maps, double[] moments, double[][] through,
            double[] precisions, VectorKernels vectors, ForkJoinPool pool) {
        this.coupling = coupling;
        this.modes = modes;
        this.vectors = vectors;
        n = coupling.unknowns;
        size = modes.size();
        int images = modes.images();
        double[] displacements = modes.displacements();
        double[][] forces = forces(displacements);
        covariance = covariance(moments, through, forces, precisions, pool);
        responses = responses(moments, through, forces);
        windows = new double[images][];
        Workers.run(pool, images, t -> windows[t] = window(t, maps, displacements));
        positions = new double[modes.positions()][];
        for (int axis = 0; axis < positions.length; axis++) {
            double[] line = new double[size];
            for (int j = 0; j < size; j++) {
                line[j] = modes.phi()[j * size + axis];
            }
            positions[axis] = form(lines(line));
        }
        lastDisplacements = new double[3][];
        for (int axis = 0; axis < 3; axis++) {
            double[] line = new double[size];
            for (int j = 0; j < size; j++) {
                line[j] = displacements[(3 * (images - 1) + axis) * size + j] - displacements[axis * size + j];
            }
            lastDisplacements[axis] = form(lines(line));
        }
    }

    /** Returns the force of a unit of an unknown on an image mode, per field: row (mode, field) over the unknowns. */
    private double[][] forces(double[] displacements) {
        double[] through = coupling.through(displacements, size);
        double[][] out = new double[size * FIELDS][n];
        for (int u = 0; u < n; u++) {
            for (int a = 0; a < FIELDS; a++) {
                for (int j = 0; j < size; j++) {
                    out[j * FIELDS + a][u] = through[(FIELDS * u + a) * size + j];
                }
            }
        }
        return out;
    }

    /** The inverse of the images' Hessian from which the particles have been eliminated. */
    private double[][] covariance(
            double[] moments, double[][] through, double[][] forces, double[] precisions, ForkJoinPool pool) {
        double[] s = coupling.diagonalBlocks(moments);
        for (int u = 0; u < n; u++) {
            s[u * n + u] += precisions[u];
        }
        Workers.run(pool, n, u -> {
            double[] row = new double[n];
            for (int j = 0; j < size; j++) {
                for (int a = 0; a < FIELDS; a++) {
                    double sum = 0;
                    for (int c = 0; c < FIELDS; c++) {
                        sum += forces[j * FIELDS + c][u] * through[FIELDS * c + a][j];
                    }
                    vectors.axpy(-sum, forces[j * FIELDS + a], row, u + 1);
                }
            }
            for (int v = 0; v <= u; v++) {
                s[u * n + v] += row[v];
            }
        });
        Cholesky factor = Cholesky.of(s, n).orElseThrow(
                () -> new ArithmeticException("the Hessian of " + n + " unknowns of images is not positive definite"));
        double[][] out = new double[n][n];
        Workers.run(pool, n, u -> {
            out[u][u] = 1;
            factor.solve(out[u]);
        });
        return out;
    }

    /** The particles' response, as the linear function of the fields that comes closest to it. */
    private double[][] responses(double[] moments, double[][] through, double[][] forces) {
        double[] regular = moments.clone();
        for (int a = 0; a < FIELDS; a++) {
            regular[a * FIELDS + a] += RIDGE * moments[a * FIELDS + a] + Double.MIN_NORMAL;
        }
        Cholesky factor = Cholesky.of(regular, FIELDS).orElseThrow(
                () -> new ArithmeticException("the moments of the particles' positions are not finite"));
        double[][] out = new double[size * FIELDS][n];
        for (int j = 0; j < size; j++) {
            for (int a = 0; a < FIELDS; a++) {
                double[] column = new double[FIELDS];
                for (int c = 0; c < FIELDS; c++) {
                    column[c] = through[FIELDS * c + a][j];
                }
                factor.solve(column);
                for (int c = 0; c < FIELDS; c++) {
                    vectors.axpy(-column[c], forces[j * FIELDS + a], out[j * FIELDS + c], n);
                }
            }
        }
        return out;
    }

    /** Returns what a linear function of the image modes makes of the response: per field a row over the unknowns. */
    private double[][] lines(double[] line) {
        double[][] out = new double[FIELDS][n];
        for (int j = 0; j < size; j++) {
            for (int c = 0; c < FIELDS; c++) {
                vectors.axpy(line[j], responses[j * FIELDS + c], out[c], n);
            }
        }
        return out;
    }

    private double[] form(double[][] rows) {
        double[] out = new double[FIELDS * FIELDS];
        double[] product = new double[n];
        for (int a = 0; a < FIELDS; a++) {
            for (int u = 0; u < n; u++) {
                product[u] = vectors.dot(covariance[u], rows[a], n);
            }
            for (int c = 0; c < FIELDS; c++) {
                out[FIELDS * a + c] = vectors.dot(product, rows[c], n);
            }
        }
        return out;
    }

    private double[] window(int t, AffineMaps maps, double[] displacements) {
        double[] sum = new double[FIELDS * FIELDS];
        for (int component = 0; component < 2; component++) {
            double x = component == 0 ? maps.a00[t] : maps.a10[t];
            double y = component == 0 ? maps.a01[t] : maps.a11[t];
            double z = component == 0 ? maps.a02[t] : maps.a12[t];
            double[] line = new double[size];
            for (int j = 0; j < size; j++) {
                line[j] = x * displacements[3 * t * size + j] + y * displacements[(3 * t + 1) * size + j]
                        + z * displacements[(3 * t + 2) * size + j];
            }
            double[][] rows = lines(line);
            int perImage = n / modes.images();
            for (int u = t * perImage; u < (t + 1) * perImage; u++) {
                for (int c = 0; c < FIELDS; c++) {
                    rows[c][u] += coupling.derivative(u, c, component);
                }
            }
            double[] form = form(rows);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += form[i];
            }
        }
        return sum;
    }

    private static double evaluate(double[] form, double[] field) {
        double sum = 0;
        for (int a = 0; a < FIELDS; a++) {
            for (int c = 0; c < FIELDS; c++) {
                sum += form[FIELDS * a + c] * field[a] * field[c];
            }
        }
        return sum;
    }

    /** Returns the variances of the images' unknowns. */
    double[] variances() {
        double[] out = new double[n];
        for (int u = 0; u < n; u++) {
            out[u] = covariance[u][u];
        }
        return out;
    }

    /** Returns the images' share of a coordinate's variance, px^2. */
    double ofPosition(int axis, double[] field) {
        return evaluate(positions[axis], field);
    }

    /** Returns the images' share of the variance of the position on an image, both coordinates, px^2. */
    double ofWindow(int t, double[] field) {
        return evaluate(windows[t], field);
    }

    /** Returns the images' share of the variance of the displacement between the first and the last image, px^2. */
    double ofLastDisplacement(int axis, double[] field) {
        return evaluate(lastDisplacements[axis], field);
    }
}
