package org.tomoalign.project;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.files.FileNames;
import org.tomoalign.geometry.Projection;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarDocument;
import org.tomoalign.tomogram.Geometry;

/** Writes tomogram sets: only the projections and deformations of refined tilt series and the names of moved
 * files change. */
final class TomogramWriter implements TomogramOutput {
    private static final Pattern JOB_FOLDER = Pattern.compile("^.*?/job[0-9]{3}[^/]*/(.+)$");
    static final String SERIES_FOLDER = "tilt_series/";

    private final TomogramSet set;
    private final OutputFolder output;
    /** Names below the output folder of the tilt series' own files. */
    private final Map<StarDocument, String> seriesFiles = new IdentityHashMap<>();

    TomogramWriter(TomogramSet set, OutputFolder output) {
        this.set = set;
        this.output = output;
        Set<String> taken = new HashSet<>();
        for (TomogramSet.Entry entry : set.entries()) {
            if (entry.file() != set.document() && !seriesFiles.containsKey(entry.file())) {
                String name = nameBelow(entry.path());
                if (!taken.add(name)) {
                    name = SERIES_FOLDER + FileNames.safe(entry.series().name()) + ".star";
                    taken.add(name);
                }
                seriesFiles.put(entry.file(), name);
            }
        }
    }

    /**
     * Returns where RELION 5 puts the copy of a file, relative to the output folder: under the path that it had below
     * its own job's folder. Files that do not lie below the working directory go to {@code tilt_series}.
     */
    static String nameBelow(String path) {
        Matcher job = JOB_FOLDER.matcher(path);
        Path tail = Path.of(job.matches() ? job.group(1) : path).normalize();
        boolean inside = !tail.isAbsolute() && !tail.startsWith("..") && !tail.toString().isEmpty();
        return inside ? tail.toString() : SERIES_FOLDER + tail.getFileName();
    }

    @Override
    public List<Path> seriesTargets() {
        return seriesFiles.values().stream().map(output::file).toList();
    }

    @Override
    public void write(Map<String, Geometry> refined, boolean deformations, Path target) {
        TomogramSet copy = set.copy();
        Map<String, StarDocument> documents = new LinkedHashMap<>();
        for (int i = 0; i < set.entries().size(); i++) {
            TomogramSet.Entry entry = copy.entries().get(i);
            if (refined.containsKey(entry.series().name())) {
                writeProjections(entry, TomogramOutput.projections(entry, refined));
            }
            String name = seriesFiles.get(set.entries().get(i).file());
            if (name != null) {
                StarColumn column = copy.globalTable().column(Labels.TOMO_TILT_SERIES_STAR_FILE);
                column.setText(entry.row(), output.entry(name));
                documents.put(name, entry.file());
            }
        }
        new DeformationWriter(copy).write(deformations ? refined : Map.of());
        documents.forEach((name, document) -> AtomicFile.write(output.file(name), document::write));
        AtomicFile.write(target, copy.document()::write);
    }

    private static void writeProjections(TomogramSet.Entry entry, List<Projection> projections) {
        for (int t = 0; t < projections.size(); t++) {
            entry.columns().write(TomogramOutput.row(entry, t), projections.get(t));
        }
    }
}
