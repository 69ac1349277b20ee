package org.tomoalign.tomogram;

import java.util.List;

/**
 * The 2-D deformations of a tilt series as its file describes them.
 *
 * @param model        {@code linear}, {@code spline} or {@code Fourier}
 * @param gridWidth    columns of the grid
 * @param gridHeight   rows of the grid
 * @param coefficients per tilt image in file order, px
 */
public record ImageDeformations(String model, int gridWidth, int gridHeight, List<List<Double>> coefficients) {
    /** Copies the lists. */
    public ImageDeformations {
        coefficients = coefficients.stream().map(List::copyOf).toList();
    }
}
