package org.tomoalign.alignment.precondition;

import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.ParameterLayout;

/**
 * How the unknowns of the images act on the particles, in the preconditioner's model of equal windows: a change a of
 * the unknowns of image t moves a particle at (X, Y, Z) on the image by {@code sum_alpha phi_alpha C_alpha a}, where
 * phi = (1, X, Y, Z).
 */
public final class ImageCoupling {
    /** Number of fields phi. */
    public static final int FIELDS = 4;

    final ParameterLayout layout;
    public final int unknowns;
    final int perImage;
    private final int images;
    private final MeanCurvature k;
    /* Per unknown and field: C (2 values), k C (2), and A^T k C (3). */
    private final double[] c;
    private final double[] kc;
    private final double[] force;
    private final AffineMaps maps;

    public ImageCoupling(CurrentGeometry geometry, MeanCurvature curvature) {
        layout = geometry.layout;
        images = layout.images();
        perImage = layout.imageStride();
        unknowns = perImage * images;
        k = curvature;
        maps = geometry.projections.maps();
        c = new double[2 * FIELDS * unknowns];
        kc = new double[2 * FIELDS * unknowns];
        force = new double[3 * FIELDS * unknowns];
        double[] direction = new double[layout.size()];
        AffineMaps change = new AffineMaps(images);
        for (int i = 0; i < perImage; i++) {
            for (int t = 0; t < images; t++) {
                for (int other = 0; other < perImage; other++) {
                    direction[t * perImage + other] = other == i ? 1 : 0;
                }
            }
            geometry.projections.change(geometry.unknowns, direction, change);
            for (int t = 0; t < images; t++) {
                int at = FIELDS * (t * perImage + i);
                set(at, t, change.b0[t], change.b1[t]);
                set(at + 1, t, change.a00[t], change.a10[t]);
                set(at + 2, t, change.a01[t], change.a11[t]);
                set(at + 3, t, change.a02[t], change.a12[t]);
            }
        }
    }

    private void set(int at, int t, double x, double y) {
        c[2 * at] = x;
        c[2 * at + 1] = y;
        double fx = k.xx()[t] * x + k.xy()[t] * y;
        double fy = k.xy()[t] * x + k.yy()[t] * y;
        kc[2 * at] = fx;
        kc[2 * at + 1] = fy;
        force[3 * at] = maps.a00[t] * fx + maps.a10[t] * fy;
        force[3 * at + 1] = maps.a01[t] * fx + maps.a11[t] * fy;
        force[3 * at + 2] = maps.a02[t] * fx + maps.a12[t] * fy;
    }

    /** Returns the curvatures T_t = A^T k A of the cost by a particle's position, nine values per image. */
    public double[] positionCurvatures() {
        double[] out = new double[9 * images];
        for (int t = 0; t < images; t++) {
            double[] ax = {maps.a00[t], maps.a01[t], maps.a02[t]};
            double[] ay = {maps.a10[t], maps.a11[t], maps.a12[t]};
            for (int i = 0; i < 3; i++) {
                double fx = k.xx()[t] * ax[i] + k.xy()[t] * ay[i];
                double fy = k.xy()[t] * ax[i] + k.yy()[t] * ay[i];
                for (int j = 0; j < 3; j++) {
                    out[9 * t + 3 * i + j] = fx * ax[j] + fy * ay[j];
                }
            }
        }
        return out;
    }

    /** Returns component 0 (x) or 1 (y) of C, per unknown and field. */
    public double derivative(int unknown, int field, int component) {
        return c[2 * (FIELDS * unknown + field) + component];
    }

    /** Returns component {@code axis} of the force on a position, per unknown and field. */
    double force(int unknown, int field, int axis) {
        return force[3 * (FIELDS * unknown + field) + axis];
    }

    /**
     * Returns the image unknowns' own part of the Hessian, block-diagonal: unknowns x unknowns.
     *
     * @param moments sums over the particles of phi_alpha phi_beta, 4 x 4
     */
    public double[] diagonalBlocks(double[] moments) {
        double[] out = new double[unknowns * unknowns];
        for (int t = 0; t < images; t++) {
            for (int i = t * perImage; i < (t + 1) * perImage; i++) {
                for (int j = t * perImage; j < (t + 1) * perImage; j++) {
                    double sum = 0;
                    for (int a = 0; a < FIELDS; a++) {
                        for (int b = 0; b < FIELDS; b++) {
                            int ia = 2 * (FIELDS * i + a);
                            int jb = 2 * (FIELDS * j + b);
                            sum += moments[FIELDS * a + b] * (c[ia] * kc[jb] + c[ia + 1] * kc[jb + 1]);
                        }
                    }
                    out[i * unknowns + j] = sum;
                }
            }
        }
        return out;
    }

    /** Returns the force on displacement patterns w: element ((unknown, field), mode), w as 3 F x modes. */
    public double[] through(double[] w, int modes) {
        double[] out = new double[FIELDS * unknowns * modes];
        for (int u = 0; u < unknowns; u++) {
            int t = u / perImage;
            for (int a = 0; a < FIELDS; a++) {
                int to = (FIELDS * u + a) * modes;
                for (int axis = 0; axis < 3; axis++) {
                    double f = force(u, a, axis);
                    int from = (3 * t + axis) * modes;
                    for (int j = 0; j < modes; j++) {
                        out[to + j] += f * w[from + j];
                    }
                }
            }
        }
        return out;
    }
}
