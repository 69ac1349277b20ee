package org.tomoalign.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.geometry.Projection;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarDocument;

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
                    name = SERIES_FOLDER + entry.series().name() + ".star";
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
    public void write(Map<String, RefinedTomogram> refined, Path target) {
        for (TomogramSet.Entry entry : set.entries()) {
            if (refined.containsKey(entry.series().name())) {
                writeProjections(entry, TomogramOutput.projections(entry.series(), refined));
            }
            String name = seriesFiles.get(entry.file());
            if (name != null) {
                StarColumn column = set.globalTable().column(TomogramSet.SERIES_FILE);
                column.setText(entry.row(), output.entry(name));
            }
        }
        new DeformationWriter(set).write(refined);
        List<StarDocument> documents = new ArrayList<>(seriesFiles.keySet());
        for (StarDocument document : documents) {
            AtomicFile.write(output.file(seriesFiles.get(document)), document::write);
        }
        AtomicFile.write(target, set.document()::write);
    }

    private static void writeProjections(TomogramSet.Entry entry, List<Projection> projections) {
        for (int f = 0; f < projections.size(); f++) {
            entry.projections().write(f, projections.get(f));
        }
    }
}
