package org.tomoalign.geometry;

/**
 * A linear deformation about the image's centre: with r = y - (width, height) / 2,
 * {@code g = (axx r_x + axy' r_y, axy r_x + ayy r_y)}, coefficients axx, axy, ayy.
 *
 * @param width     of the image, px
 * @param height    of the image, px
 * @param symmetric whether axy' is axy, an anisotropic magnification; else it is 0, RELION's linear deformation
 */
public record LinearField(int width, int height, boolean symmetric) implements DeformationField {
    @Override
    public int coefficients() {
        return 3;
    }

    @Override
    public void evaluate(double x, double y, double[] c, int at, Displacement out) {
        double rx = x - width / 2.0;
        double ry = y - height / 2.0;
        out.dxx = c[at];
        out.dxy = symmetric ? c[at + 1] : 0;
        out.dyx = c[at + 1];
        out.dyy = c[at + 2];
        out.x = out.dxx * rx + out.dxy * ry;
        out.y = out.dyx * rx + out.dyy * ry;
    }

    @Override
    public void addGradient(double x, double y, double gx, double gy, double[] gradient, int at) {
        double rx = x - width / 2.0;
        double ry = y - height / 2.0;
        gradient[at] += gx * rx;
        gradient[at + 1] += gy * rx + (symmetric ? gx * ry : 0);
        gradient[at + 2] += gy * ry;
    }

    @Override
    public double unit(int coefficient) {
        return 2.0 / Math.max(width, height);
    }

    @Override
    public double penalty(int coefficient) {
        return 1;
    }

    /**
     * Returns the projection that applies another one and then this deformation; depths stay.
     *
     * @param c three coefficients
     */
    public Projection after(Projection first, double[] c) {
        Mat3 stretch = new Mat3(1 + c[0], symmetric ? c[1] : 0, 0, c[1], 1 + c[2], 0, 0, 0, 1);
        Vec3 centre = new Vec3(width / 2.0, height / 2.0, 0);
        return first.rotatedAbout(centre, stretch);
    }
}
