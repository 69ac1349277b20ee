package org.tomoalign.alignment.model;

import org.tomoalign.geometry.DeformationField;
import org.tomoalign.geometry.DeformationField.Displacement;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.TiltSeries;

/** Given deformations of the images that are not refined. */
public final class FixedDeformation implements DeformationModel {
    private final Deformation given;
    private final DeformationField field;

    /** @param given of the images of the series, present */
    public FixedDeformation(Deformation given, TiltSeries series) {
        this.given = given;
        field = given.field(series);
    }

    @Override
    public int coefficients() {
        return 0;
    }

    @Override
    public boolean perImage() {
        return true;
    }

    @Override
    public boolean isIdentity() {
        return false;
    }

    @Override
    public void deform(double[] u, int offset, DeformedPoints points, int from, int images) {
        Displacement g = new Displacement();
        for (int t = 0; t < images; t++) {
            field.evaluate(points.x[from + t], points.y[from + t], given.coefficients().get(t), 0, g);
            points.displace(from + t, g);
        }
    }

    @Override
    public void addGradient(
            DeformedPoints points, double[] gx, double[] gy, int from, int images, double[] gradient) {
        // There is nothing to differentiate by.
    }

    @Override
    public double prior(double[] u, int offset, double[] gradient, int images) {
        return 0;
    }

    @Override
    public Deformation deformation(double[] u, int offset) {
        return given;
    }
}
