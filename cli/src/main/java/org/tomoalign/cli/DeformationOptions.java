package org.tomoalign.cli;

import java.util.Optional;
import java.util.OptionalDouble;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import picocli.CommandLine.Option;

/** Whether and how deformations of the images are refined. */
final class DeformationOptions {
    @Option(names = "--deformation", description = "refine 2-D deformations of the images")
    private boolean refine;

    @Option(names = "--def_w", paramLabel = "N", defaultValue = "3",
            description = "columns of the deformation's grid (default: ${DEFAULT-VALUE})")
    private int width;

    @Option(names = "--def_h", paramLabel = "N", defaultValue = "3",
            description = "rows of the deformation's grid (default: ${DEFAULT-VALUE})")
    private int height;

    @Option(names = "--def_model", paramLabel = "MODEL", defaultValue = "spline",
            description = "linear, spline or Fourier (default: ${DEFAULT-VALUE})")
    private String model;

    @Option(names = "--def_reg", paramLabel = "X",
            description = "weight of the penalty on the coefficients' squares (default: a weak prior on coefficients and "
                    + "positions that keeps them from running away; 0: none)")
    private Double regulariser;

    @Option(names = "--per_frame_deformation", description = "one deformation per image instead of one for all")
    private boolean perImage;

    /**
     * Returns the deformations to refine.
     *
     * @param magnification to refine instead, if any
     */
    Optional<DeformationSettings> settings(Optional<DeformationSettings> magnification) {
        DeformationKind kind = DeformationKind.of(model).orElseThrow(
                () -> new InputException(Message.of(
                        Setting.DEFORMATION_MODEL, " ", model, ": expected linear, spline or Fourier")));
        if (!refine) {
            return magnification;
        }
        if (magnification.isPresent()) {
            throw new InputException(Message.of(Setting.DEFORMATION, ": found ", Setting.ANISOTROPY,
                    " or --per_tilt_aniso with it, expected one of them, since a deformation holds any magnification"));
        }
        return Optional.of(new DeformationSettings(kind, width, height,
                regulariser == null ? OptionalDouble.empty() : OptionalDouble.of(regulariser), perImage));
    }
}
