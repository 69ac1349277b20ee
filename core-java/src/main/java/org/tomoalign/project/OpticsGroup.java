package org.tomoalign.project;

import java.util.List;
import org.tomoalign.tomogram.Microscope;

/**
 * One row of the particles' optics table.
 *
 * @param number      {@code rlnOpticsGroup}
 * @param name        {@code rlnOpticsGroupName}
 * @param pixelSize   of the tilt series, Å ({@code rlnTomoTiltSeriesPixelSize})
 * @param microscope  voltage, Cs, Q0 as the optics table has them
 * @param oddZernike  coefficients of the antisymmetric aberration, radians; empty if absent
 * @param evenZernike coefficients of the symmetric aberration, radians; empty if absent
 */
public record OpticsGroup(
        int number, String name, double pixelSize, Microscope microscope, List<Double> oddZernike,
        List<Double> evenZernike) {
    /** Copies the lists. */
    public OpticsGroup {
        oddZernike = List.copyOf(oddZernike);
        evenZernike = List.copyOf(evenZernike);
    }
}
