package org.tomoalign.project;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.input.InputException;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.ImageDeformations;
import org.tomoalign.tomogram.TiltSeries;

/** The tilt series of a project, and the files they came from. */
public final class TomogramSet {
    /**
     * One tilt series with its place in the files.
     *
     * @param row          in the global table
     * @param series       what was read
     * @param deformations of its images, if it has any
     * @param file         that holds its images' table; the set's own in the old layout
     * @param path         of that file as the global table names it; empty in the old layout
     * @param images       that table
     * @param projections  where its projections are in it
     */
    record Entry(
            int row, TiltSeries series, Optional<ImageDeformations> deformations, StarDocument file, String path,
            StarTable images, ProjectionColumns projections) {
    }

    static final String NAME = "rlnTomoName";
    static final String SERIES_FILE = "rlnTomoTiltSeriesStarFile";

    private final StarDocument document;
    private final FileVersion version;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    TomogramSet(StarDocument document, FileVersion version, List<Entry> entries) {
        this.document = document;
        this.version = version;
        entries.forEach(e -> this.entries.put(e.series().name(), e));
    }

    /**
     * Reads a tomogram set, its tilt series' tables and the headers of their images. Tilt series that cannot be read
     * are left out, and the context has the reason.
     *
     * @param file path of the set, resolved
     * @throws InputException if the set as a whole cannot be read
     */
    public static TomogramSet read(Path file, ReadContext context) {
        return new TomogramReader(StarDocument.read(file), context).read();
    }

    /** Returns the conventions of the files. */
    public FileVersion version() {
        return version;
    }

    /** Returns whether all projections are stored as matrices alone, which need not be rotations. */
    public boolean holdsMagnification() {
        return entries.values().stream().allMatch(e -> e.projections() instanceof ProjectionColumns.MatrixColumns);
    }

    /** Returns the tilt series in the order of the file. */
    public List<TiltSeries> series() {
        return entries.values().stream().map(Entry::series).toList();
    }

    /** Returns the tilt series of a name, if there is one. */
    public Optional<TiltSeries> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::series);
    }

    /** Returns the deformations that the files give for a tilt series, if any. */
    public Optional<ImageDeformations> deformations(String name) {
        return Optional.ofNullable(entries.get(name)).flatMap(Entry::deformations);
    }

    /** Returns the name of the set's file, for messages. */
    public String file() {
        return document.file();
    }

    StarDocument document() {
        return document;
    }

    StarTable globalTable() {
        return document.table("global");
    }

    List<Entry> entries() {
        return List.copyOf(entries.values());
    }
}
