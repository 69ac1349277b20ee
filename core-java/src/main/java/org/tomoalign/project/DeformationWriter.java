package org.tomoalign.project;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;

/**
 * Writes the deformations of tilt images. RELION wants them for every tomogram of a set or for none: where some have
 * deformations, the others get one that changes nothing.
 */
final class DeformationWriter {
    private final TomogramSet set;

    DeformationWriter(TomogramSet set) {
        this.set = set;
    }

    /**
     * Sets the cells of all tomograms; does nothing in a set without deformations.
     *
     * @param refined by tomogram name, with refined deformations
     */
    void write(Map<String, Geometry> refined) {
        Optional<Deformation> example = set.entries().stream()
                .map(entry -> refined(entry, refined).orElse(entry.deformation()))
                .filter(Deformation::isPresent).findFirst();
        for (TomogramSet.Entry entry : set.entries()) {
            Optional<Deformation> own = refined(entry, refined);
            if (own.isPresent()) {
                write(entry, own.get());
            } else if (example.isPresent() && !entry.deformation().isPresent()) {
                write(entry, none(example.get(), entry.series().images().size()));
            }
        }
    }

    private static Optional<Deformation> refined(TomogramSet.Entry entry, Map<String, Geometry> refined) {
        return Optional.ofNullable(refined.get(entry.series().name())).map(Geometry::deformation);
    }

    /** Zero coefficients move nothing, in every model. */
    private static Deformation none(Deformation example, int images) {
        double[] zeros = new double[example.coefficients().getFirst().length];
        return new Deformation(
                example.kind(), example.gridWidth(), example.gridHeight(), Collections.nCopies(images, zeros));
    }

    private void write(TomogramSet.Entry entry, Deformation deformation) {
        StarTable global = set.globalTable();
        global.columnOrNew(Labels.TOMO_DEFORMATION_GRID_SIZE_X).set(entry.row(), deformation.gridWidth());
        global.columnOrNew(Labels.TOMO_DEFORMATION_GRID_SIZE_Y).set(entry.row(), deformation.gridHeight());
        global.columnOrNew(Labels.TOMO_DEFORMATION_TYPE).setText(entry.row(), deformation.kind().label());
        StarColumn column = entry.images().columnOrNew(Labels.TOMO_DEFORMATION_COEFFICIENTS);
        for (int t = 0; t < entry.series().images().size(); t++) {
            column.set(TomogramOutput.row(entry, t), deformation.coefficients().get(t));
        }
    }
}
