package org.tomoalign.alignment.model;

/**
 * Independent normal priors around zero, the geometry of the input: the cost gets {@code u^2 precision / 2} for every unknown
 * u of images, particles and deformations. (Motion has its own, {@link MotionModel#prior}.)
 *
 * @param angle       precision of the images' rotations, in units of a parameter ({@link ProjectionModel#ANGLE_SCALE} rad)
 * @param shift       of the images' shifts, px^-2
 * @param position    of the particles' coordinates, px^-2
 * @param deformation of the coefficients, in units of a parameter ({@link DeformationModel#pxPerUnknown}); negative: the
 *                    deformation model's own prior stays
 */
public record NormalPrior(double angle, double shift, double position, double deformation) {
    /** None but the deformation model's own. */
    public static final NormalPrior NONE = new NormalPrior(0, 0, 0, -1);

    /** Checks the numbers. */
    public NormalPrior {
        if (!(angle >= 0) || !(shift >= 0) || !(position >= 0) || Double.isNaN(deformation)) {
            throw new IllegalArgumentException("precisions " + angle + ", " + shift + ", " + position + ", " + deformation);
        }
    }

    /** Returns whether there is none but the deformation model's own. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** Returns whether this takes the place of the deformation model's own prior. */
    public boolean coversDeformation() {
        return deformation >= 0;
    }

    /** Returns the precision of an unknown of an image, counted within the image. */
    public double ofImage(ParameterLayout layout, int unknown) {
        return layout.angles() && unknown < 3 ? angle : shift;
    }

    /** Returns the prior's share of the cost, and adds its gradient. */
    public double addTo(double[] u, double[] gradient, ParameterLayout layout) {
        if (isNone()) {
            return 0;
        }
        double sum = 0;
        int stride = layout.imageStride();
        for (int i = 0; i < layout.position(0); i++) {
            sum += add(ofImage(layout, i % stride), u, gradient, i);
        }
        for (int i = layout.position(0); i < layout.motion(); i++) {
            sum += add(position, u, gradient, i);
        }
        for (int i = layout.deformation(); i < layout.size() && coversDeformation(); i++) {
            sum += add(deformation, u, gradient, i);
        }
        return sum;
    }

    private static double add(double precision, double[] u, double[] gradient, int i) {
        gradient[i] += precision * u[i];
        return 0.5 * precision * u[i] * u[i];
    }
}
