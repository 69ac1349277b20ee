package org.tomoalign.alignment.model;

import java.util.Arrays;
import org.tomoalign.tomogram.Deformation;

/** The images are not deformed. */
public record NoDeformation() implements DeformationModel {
    @Override
    public int coefficients() {
        return 0;
    }

    @Override
    public boolean perImage() {
        return false;
    }

    @Override
    public boolean isIdentity() {
        return true;
    }

    @Override
    public void deform(double[] u, int offset, DeformedPoints points, int from, int images) {
        Arrays.fill(points.dxx, from, from + images, 1);
        Arrays.fill(points.dxy, from, from + images, 0);
        Arrays.fill(points.dyx, from, from + images, 0);
        Arrays.fill(points.dyy, from, from + images, 1);
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
        return Deformation.NONE;
    }
}
