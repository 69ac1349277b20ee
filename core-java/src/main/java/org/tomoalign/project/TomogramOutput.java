package org.tomoalign.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tomoalign.geometry.Projection;
import org.tomoalign.tomogram.Geometry;

/** Writes a tomogram set in one of the versions. */
sealed interface TomogramOutput permits TomogramWriter, Version4Tomograms, Version5Tomograms {
    /** Returns the files that will be written beside the set's own. */
    List<Path> seriesTargets();

    /**
     * Writes the set.
     *
     * @param refined      by tomogram name; other tomograms keep their geometry
     * @param deformations whether these were refined as well
     * @param target       the set's own file
     */
    void write(Map<String, Geometry> refined, boolean deformations, Path target);

    /** Returns the projections of a tilt series as they are to be written, chronological. */
    static List<Projection> projections(TomogramSet.Entry entry, Map<String, Geometry> refined) {
        Geometry geometry = refined.get(entry.series().name());
        return geometry == null ? entry.projections() : geometry.projections();
    }

    /** Returns the row of an image in its table. */
    static int row(TomogramSet.Entry entry, int image) {
        return entry.series().images().get(image).row();
    }
}
