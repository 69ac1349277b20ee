package org.tomoalign.alignment.model;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.tomoalign.geometry.DeformationField;
import org.tomoalign.geometry.DeformationField.Displacement;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.TiltSeries;

/**
 * Deformations of the images with unknown coefficients, one set for all images or one for each. An unknown u stands for
 * the coefficient {@code start + scale u}, where the scale makes a unit of every unknown matter as much as a px of an
 * image's shift: the field's own unit, and 1/sqrt(F) of it where a coefficient serves F images.
 *
 * <p>Many deformations can hardly be told from movements of the particles and images: a magnification of all images, for
 * one, is a magnification of the tomogram. Without any preference such directions run away (RELION ends 10 px off with
 * Fourier deformations, and is saved from it with splines by a line search that fails early). Unless the user sets a
 * regulariser of his own, the cost therefore gets a weak prior: {@value #COEFFICIENT_WEIGHT} (c / unit)^2 per
 * coefficient, normal with a standard deviation of 1.6 px, and {@value #POSITION_WEIGHT} |d|^2 per particle displaced by
 * d px, a standard deviation of 3.2 px per coordinate. The first keeps deformations small, the second leaves to them what
 * all particles would have to do together. Both are weak beside what a tilt series says about one particle: some tens per
 * px^2.
 */
public final class RefinedDeformation implements DeformationModel {
    /** Of the default prior, per (coefficient / unit)^2. */
    private static final double COEFFICIENT_WEIGHT = 0.2;
    /** Of the default prior, per px^2 of a particle's displacement. */
    private static final double POSITION_WEIGHT = 0.05;

    private final DeformationSettings settings;
    private final DeformationField field;
    private final boolean perImage;
    private final int images;
    private final int size;
    private final double[] start;
    private final double[] scale;
    private final double[] weight;
    private final double positionWeight;
    private final boolean regularisedByUser;

    /**
     * @param settings family, grid and regulariser
     * @param series   whose images are deformed
     * @param input    of the same family and grid, where to start; without one coefficients start at zero. Shared
     *                 coefficients start at the mean over the images
     */
    public RefinedDeformation(DeformationSettings settings, TiltSeries series, Deformation input) {
        this.settings = settings;
        field = settings.field(series.imageWidth(), series.imageHeight());
        perImage = settings.perImage();
        OptionalDouble regulariser = settings.regulariser();
        images = series.images().size();
        size = field.coefficients();
        start = new double[size * (perImage ? images : 1)];
        if (input.isPresent()) {
            for (int t = 0; t < images; t++) {
                double[] c = input.coefficients().get(t);
                for (int k = 0; k < size; k++) {
                    start[set(t) + k] += perImage ? c[k] : c[k] / images;
                }
            }
        }
        regularisedByUser = regulariser.isPresent();
        positionWeight = regularisedByUser ? 0 : POSITION_WEIGHT;
        scale = new double[size];
        weight = new double[size];
        for (int k = 0; k < size; k++) {
            scale[k] = field.unit(k) / (perImage ? 1 : Math.sqrt(images));
            weight[k] = regulariser.isPresent() ? regulariser.getAsDouble() * field.penalty(k)
                    : COEFFICIENT_WEIGHT / (field.unit(k) * field.unit(k));
        }
    }

    private int set(int image) {
        return perImage ? image * size : 0;
    }

    @Override
    public int coefficients() {
        return size;
    }

    @Override
    public boolean perImage() {
        return perImage;
    }

    @Override
    public boolean isIdentity() {
        return false;
    }

    /** Returns the coefficients that the unknowns stand for, set by set in chronological order. */
    private double[] values(double[] u, int offset) {
        double[] c = start.clone();
        for (int i = 0; i < c.length; i++) {
            c[i] += scale[i % size] * u[offset + i];
        }
        return c;
    }

    @Override
    public void deform(double[] u, int offset, DeformedPoints points, int from, int images) {
        double[] c = values(u, offset);
        Displacement g = new Displacement();
        for (int t = 0; t < images; t++) {
            field.evaluate(points.x[from + t], points.y[from + t], c, set(t), g);
            points.displace(from + t, g);
        }
    }

    @Override
    public void addGradient(
            DeformedPoints points, double[] gx, double[] gy, int from, int images, double[] gradient) {
        double[] sums = new double[start.length];
        for (int t = 0; t < images; t++) {
            int i = from + t;
            if (gx[i] != 0 || gy[i] != 0) {
                field.addGradient(points.undeformedX[i], points.undeformedY[i], gx[i], gy[i], sums, set(t));
            }
        }
        for (int i = 0; i < sums.length; i++) {
            gradient[i] += scale[i % size] * sums[i];
        }
    }

    @Override
    public double prior(double[] u, int offset, double[] gradient, int images) {
        double[] c = values(u, offset);
        double sum = 0;
        for (int i = 0; i < c.length; i++) {
            double w = weight[i % size];
            sum += w * c[i] * c[i];
            gradient[offset + i] += 2 * w * c[i] * scale[i % size];
        }
        return sum;
    }

    @Override
    public void derivatives(double x, double y, double[] byX, double[] byY, int from) {
        Arrays.fill(byX, from, from + size, 0);
        Arrays.fill(byY, from, from + size, 0);
        field.addGradient(x, y, 1, 0, byX, from);
        field.addGradient(x, y, 0, 1, byY, from);
        for (int k = 0; k < size; k++) {
            byX[from + k] *= scale[k];
            byY[from + k] *= scale[k];
        }
    }

    @Override
    public double priorCurvature(int unknown) {
        int k = unknown % size;
        return 2 * weight[k] * scale[k] * scale[k];
    }

    @Override
    public double pxPerUnknown() {
        return perImage ? 1 : 1 / Math.sqrt(images);
    }

    @Override
    public boolean isRegularisedByUser() {
        return regularisedByUser;
    }

    @Override
    public double positionWeight() {
        return positionWeight;
    }

    @Override
    public Deformation deformation(double[] u, int offset) {
        double[] c = values(u, offset);
        return new Deformation(settings.kind(), settings.gridWidth(), settings.gridHeight(),
                IntStream.range(0, images).mapToObj(t -> Arrays.copyOfRange(c, set(t), set(t) + size)).toList());
    }
}
