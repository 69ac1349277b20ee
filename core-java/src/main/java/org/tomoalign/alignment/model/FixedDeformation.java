package org.tomoalign.alignment.model;

import org.tomoalign.geometry.DeformationField.Displacement;
import org.tomoalign.geometry.SeriesDeformation;

/** Given deformations of the images that are not refined. */
public final class FixedDeformation implements DeformationModel {
    private final SeriesDeformation given;
    private final double[][] coefficients;

    /**
     * @param given present
     * @param order file index of each chronological image
     */
    public FixedDeformation(SeriesDeformation given, int[] order) {
        this.given = given;
        coefficients = new double[order.length][];
        for (int t = 0; t < order.length; t++) {
            coefficients[t] = given.coefficients(order[t]);
        }
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
            given.field().evaluate(points.x[from + t], points.y[from + t], coefficients[t], 0, g);
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
}
