package org.tomoalign.alignment.model;

import java.util.OptionalDouble;
import org.tomoalign.geometry.DeformationField;
import org.tomoalign.geometry.DeformationKind;

/**
 * How deformations of the images are refined.
 *
 * @param kind        family ({@code --def_model})
 * @param gridWidth   columns of the grid ({@code --def_w})
 * @param gridHeight  rows of the grid ({@code --def_h})
 * @param regulariser RELION's regulariser, the weight of {@code penalty(k) c_k^2} ({@code --def_reg}); if empty, the
 *                    weak prior of {@link RefinedDeformation}
 * @param perImage    one deformation for each image instead of one for all ({@code --per_frame_deformation})
 */
public record DeformationSettings(
        DeformationKind kind, int gridWidth, int gridHeight, OptionalDouble regulariser, boolean perImage) {
    /** Returns settings for an anisotropic magnification, with the weak prior of {@link RefinedDeformation}. */
    public static DeformationSettings magnification(boolean perImage) {
        return new DeformationSettings(DeformationKind.MAGNIFICATION, 1, 1, OptionalDouble.empty(), perImage);
    }

    /**
     * Returns the field for images of a size (px).
     *
     * @throws IllegalArgumentException if the grid is too small
     */
    public DeformationField field(int width, int height) {
        return kind.field(width, height, gridWidth, gridHeight);
    }
}
