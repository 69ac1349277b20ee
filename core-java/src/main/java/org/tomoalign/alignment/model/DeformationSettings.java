package org.tomoalign.alignment.model;

import java.util.OptionalDouble;
import org.tomoalign.geometry.DeformationField;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;

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
    /**
     * Checks the numbers.
     *
     * @throws InputException if the grid is too small, or the weight negative or infinite
     */
    public DeformationSettings {
        double weight = regulariser.orElse(0);
        Setting.DEFORMATION_REGULARISER.require(weight >= 0 && Double.isFinite(weight), weight, "0 or more");
        String expected = gridWidth < 1 || gridHeight < 1 ? "expected a grid of at least 1 x 1"
                : gridProblem(kind, gridWidth, gridHeight);
        if (!expected.isEmpty()) {
            throw new InputException(Message.of(Setting.GRID_WIDTH, " ", gridWidth, ", ", Setting.GRID_HEIGHT, " ",
                    gridHeight, ": ", expected));
        }
    }

    /** Returns what is wrong with a grid for a kind of deformation. */
    private static String gridProblem(DeformationKind kind, int gridWidth, int gridHeight) {
        try {
            kind.field(1, 1, gridWidth, gridHeight);
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** Returns settings for an anisotropic magnification, with the weak prior of {@link RefinedDeformation}. */
    public static DeformationSettings magnification(boolean perImage) {
        return new DeformationSettings(DeformationKind.MAGNIFICATION, 1, 1, OptionalDouble.empty(), perImage);
    }

    /** Returns the field for images of a size (px). */
    public DeformationField field(int width, int height) {
        return kind.field(width, height, gridWidth, gridHeight);
    }
}
