package org.tomoalign.job;

import java.util.Optional;
import java.util.function.Consumer;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.geometry.DeformationField;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.SeriesDeformation;
import org.tomoalign.input.InputException;
import org.tomoalign.tomogram.ImageDeformations;
import org.tomoalign.tomogram.TiltSeries;

/** What becomes of the deformations that a project already has. */
final class InputDeformations {
    private InputDeformations() {
    }

    /**
     * Returns the deformations from which a job starts: those of the project; none if the job refines deformations of
     * another model or grid.
     *
     * @param given    what the project has
     * @param settings what the job refines, if anything
     * @param warnings hears of deformations that are dropped
     * @throws InputException if the grid and the number of coefficients do not belong together
     */
    static SeriesDeformation of(
            TiltSeries series, Optional<ImageDeformations> given, Optional<DeformationSettings> settings,
            Consumer<String> warnings) {
        if (given.isEmpty()) {
            return SeriesDeformation.NONE;
        }
        ImageDeformations input = given.get();
        if (settings.isPresent() && settings.get().kind().isInProjections()) {
            throw new InputException("tilt series " + series.name() + ": has 2-D deformations, expected none with --aniso, "
                    + "since a deformation holds any magnification; use --deformation instead");
        }
        DeformationKind kind = DeformationKind.of(input.model()).orElseThrow();
        if (settings.isPresent() && !matches(input, kind, settings.get())) {
            warnings.accept(series.name() + ": drops its " + text(input.model(), input.gridWidth(), input.gridHeight())
                    + " deformation, since this job refines "
                    + text(settings.get().kind().label(), settings.get().gridWidth(), settings.get().gridHeight())
                    + " ones");
            return SeriesDeformation.NONE;
        }
        return read(series, input, kind);
    }

    private static SeriesDeformation read(TiltSeries series, ImageDeformations input, DeformationKind kind) {
        String place = "tilt series " + series.name() + ": " + text(input.model(), input.gridWidth(), input.gridHeight())
                + " deformation";
        DeformationField field;
        try {
            field = kind.field(series.imageWidth(), series.imageHeight(), input.gridWidth(), input.gridHeight());
        } catch (IllegalArgumentException e) {
            throw new InputException(place + ": " + e.getMessage(), e);
        }
        for (int f = 0; f < input.coefficients().size(); f++) {
            if (input.coefficients().get(f).size() != field.coefficients()) {
                throw new InputException(place + ", image " + (f + 1) + ": found " + input.coefficients().get(f).size()
                        + " coefficients, expected " + field.coefficients());
            }
        }
        return SeriesDeformation.of(field, input.coefficients());
    }

    /** The grid of a linear deformation means nothing. */
    private static boolean matches(ImageDeformations input, DeformationKind kind, DeformationSettings settings) {
        return kind == settings.kind() && (kind == DeformationKind.LINEAR
                || input.gridWidth() == settings.gridWidth() && input.gridHeight() == settings.gridHeight());
    }

    private static String text(String model, int gridWidth, int gridHeight) {
        return model.equals(DeformationKind.LINEAR.label()) ? model : gridWidth + " x " + gridHeight + " " + model;
    }
}
