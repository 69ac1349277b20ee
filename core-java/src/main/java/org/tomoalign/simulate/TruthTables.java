package org.tomoalign.simulate;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.tomoalign.project.Labels;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;

/** What a simulation's truth says besides geometry. */
final class TruthTables {
    private TruthTables() {
    }

    /** Returns the names of the particles that are only listed; none if the truth does not tell. */
    static Set<String> absent(StarDocument particles) {
        StarTable table = particles.table("particles");
        Set<String> absent = new HashSet<>();
        for (int row = 0; table.has(ProjectFiles.THERE) && row < table.rows(); row++) {
            if (table.column(ProjectFiles.THERE).number(row) == 0) {
                absent.add(table.column(Labels.TOMO_PARTICLE_NAME).text(row));
            }
        }
        return absent;
    }

    /** Returns the indices of a series' images in the order of exposure. */
    static int[] exposures(StarTable images) {
        double[] dose = new double[images.rows()];
        for (int f = 0; f < dose.length; f++) {
            dose[f] = images.column(Labels.MICROGRAPH_PRE_EXPOSURE).number(f);
        }
        return IntStream.range(0, dose.length).boxed().sorted(Comparator.comparingDouble(f -> dose[f]))
                .mapToInt(Integer::intValue).toArray();
    }

    /** Returns the factor on the signal of each image; 1 if the truth does not tell. */
    static double[] signals(StarTable images) {
        return IntStream.range(0, images.rows())
                .mapToDouble(f -> images.has(ProjectFiles.SIGNAL) ? images.column(ProjectFiles.SIGNAL).number(f) : 1)
                .toArray();
    }
}
