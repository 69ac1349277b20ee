package org.tomoalign.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tomoalign.input.InputException;
import org.tomoalign.mrc.MrcName;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.ImageSource;

/** The image files of one tilt series: which slice of which file is the image of a tilt, and how large they are. */
final class ImageFiles {
    private final StarTable global;
    private final int row;
    private final String name;
    private final StarTable images;
    private final ReadContext context;
    private final Map<Path, ImageSizes.Size> sizes = new HashMap<>();

    /**
     * @param global set of the tomograms
     * @param row    of the tilt series in it
     * @param name   of the tilt series
     * @param images its table, a row per tilt
     */
    ImageFiles(StarTable global, int row, String name, StarTable images, ReadContext context) {
        this.global = global;
        this.row = row;
        this.name = name;
        this.images = images;
        this.context = context;
    }

    /**
     * Returns where the images are, in file order: a stack, or what is named per image.
     *
     * @throws InputException if a name is none, or images are not one per tilt
     */
    List<ImageSource> sources() {
        if (global.has(Labels.TOMO_TILT_SERIES_NAME)) {
            return stack();
        }
        if (!images.has(Labels.MICROGRAPH_NAME)) {
            throw new InputException(images.file() + ": block data_" + images.blockName() + ", column missing: _"
                    + Labels.MICROGRAPH_NAME + "; " + global.file() + " has no _" + Labels.TOMO_TILT_SERIES_NAME
                    + " either");
        }
        StarColumn column = images.column(Labels.MICROGRAPH_NAME);
        List<ImageSource> sources = new ArrayList<>();
        Map<ImageSource, Integer> firstRows = new HashMap<>();
        for (int f = 0; f < images.rows(); f++) {
            MrcName image = mrcName(column, f);
            ImageSource source = new ImageSource(context.resolve(image.file()), Math.max(0, image.slice()));
            Integer first = firstRows.putIfAbsent(new ImageSource(FileIdentity.of(source.file()), source.slice()), f);
            int depth = size(source).depth();
            if (first != null) {
                throw new InputException(column.place(f) + ": found '" + column.text(f) + "', the same image as in row "
                        + (first + 1) + ", expected one image per tilt"
                        + (depth > 1 ? ", as in 2@" + image.file() + " for the second image of a stack" : ""));
            }
            if (image.slice() < 0 && depth > 1) {
                throw column.expected(f, "a file of one image, not of " + depth + " (a movie has to be motion-corrected "
                        + "first), or one image of a stack as in 2@" + image.file());
            }
            sources.add(source);
        }
        return sources;
    }

    private List<ImageSource> stack() {
        MrcName stack = mrcName(global.column(Labels.TOMO_TILT_SERIES_NAME), row);
        int first = Math.max(0, stack.slice());
        List<ImageSource> sources = new ArrayList<>();
        for (int f = 0; f < images.rows(); f++) {
            sources.add(new ImageSource(context.resolve(stack.file()), first + f));
        }
        return sources;
    }

    private static MrcName mrcName(StarColumn column, int row) {
        try {
            return MrcName.parse(column.text(row));
        } catch (InputException e) {
            throw new InputException(column.place(row) + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the size that all images have; warns of a stack that holds more images than the table.
     *
     * @throws InputException if sizes differ, or a file is missing, damaged or too short
     */
    ImageSizes.Size commonSize(List<ImageSource> sources) {
        ImageSizes.Size common = size(sources.getFirst());
        for (ImageSource source : sources) {
            ImageSizes.Size size = size(source);
            if (size.width() != common.width() || size.height() != common.height()) {
                throw new InputException(source.file() + ": image of " + size.width() + " x " + size.height()
                        + " px, expected " + common.width() + " x " + common.height() + " as "
                        + sources.getFirst().file() + " of the same tilt series " + name);
            }
            if (source.slice() >= size.depth()) {
                throw new InputException(source.file() + ": " + size.depth() + " images, expected at least "
                        + (source.slice() + 1) + " for tilt series " + name + " of " + global.file());
            }
        }
        if (global.has(Labels.TOMO_TILT_SERIES_NAME) && common.depth() > images.rows()) {
            context.warn(sources.getFirst().file() + ": " + common.depth() + " images, of which only the first "
                    + images.rows() + " are in the table of tilt series " + name);
        }
        return common;
    }

    private ImageSizes.Size size(ImageSource source) {
        try {
            return sizes.computeIfAbsent(source.file(), context.imageSizes()::of);
        } catch (InputException e) {
            throw new InputException(e.getMessage() + " (tilt series " + name + " of " + global.file() + ")", e);
        }
    }
}
