package org.tomoalign.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.input.InputException;
import org.tomoalign.project.Labels;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;

/**
 * The standard errors of a tilt series, as an alignment's {@code uncertainty.star} has them. Zero: not refined.
 *
 * @param angles    per image, file order, about x, y and z, radians
 * @param shifts    per image, along x and y, px
 * @param positions per particle, along x, y and z, px
 * @param projected per particle, of its positions on the images, both coordinates together, px
 * @param motion    per particle, of its displacement along x, y and z between the first image and the last, px; zeros if
 *                  motion was not refined
 */
record PredictedErrors(
        List<double[]> angles, List<double[]> shifts, List<double[]> positions, double[] projected,
        List<double[]> motion) {
    private static final String[] AXES = {"X", "Y", "Z"};

    /**
     * Reads the errors of a tilt series.
     *
     * @param names of the particles wanted
     * @return empty if the file has no tables of the series
     * @throws InputException if its tables do not have all images and particles
     */
    static Optional<PredictedErrors> of(
            StarDocument file, String series, int images, List<String> names, double pixelSize) {
        if (file.find("images_" + series).isEmpty()) {
            return Optional.empty();
        }
        StarTable ofImages = file.table("images_" + series);
        if (ofImages.rows() != images) {
            throw new InputException(file.file() + ": " + ofImages.rows() + " images of tilt series " + series
                    + ", expected " + images + " as in the truth");
        }
        List<double[]> angles = new ArrayList<>(), shifts = new ArrayList<>();
        for (int f = 0; f < images; f++) {
            angles.add(values(ofImages, f, "tomoRotation", "ErrorDeg", 3, Math.toRadians(1)));
            shifts.add(values(ofImages, f, "tomoShift", "ErrorAngst", 2, 1 / pixelSize));
        }
        StarTable ofParticles = file.table("particles_" + series);
        Map<String, Integer> rows = new HashMap<>();
        for (int row = 0; row < ofParticles.rows(); row++) {
            rows.put(ofParticles.column(Labels.TOMO_PARTICLE_NAME).text(row), row);
        }
        boolean moving = ofParticles.has("tomoMotionXErrorAngst");
        List<double[]> positions = new ArrayList<>(), motion = new ArrayList<>();
        double[] projected = new double[names.size()];
        for (int p = 0; p < projected.length; p++) {
            Integer row = rows.get(names.get(p));
            if (row == null) {
                throw new InputException(file.file() + ": no particle " + names.get(p) + " in block data_"
                        + ofParticles.blockName());
            }
            positions.add(values(ofParticles, row, "tomoPosition", "ErrorAngst", 3, 1 / pixelSize));
            projected[p] = ofParticles.column("tomoProjectedErrorAngst").number(row) / pixelSize;
            motion.add(moving ? values(ofParticles, row, "tomoMotion", "ErrorAngst", 3, 1 / pixelSize) : new double[3]);
        }
        return Optional.of(new PredictedErrors(angles, shifts, positions, projected, motion));
    }

    private static double[] values(StarTable table, int row, String prefix, String suffix, int axes, double unit) {
        double[] out = new double[axes];
        for (int axis = 0; axis < axes; axis++) {
            out[axis] = unit * table.column(prefix + AXES[axis] + suffix).number(row);
        }
        return out;
    }
}
