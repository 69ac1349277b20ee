package org.tomoalign.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tomoalign.project.Labels;
import org.tomoalign.star.StarWriter;

/** The file that tells per image and particle how far an export is from the alignment. */
final class ResidualTables {
    private static final int VERSION = 50001;

    private ResidualTables() {
    }

    /** Returns a STAR file: two tables per tilt series, lengths in px. */
    static String of(List<ExportedSeries> all, List<Residuals> residuals) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StarWriter writer = new StarWriter(out, VERSION);
        try {
            for (int i = 0; i < all.size(); i++) {
                write(writer, all.get(i).sightings(), residuals.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void write(StarWriter writer, Sightings sightings, Residuals residuals) throws IOException {
        String name = sightings.series().name();
        writer.loop("images_" + name, List.of("tomoImageIndex", "tomoExportErrorRmsPx", "tomoExportErrorMaxPx"));
        int[] inFile = new int[sightings.images()];
        for (int t = 0; t < inFile.length; t++) {
            inFile[sightings.series().images().get(t).row()] = t;
        }
        for (int t : inFile) {
            writer.cell(sightings.series().images().get(t).row() + 1).cell(residuals.imageRms(t))
                    .cell(residuals.imageLargest(t)).endRow();
        }
        writer.endTable();
        writer.loop("particles_" + name,
                List.of(Labels.TOMO_PARTICLE_NAME, "tomoExportErrorRmsPx", "tomoExportErrorMaxPx"));
        for (int p = 0; p < sightings.count(); p++) {
            writer.cell(sightings.names().get(p)).cell(residuals.particleRms(p)).cell(residuals.particleLargest(p)).endRow();
        }
        writer.endTable();
    }
}
