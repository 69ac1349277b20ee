package org.tomoalign.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomoalign.input.InputException;
import org.tomoalign.star.StarBlock;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.TiltImage;

/** Reads tomogram sets of both versions. */
final class TomogramReader {
    private final StarDocument document;
    private final ReadContext context;
    private final StarTable global;
    private final boolean separateFiles;
    private final Map<Path, StarDocument> seriesFiles = new HashMap<>();

    TomogramReader(StarDocument document, ReadContext context) {
        this.document = document;
        this.context = context;
        this.global = document.table("global");
        global.require(Labels.TOMO_NAME);
        this.separateFiles = global.has(Labels.TOMO_TILT_SERIES_STAR_FILE);
    }

    TomogramSet read() {
        if (global.rows() == 0) {
            throw new InputException(document.file() + ": block data_global has no rows, expected a tomogram per row");
        }
        require(Labels.TOMO_SIZE_X, Labels.TOMO_SIZE_Y, Labels.TOMO_SIZE_Z, Labels.TOMO_HAND,
                Labels.TOMO_TILT_SERIES_PIXEL_SIZE, Labels.VOLTAGE, Labels.SPHERICAL_ABERRATION, Labels.AMPLITUDE_CONTRAST);
        Map<String, Integer> firstRows = new HashMap<>();
        List<TomogramSet.Entry> entries = new ArrayList<>();
        List<String> oldNames = new ArrayList<>();
        Set<String> unreadable = new HashSet<>();
        boolean angles = separateFiles;
        for (int row = 0; row < global.rows(); row++) {
            String name = global.column(Labels.TOMO_NAME).text(row);
            Integer first = firstRows.putIfAbsent(name, row);
            if (first != null) {
                context.problems().add(global.place(row, Labels.TOMO_NAME) + ": found '" + name + "' as in row "
                        + (first + 1) + ", expected every tomogram once");
                continue;
            }
            int r = row;
            Optional<TomogramSet.Entry> entry = context.problems().attempt(() -> entry(r, name, oldNames));
            entry.ifPresentOrElse(entries::add, () -> unreadable.add(name));
            angles |= entry.isPresent() && entry.get().columns() instanceof ProjectionColumns.AngleColumns;
        }
        if (!oldNames.isEmpty()) {
            context.warn(document.file() + ": out of date, the tables of " + String.join(", ", oldNames)
                    + " are called tomo_0, tomo_1, ... instead of by the tomograms' names");
        }
        warnOfSharedImages(entries);
        return new TomogramSet(document, angles ? FileVersion.V5 : FileVersion.V4, entries, unreadable);
    }

    /** A tomogram that was copied and renamed, or a dummy stack: not refused, as a tilt series may show two tomograms. */
    private void warnOfSharedImages(List<TomogramSet.Entry> entries) {
        Map<ImageSource, String> owners = new HashMap<>();
        for (TomogramSet.Entry entry : entries) {
            for (TiltImage image : entry.series().images()) {
                ImageSource source = new ImageSource(FileIdentity.of(image.source().file()), image.source().slice());
                String owner = owners.putIfAbsent(source, entry.series().name());
                if (owner != null) {
                    context.warn(document.file() + ": tomograms " + owner + " and " + entry.series().name()
                            + " have the same image, " + (source.slice() + 1) + "@" + image.source().file());
                    break;
                }
            }
        }
    }

    private void require(String... labels) {
        global.require(labels);
        if (!separateFiles) {
            global.require(Labels.TOMO_TILT_SERIES_NAME);
        }
    }

    private TomogramSet.Entry entry(int row, String name, List<String> oldNames) {
        String path = separateFiles ? global.column(Labels.TOMO_TILT_SERIES_STAR_FILE).text(row) : "";
        StarDocument file = separateFiles
                ? seriesFiles.computeIfAbsent(context.resolve(Path.of(path)), context::star) : document;
        StarTable images = imagesTable(file, row, name, oldNames);
        return new TiltSeriesReader(global, row, name, images, context).read(file, path);
    }

    /** The images' table has the tomogram's name; in an old file it may be called by its number instead. */
    private StarTable imagesTable(StarDocument file, int row, String name, List<String> oldNames) {
        Optional<StarBlock> block = file.find(name);
        if (block.isEmpty() && !separateFiles) {
            block = file.find("tomo_" + row);
            block.ifPresent(b -> oldNames.add(name));
        }
        return block.orElseGet(() -> file.block(name)).table();
    }
}
