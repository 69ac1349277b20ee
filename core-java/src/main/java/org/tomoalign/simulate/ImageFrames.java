package org.tomoalign.simulate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.tomoalign.mrc.MrcHeader;
import org.tomoalign.mrc.MrcName;
import org.tomoalign.project.Labels;
import org.tomoalign.reference.ParticleRadius;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;

/**
 * Finds what decides which particles of a simulated project are visible: the size of its images and of the mask in ref/. A
 * project without them, its images deleted after the alignment perhaps, is scored all the same.
 */
final class ImageFrames {
    private final Path project;
    private final StarDocument tomograms;
    private final OptionalInt box;
    private final OptionalDouble radius;

    /** @param tomograms of the project, not of the truth, whose files may not be there */
    ImageFrames(Path project, StarDocument tomograms, OptionalInt box) {
        this.project = project;
        this.tomograms = tomograms;
        this.box = box;
        Path mask = project.resolve("ref/mask.mrc");
        radius = Files.exists(mask) ? OptionalDouble.of(ParticleRadius.read(mask)) : OptionalDouble.empty();
    }

    /** Returns the frame of a tilt series' images; empty if images or mask are not there. */
    Optional<ImageFrame> of(String series) {
        Optional<Path> image = radius.isPresent() ? image(series) : Optional.empty();
        return image.map(file -> {
            MrcHeader header = MrcHeader.read(file);
            return new ImageFrame(header.width(), header.height(), radius.getAsDouble(), box);
        });
    }

    private Optional<Path> image(String series) {
        StarTable global = tomograms.table("global");
        for (int row = 0; row < global.rows(); row++) {
            if (global.column(Labels.TOMO_NAME).text(row).equals(series)) {
                return global.has(Labels.TOMO_TILT_SERIES_NAME)
                        ? existing(MrcName.parse(global.column(Labels.TOMO_TILT_SERIES_NAME).text(row)).file())
                        : existing(Path.of(global.column(Labels.TOMO_TILT_SERIES_STAR_FILE).text(row)))
                                .flatMap(file -> existing(MrcName.parse(StarDocument.read(file).table(series)
                                        .column(Labels.MICROGRAPH_NAME).text(0)).file()));
            }
        }
        return Optional.empty();
    }

    /** A path of a STAR file is relative to the project's folder or to the working directory. */
    private Optional<Path> existing(Path path) {
        return Optional.of(project.resolve(path)).filter(Files::exists)
                .or(() -> Optional.of(path).filter(Files::exists));
    }
}
