package org.tomoalign.alignment.model;

import org.tomoalign.tomogram.Deformation;

/**
 * A deformation of the tilt images, {@code D(y) = y + g(y)}, linear in its coefficients. One set of coefficients serves
 * all images, or each image has its own.
 */
public sealed interface DeformationModel permits NoDeformation, FixedDeformation, RefinedDeformation {
    /** Returns the number of unknown coefficients in one set. */
    int coefficients();

    /** Returns whether each chronological image has a set of its own. */
    boolean perImage();

    /** Returns whether D is the identity, whatever the unknowns. */
    boolean isIdentity();

    /**
     * Deforms one particle's positions, one on each chronological image t.
     *
     * @param u      parameter vector; the coefficients of this model start at {@code offset}, set by set
     * @param offset see u
     * @param points element {@code from + t} belongs to image t: x and y are replaced by D(x, y), dxx, dxy, dyx, dyy
     *               receive the derivatives of D
     * @param from   see points
     * @param images number of images
     */
    void deform(double[] u, int offset, DeformedPoints points, int from, int images);

    /**
     * Adds the gradient with respect to the coefficients.
     *
     * @param points   as {@link #deform} left it
     * @param gx       gradient of the cost with respect to the deformed x, element {@code from + t}
     * @param gy       the same for y
     * @param gradient the coefficients of this model start at 0, set by set
     */
    void addGradient(DeformedPoints points, double[] gx, double[] gy, int from, int images, double[] gradient);

    /** Returns the regulariser's value and adds its gradient; coefficients start at {@code offset} in both. */
    double prior(double[] u, int offset, double[] gradient, int images);

    /**
     * Writes the derivatives of D(x, y) by each coefficient of one set.
     *
     * @param byX receives those of the first component from element {@code from}
     * @param byY the same for the second
     */
    default void derivatives(double x, double y, double[] byX, double[] byY, int from) {
        // There are no coefficients.
    }

    /** Returns the second derivative of {@link #prior} by an unknown. */
    default double priorCurvature(int unknown) {
        return 0;
    }

    /** Returns by how many px a unit of an unknown deforms a single image. */
    default double pxPerUnknown() {
        return 1;
    }

    /** Returns whether the user chose a regulariser, which then stands for any other prior on the coefficients. */
    default boolean isRegularisedByUser() {
        return false;
    }

    /** Returns the weight of the square of each particle's displacement (px) that this model adds to the cost. */
    default double positionWeight() {
        return 0;
    }

    /** Returns the deformation that the unknowns stand for; they start at {@code offset}. */
    Deformation deformation(double[] u, int offset);
}
