package org.tomoalign.job;

import java.util.Optional;
import java.util.function.Consumer;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Tomogram;

/** What becomes of the deformations that a project already has. */
final class InputDeformations {
    private InputDeformations() {
    }

    /**
     * Returns the deformations from which a job starts: those of the project; none if the job refines deformations of
     * another model or grid.
     *
     * @param settings what the job refines, if anything
     * @param warnings hears of deformations that are dropped
     * @throws InputException if there are deformations and a magnification is to be refined
     */
    static Deformation of(Tomogram tomogram, Optional<DeformationSettings> settings, Consumer<String> warnings) {
        Deformation given = tomogram.geometry().deformation();
        if (!given.isPresent() || settings.isEmpty()) {
            return given;
        }
        DeformationSettings refined = settings.get();
        if (refined.kind().isInProjections()) {
            throw new InputException(Message.of("tilt series ", tomogram.name(), ": has 2-D deformations, expected none "
                    + "with ", Setting.ANISOTROPY, ", since a deformation holds any magnification; use ",
                    Setting.DEFORMATION, " instead"));
        }
        if (given.hasGridOf(refined.kind(), refined.gridWidth(), refined.gridHeight())) {
            return given;
        }
        warnings.accept(tomogram.name() + ": drops its " + text(given.kind(), given.gridWidth(), given.gridHeight())
                + " deformation, since this job refines "
                + text(refined.kind(), refined.gridWidth(), refined.gridHeight()) + " ones");
        return Deformation.NONE;
    }

    private static String text(DeformationKind kind, int gridWidth, int gridHeight) {
        return kind == DeformationKind.LINEAR ? kind.label() : gridWidth + " x " + gridHeight + " " + kind.label();
    }
}
