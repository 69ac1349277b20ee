package org.tomoalign.export;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.parallel.Workers;
import org.tomoalign.project.Alignments;
import org.tomoalign.tomogram.TiltSeries;

/**
 * Writes alignments in the files of another program.
 *
 * @param format      of that program
 * @param motionError largest root mean square, px, that may remain of motion where a format has grids for it
 * @param overwrite   whether files that exist may be replaced
 */
public record ExportJob(ExportFormat format, double motionError, boolean overwrite) {
    /** Name of the file that tells how far the export is from the alignment. */
    public static final String RESIDUALS = "residuals.star";

    /**
     * Writes everything, or nothing: all is computed, and the names of the files are looked at, before the first is written.
     *
     * @param folder created if it is missing
     * @return an outcome per tilt series, in the order of the set
     * @throws InputException if a file exists and may not be replaced
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    public List<ExportOutcome> write(Alignments alignments, Path folder, ForkJoinPool pool) {
        List<TiltSeries> series = alignments.tomograms().series();
        List<ExportedSeries> exported = Workers.map(pool, series.size(), i -> export(Sightings.of(
                series.get(i), alignments.geometry(series.get(i)), alignments.particlesOf(series.get(i)))));
        List<Residuals> residuals = exported.stream().map(e -> new Residuals(e.sightings(), e.model())).toList();
        Map<String, String> files = new LinkedHashMap<>();
        exported.forEach(e -> files.putAll(e.files()));
        files.put(RESIDUALS, ResidualTables.of(exported, residuals));
        if (!overwrite) {
            for (String name : files.keySet()) {
                if (Files.exists(folder.resolve(name))) {
                    throw new InputException(Message.of(folder.resolve(name), ": exists, and is replaced only by force; "
                            + "expected another ", Setting.OUTPUT));
                }
            }
        }
        files.forEach((name, text) -> AtomicFile.write(
                folder.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8))));
        List<ExportOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < exported.size(); i++) {
            outcomes.add(ExportOutcome.of(exported.get(i), residuals.get(i)));
        }
        return outcomes;
    }

    private ExportedSeries export(Sightings sightings) {
        return switch (format) {
            case IMOD -> ImodExport.of(sightings);
            case ARETOMO -> AreTomoExport.of(sightings);
            case WARP -> WarpExport.of(sightings, motionError);
            case CETS -> CetsExport.of(sightings);
        };
    }
}
