package org.tomoalign.tomogram;

import java.util.List;
import org.tomoalign.geometry.DeformationField;
import org.tomoalign.geometry.DeformationKind;

/**
 * The 2-D deformations of the images of a tilt series.
 *
 * @param kind         family of the deformations
 * @param gridWidth    columns of the grid; means nothing for linear ones
 * @param gridHeight   rows of the grid; means nothing for linear ones
 * @param coefficients per chronological image, laid out as in {@link DeformationField}; px. No images: no deformation
 */
public record Deformation(DeformationKind kind, int gridWidth, int gridHeight, List<double[]> coefficients) {
    /** No image is deformed. */
    public static final Deformation NONE = new Deformation(DeformationKind.LINEAR, 0, 0, List.of());

    /** Copies the list, not the coefficients, which are not to be changed. */
    public Deformation {
        coefficients = List.copyOf(coefficients);
    }

    /** Returns whether there is a deformation. */
    public boolean isPresent() {
        return !coefficients.isEmpty();
    }

    /**
     * Returns the field whose coefficients these are.
     *
     * @param series whose images are deformed
     * @throws IllegalArgumentException if there can be no field with such a grid
     */
    public DeformationField field(TiltSeries series) {
        return kind.field(series.imageWidth(), series.imageHeight(), gridWidth, gridHeight);
    }

    /** Returns whether another deformation has coefficients of the same meaning. */
    public boolean hasGridOf(DeformationKind otherKind, int otherWidth, int otherHeight) {
        return kind == otherKind
                && (kind == DeformationKind.LINEAR || gridWidth == otherWidth && gridHeight == otherHeight);
    }
}
