package org.tomoalign.project;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.ImageDeformations;

/**
 * Writes the deformations of tilt images. RELION wants them for every tomogram of a set or for none: where some have
 * deformations, the others get one that changes nothing.
 */
final class DeformationWriter {
    static final String GRID_WIDTH = "rlnTomoDeformationGridSizeX";
    static final String GRID_HEIGHT = "rlnTomoDeformationGridSizeY";
    static final String TYPE = "rlnTomoDeformationType";
    static final String COEFFICIENTS = "rlnTomoDeformationCoefficients";

    private final TomogramSet set;

    DeformationWriter(TomogramSet set) {
        this.set = set;
    }

    /** Sets the cells of all tomograms; does nothing in a set without deformations. */
    void write(Map<String, RefinedTomogram> refined) {
        Optional<ImageDeformations> example = set.entries().stream()
                .map(entry -> refined(entry, refined).or(entry::deformations))
                .flatMap(Optional::stream).findFirst();
        for (TomogramSet.Entry entry : set.entries()) {
            Optional<ImageDeformations> own = refined(entry, refined);
            if (own.isPresent()) {
                write(entry, own.get());
            } else if (example.isPresent() && entry.deformations().isEmpty()) {
                write(entry, none(example.get(), entry.series().images().size()));
            }
        }
    }

    private static Optional<ImageDeformations> refined(
            TomogramSet.Entry entry, Map<String, RefinedTomogram> refined) {
        return Optional.ofNullable(refined.get(entry.series().name())).flatMap(RefinedTomogram::deformations);
    }

    /** Zero coefficients move nothing, in every model. */
    private static ImageDeformations none(ImageDeformations example, int images) {
        List<Double> zeros = Collections.nCopies(example.coefficients().getFirst().size(), 0.0);
        return new ImageDeformations(
                example.model(), example.gridWidth(), example.gridHeight(), Collections.nCopies(images, zeros));
    }

    private void write(TomogramSet.Entry entry, ImageDeformations deformations) {
        StarTable global = set.globalTable();
        global.columnOrNew(GRID_WIDTH).set(entry.row(), deformations.gridWidth());
        global.columnOrNew(GRID_HEIGHT).set(entry.row(), deformations.gridHeight());
        global.columnOrNew(TYPE).setText(entry.row(), deformations.model());
        int images = entry.series().images().size();
        if (deformations.coefficients().size() != images) {
            throw new IllegalArgumentException("tomogram " + entry.series().name() + ": "
                    + deformations.coefficients().size() + " deformations, expected " + images);
        }
        StarColumn column = entry.images().columnOrNew(COEFFICIENTS);
        for (int f = 0; f < images; f++) {
            column.set(f, deformations.coefficients().get(f).stream().mapToDouble(Double::doubleValue).toArray());
        }
    }
}
