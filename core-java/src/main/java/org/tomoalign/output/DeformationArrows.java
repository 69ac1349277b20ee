package org.tomoalign.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tomoalign.geometry.DeformationField;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.TiltSeries;

/**
 * A refined deformation on a grid over the image: where what is seen in the middle of each cell went.
 *
 * @param kind   of the model, a word
 * @param alike  whether all images have the same one, which is then shown once
 * @param images those that are shown: of images that differ the first, the middle and the last
 * @param nx     cells in a row
 * @param ny     rows
 * @param width  of the image, px
 * @param height of the image, px
 */
public record DeformationArrows(String kind, boolean alike, List<Field> images, int nx, int ny, int width, int height) {
    private static final int ARROWS = 10;
    private static final int IMAGES = 3;

    /**
     * The displacements on an image.
     *
     * @param image  chronological
     * @param arrows x and y of each, px, row by row
     */
    public record Field(int image, double[] arrows) {
        /** Returns the length of the longest, px. */
        public double longest() {
            double longest = 0;
            for (int i = 0; i < arrows.length; i += 2) {
                longest = Math.max(longest, Math.hypot(arrows[i], arrows[i + 1]));
            }
            return longest;
        }
    }

    /** Copies the list. */
    public DeformationArrows {
        images = List.copyOf(images);
    }

    /** Evaluates what was refined; empty without a deformation. */
    public static Optional<DeformationArrows> of(TomogramAlignment alignment) {
        Deformation deformation = alignment.after().deformation();
        if (!deformation.isPresent()) {
            return Optional.empty();
        }
        TiltSeries series = alignment.series();
        List<double[]> c = deformation.coefficients();
        boolean alike = c.stream().allMatch(one -> Arrays.equals(one, c.getFirst()));
        int shown = alike ? 1 : Math.min(IMAGES, c.size());
        int rows = Math.max(2, Math.round((float) ARROWS * series.imageHeight() / series.imageWidth()));
        DeformationField field = deformation.field(series);
        DeformationField.Displacement g = new DeformationField.Displacement();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            int t = shown == 1 ? 0 : i * (c.size() - 1) / (shown - 1);
            double[] arrows = new double[2 * ARROWS * rows];
            for (int node = 0; node < ARROWS * rows; node++) {
                field.evaluate((node % ARROWS + 0.5) * series.imageWidth() / ARROWS,
                        (node / ARROWS + 0.5) * series.imageHeight() / rows, c.get(t), 0, g);
                arrows[2 * node] = g.x;
                arrows[2 * node + 1] = g.y;
            }
            fields.add(new Field(t, arrows));
        }
        return Optional.of(new DeformationArrows(deformation.kind().label(), alike, fields, ARROWS, rows,
                series.imageWidth(), series.imageHeight()));
    }

    /** Returns the x coordinate of an arrow's foot, px. */
    public double x(int arrow) {
        return (arrow % nx + 0.5) * width / nx;
    }

    /** Returns the y coordinate of an arrow's foot, px. */
    public double y(int arrow) {
        return (arrow / nx + 0.5) * height / ny;
    }
}
