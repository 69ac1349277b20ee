package org.tomoalign.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/** Reads one tilt series: its row of the global table, the table of its images, the headers of the image files. */
final class TiltSeriesReader {
    private final StarTable global;
    private final int row;
    private final String name;
    private final StarTable images;
    private final ReadContext context;

    TiltSeriesReader(StarTable global, int row, String name, StarTable images, ReadContext context) {
        this.global = global;
        this.row = row;
        this.name = name;
        this.images = images;
        this.context = context;
    }

    TomogramSet.Entry read(StarDocument file, String path) {
        images.require(Labels.MICROGRAPH_PRE_EXPOSURE, Labels.DEFOCUS_U, Labels.DEFOCUS_V, Labels.DEFOCUS_ANGLE);
        if (images.rows() == 0) {
            throw new InputException(images.file() + ": block data_" + images.blockName()
                    + " has no rows, expected an image per row");
        }
        checkFrameCount();
        double pixelSize = Plausible.pixelSize(global.column(Labels.TOMO_TILT_SERIES_PIXEL_SIZE), row);
        Vec3 size = new Vec3(positive(Labels.TOMO_SIZE_X), positive(Labels.TOMO_SIZE_Y), positive(Labels.TOMO_SIZE_Z));
        double hand = Plausible.hand(global.column(Labels.TOMO_HAND), row);
        Microscope microscope = new Microscope(Plausible.voltage(global.column(Labels.VOLTAGE), row),
                Plausible.sphericalAberration(global.column(Labels.SPHERICAL_ABERRATION), row),
                Plausible.amplitudeContrast(global.column(Labels.AMPLITUDE_CONTRAST), row));
        ImageFiles files = new ImageFiles(global, row, name, images, context);
        List<ImageSource> sources = files.sources();
        ImageSizes.Size image = files.commonSize(sources);
        ProjectionColumns columns = ProjectionColumns.of(
                images, ProjectionColumns.Centres.of(size, image.width(), image.height()), pixelSize);
        double doseBFactor = optional(global, Labels.CTF_B_FACTOR_PER_ELECTRON_DOSE, row, 0);
        List<TiltImage> tilts = new ArrayList<>();
        List<Projection> inFile = new ArrayList<>();
        for (int f = 0; f < images.rows(); f++) {
            tilts.add(image(f, sources.get(f), pixelSize, doseBFactor));
            inFile.add(columns.read(f));
        }
        // Stable: images of the same dose stay in the order of the file.
        tilts.sort(Comparator.comparingDouble(TiltImage::dose));
        DefocusCheck.run(name, tilts, images, context);
        TiltSeries series = new TiltSeries(name, pixelSize, size, image.width(), image.height(),
                hand, optional(global, Labels.TOMO_DEFOCUS_SLOPE, row, 1), microscope,
                fractionalDose(tilts), tilts);
        return new TomogramSet.Entry(row, series, tilts.stream().map(tilt -> inFile.get(tilt.row())).toList(),
                deformation(series), file, path, images, columns);
    }

    private TiltImage image(int f, ImageSource source, double pixelSize, double doseBFactor) {
        Defocus defocus = new Defocus(images.column(Labels.DEFOCUS_U).number(f),
                images.column(Labels.DEFOCUS_V).number(f),
                Math.toRadians(images.column(Labels.DEFOCUS_ANGLE).number(f)));
        double exposure = Plausible.notNegative(images.column(Labels.MICROGRAPH_PRE_EXPOSURE), f, "e/Å^2 before the image");
        return new TiltImage(source, f, exposure, defocus,
                Math.toRadians(optional(images, Labels.PHASE_SHIFT, f, 0)),
                optional(images, Labels.CTF_SCALEFACTOR, f, 1),
                images.find(Labels.CTF_B_FACTOR).map(c -> Plausible.bFactor(c, f, pixelSize)).orElse(0.0), doseBFactor);
    }

    private void checkFrameCount() {
        if (!global.has(Labels.TOMO_FRAME_COUNT)) {
            return;
        }
        StarColumn count = global.column(Labels.TOMO_FRAME_COUNT);
        if (count.integer(row) != images.rows()) {
            throw count.expected(row, images.rows() + ", the number of rows of " + images.file() + ": block data_"
                    + images.blockName());
        }
    }

    /** The dose of one image, by which the motion prior scales. */
    private double fractionalDose(List<TiltImage> tilts) {
        if (global.has(Labels.TOMO_IMPORT_FRACTIONAL_DOSE)) {
            return Plausible.notNegative(
                    global.column(Labels.TOMO_IMPORT_FRACTIONAL_DOSE), row, "e/Å^2 of one image");
        }
        double[] doses = tilts.stream().mapToDouble(TiltImage::dose).sorted().toArray();
        return doses.length > 1 ? doses[1] - doses[0] : 0;
    }

    /** RELION writes the type {@code empty} for tilt series without deformations beside others that have them. */
    private Deformation deformation(TiltSeries series) {
        if (!global.hasAll(Labels.TOMO_DEFORMATION_GRID_SIZE_X, Labels.TOMO_DEFORMATION_GRID_SIZE_Y,
                Labels.TOMO_DEFORMATION_TYPE)
                || !images.has(Labels.TOMO_DEFORMATION_COEFFICIENTS)) {
            return Deformation.NONE;
        }
        StarColumn type = global.column(Labels.TOMO_DEFORMATION_TYPE);
        String model = type.text(row);
        if (model.isEmpty() || model.equals("empty")) {
            return Deformation.NONE;
        }
        DeformationKind kind = DeformationKind.of(model)
                .orElseThrow(() -> type.expected(row, "linear, spline or Fourier"));
        StarColumn column = images.column(Labels.TOMO_DEFORMATION_COEFFICIENTS);
        Deformation deformation = new Deformation(kind, global.column(Labels.TOMO_DEFORMATION_GRID_SIZE_X).integer(row),
                global.column(Labels.TOMO_DEFORMATION_GRID_SIZE_Y).integer(row),
                series.images().stream().map(image -> column.vector(image.row())).toList());
        requireComplete(series, deformation, column);
        return deformation;
    }

    private void requireComplete(TiltSeries series, Deformation deformation, StarColumn column) {
        int expected;
        try {
            expected = deformation.field(series).coefficients();
        } catch (IllegalArgumentException e) {
            throw new InputException(global.place(row, Labels.TOMO_DEFORMATION_GRID_SIZE_X) + ": tilt series " + name
                    + ": " + e.getMessage(), e);
        }
        for (int t = 0; t < deformation.coefficients().size(); t++) {
            int found = deformation.coefficients().get(t).length;
            if (found != expected) {
                throw new InputException(column.place(series.images().get(t).row()) + ": found " + found
                        + " coefficients, expected " + expected + " for a " + deformation.kind().label()
                        + " deformation of tilt series " + name);
            }
        }
    }

    private double positive(String label) {
        return Plausible.positive(global.column(label), row);
    }

    private static double optional(StarTable table, String label, int row, double absent) {
        return table.has(label) ? table.column(label).number(row) : absent;
    }
}
