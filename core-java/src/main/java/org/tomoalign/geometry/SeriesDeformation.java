package org.tomoalign.geometry;

import java.util.List;

/** The 2-D deformations of the images of a tilt series. */
public final class SeriesDeformation {
    /** No image is deformed. */
    public static final SeriesDeformation NONE = new SeriesDeformation(null, List.of());

    private final DeformationField field;
    private final List<double[]> coefficients;

    private SeriesDeformation(DeformationField field, List<double[]> coefficients) {
        this.field = field;
        this.coefficients = coefficients;
    }

    /**
     * Returns the deformations with the given coefficients.
     *
     * @param coefficients of the field, one set per image in file order
     * @throws IllegalArgumentException if a set has not as many as the field needs
     */
    public static SeriesDeformation of(DeformationField field, List<List<Double>> coefficients) {
        return new SeriesDeformation(field, coefficients.stream().map(c -> {
            if (c.size() != field.coefficients()) {
                throw new IllegalArgumentException(c.size() + " coefficients instead of " + field.coefficients());
            }
            return c.stream().mapToDouble(Double::doubleValue).toArray();
        }).toList());
    }

    /** Returns whether there is a deformation. */
    public boolean isPresent() {
        return field != null;
    }

    /** Returns the field whose coefficients these are; null if no image is deformed. */
    public DeformationField field() {
        return field;
    }

    /** Returns a copy of the coefficients of an image (file order). */
    public double[] coefficients(int image) {
        return coefficients.get(image).clone();
    }

    /** Returns where a position on an image (file order) comes to lie; the depth stays. */
    public Vec3 apply(int image, Vec3 q) {
        if (field == null) {
            return q;
        }
        DeformationField.Displacement g = new DeformationField.Displacement();
        field.evaluate(q.x(), q.y(), coefficients.get(image), 0, g);
        return q.plus(new Vec3(g.x, g.y, 0));
    }
}
