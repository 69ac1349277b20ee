package org.tomoalign.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tomoalign.geometry.Projection;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/** Writes a tomogram set in one of the versions. */
sealed interface TomogramOutput permits TomogramWriter, Version4Tomograms, Version5Tomograms {
    /** Returns the files that will be written beside the set's own. */
    List<Path> seriesTargets();

    /**
     * Writes the set.
     *
     * @param refined by tomogram name; other tomograms keep their geometry
     * @param target  the set's own file
     */
    void write(Map<String, RefinedTomogram> refined, Path target);

    /** Returns the projections of a tilt series as they are to be written, in file order. */
    static List<Projection> projections(
            TiltSeries series, Map<String, RefinedTomogram> refined) {
        RefinedTomogram result = refined.get(series.name());
        if (result == null) {
            return series.images().stream().map(TiltImage::projection).toList();
        }
        int images = series.images().size();
        if (result.projections().size() != images) {
            throw new IllegalArgumentException("tomogram " + series.name() + ": " + result.projections().size()
                    + " projections, expected " + images);
        }
        return result.projections();
    }
}
