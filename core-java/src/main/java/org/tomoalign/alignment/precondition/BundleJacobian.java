package org.tomoalign.alignment.precondition;

import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.DeformedPoints;
import org.tomoalign.alignment.model.ParameterLayout;

/**
 * How one particle's position on one image follows the unknowns: those of the image, then the coefficients of its
 * deformation, and the particle's own position. Owned by one thread at a time.
 */
public final class BundleJacobian {
    /** Derivatives of the (deformed) position on the image by the unknowns that all particles share. */
    public final double[] x;
    public final double[] y;
    /** Index of each of these among all shared unknowns: of the images first, then of the deformations. */
    public final int[] index;
    /** Derivatives by the particle's position. */
    public final double[] ax = new double[3];
    public final double[] ay = new double[3];

    private final ParameterLayout layout;
    private final DeformationModel deformation;
    private final CurrentGeometry geometry;
    private final int perImage;
    private final int coefficients;
    private final DeformedPoints points;
    private final double[] position = new double[3];

    public BundleJacobian(CurrentGeometry geometry, DeformationModel deformation) {
        this.geometry = geometry;
        this.deformation = deformation;
        layout = geometry.layout;
        perImage = layout.imageStride();
        coefficients = deformation.coefficients();
        x = new double[perImage + coefficients];
        y = new double[perImage + coefficients];
        index = new int[perImage + coefficients];
        points = deformation.isIdentity() ? null : new DeformedPoints(layout.images());
    }

    /** Returns how the images' maps change with each of an image's unknowns. */
    public static AffineMaps[] derivatives(CurrentGeometry geometry) {
        ParameterLayout layout = geometry.layout;
        AffineMaps[] out = new AffineMaps[layout.imageStride()];
        for (int i = 0; i < out.length; i++) {
            double[] direction = new double[layout.size()];
            for (int t = 0; t < layout.images(); t++) {
                direction[t * out.length + i] = 1;
            }
            out[i] = new AffineMaps(layout.images());
            geometry.projections.change(geometry.unknowns, direction, out[i]);
        }
        return out;
    }

    /** Selects a particle, for the calls of {@link #evaluate} that follow. */
    public void select(int p) {
        if (points == null) {
            return;
        }
        AffineMaps a = geometry.projections.maps();
        for (int t = 0; t < layout.images(); t++) {
            setPosition(p, t);
            points.undeformedX[t] = a.a00[t] * position[0] + a.a01[t] * position[1] + a.a02[t] * position[2] + a.b0[t];
            points.undeformedY[t] = a.a10[t] * position[0] + a.a11[t] * position[1] + a.a12[t] * position[2] + a.b1[t];
            points.x[t] = points.undeformedX[t];
            points.y[t] = points.undeformedY[t];
        }
        deformation.deform(geometry.unknowns, layout.deformation(), points, 0, layout.images());
    }

    /**
     * Computes the derivatives of the selected particle's position on an image.
     *
     * @param derivatives how each image's map changes with each of its unknowns
     */
    public void evaluate(int p, int t, AffineMaps[] derivatives) {
        setPosition(p, t);
        AffineMaps a = geometry.projections.maps();
        set(ax, a.a00[t], a.a01[t], a.a02[t]);
        set(ay, a.a10[t], a.a11[t], a.a12[t]);
        for (int i = 0; i < perImage; i++) {
            AffineMaps m = derivatives[i];
            x[i] = m.a00[t] * position[0] + m.a01[t] * position[1] + m.a02[t] * position[2] + m.b0[t];
            y[i] = m.a10[t] * position[0] + m.a11[t] * position[1] + m.a12[t] * position[2] + m.b1[t];
            index[i] = t * perImage + i;
        }
        if (points != null) {
            deform(ax, ay, 3, t);
            deform(x, y, perImage, t);
            coefficients(t);
        }
    }

    private static void set(double[] v, double x, double y, double z) {
        v[0] = x;
        v[1] = y;
        v[2] = z;
    }

    private void deform(double[] vx, double[] vy, int n, int t) {
        for (int i = 0; i < n; i++) {
            double ux = vx[i];
            double uy = vy[i];
            vx[i] = points.dxx[t] * ux + points.dxy[t] * uy;
            vy[i] = points.dyx[t] * ux + points.dyy[t] * uy;
        }
    }

    private void coefficients(int t) {
        int set = layout.images() * perImage + (deformation.perImage() ? t * coefficients : 0);
        for (int i = 0; i < coefficients; i++) {
            index[perImage + i] = set + i;
        }
        deformation.derivatives(points.undeformedX[t], points.undeformedY[t], x, y, perImage);
    }

    private void setPosition(int p, int t) {
        double[] displacements = geometry.particles.displacements;
        for (int i = 0; i < 3; i++) {
            double moved = displacements == null ? 0 : displacements[(3 * p + i) * layout.images() + t];
            position[i] = geometry.particles.positions[3 * p + i] + moved;
        }
    }
}
