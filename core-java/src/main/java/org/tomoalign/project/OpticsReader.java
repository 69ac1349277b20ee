package org.tomoalign.project;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltSeries;

/** Reads the optics table of a particle set. */
final class OpticsReader {
    private final StarTable table;
    private final StarTable particles;
    private final TomogramSet tomograms;

    OpticsReader(StarDocument document, StarTable particles, TomogramSet tomograms) {
        this.table = document.table("optics");
        this.particles = particles;
        this.tomograms = tomograms;
    }

    /** Returns the groups by number. */
    Map<Integer, OpticsGroup> read() {
        table.require(Labels.TOMO_TILT_SERIES_PIXEL_SIZE);
        Map<Integer, OpticsGroup> groups = new LinkedHashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            int number = table.has(Labels.OPTICS_GROUP) ? table.column(Labels.OPTICS_GROUP).integer(row) : row + 1;
            OpticsGroup group = new OpticsGroup(number,
                    table.has(Labels.OPTICS_GROUP_NAME) ? table.column(Labels.OPTICS_GROUP_NAME).text(row)
                            : "opticsGroup" + number,
                    table.column(Labels.TOMO_TILT_SERIES_PIXEL_SIZE).number(row), microscope(row, number),
                    list(Labels.ODD_ZERNIKE, row), list(Labels.EVEN_ZERNIKE, row));
            if (groups.putIfAbsent(number, group) != null) {
                throw table.column(Labels.OPTICS_GROUP).expected(row, "every optics group once");
            }
        }
        return groups;
    }

    /** What the table leaves out is taken from the first tomogram with a particle of the group. */
    private Microscope microscope(int row, int number) {
        Optional<Double> voltage = number(Labels.VOLTAGE, row);
        Optional<Double> cs = number(Labels.SPHERICAL_ABERRATION, row);
        Optional<Double> q0 = number(Labels.AMPLITUDE_CONTRAST, row);
        if (voltage.isPresent() && cs.isPresent() && q0.isPresent()) {
            return new Microscope(voltage.get(), cs.get(), q0.get());
        }
        Microscope other = ofFirstTomogram(number);
        return new Microscope(voltage.orElse(other.voltage()), cs.orElse(other.sphericalAberration()),
                q0.orElse(other.amplitudeContrast()));
    }

    private Microscope ofFirstTomogram(int number) {
        StarColumn groups = particles.column(Labels.OPTICS_GROUP);
        StarColumn names = particles.column(Labels.TOMO_NAME);
        for (int row = 0; row < particles.rows(); row++) {
            if (groups.text(row).equals(Integer.toString(number))) {
                Optional<TiltSeries> series = tomograms.find(names.text(row));
                if (series.isPresent()) {
                    return series.get().microscope();
                }
            }
        }
        // A group without particles: nothing depends on it.
        return new Microscope(0, 0, 0);
    }

    private Optional<Double> number(String label, int row) {
        return table.find(label).map(c -> c.number(row));
    }

    private List<Double> list(String label, int row) {
        return table.find(label).map(c -> Arrays.stream(c.vector(row)).boxed().toList()).orElse(List.of());
    }
}
