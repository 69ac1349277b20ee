package org.tomoalign.project;

import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomoalign.geometry.Projection;
import org.tomoalign.input.InputException;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.TiltSeries;

/** The tilt series of a project, and the files they came from. */
public final class TomogramSet {
    /**
     * One tilt series with its place in the files.
     *
     * @param row         in the global table
     * @param series      what was read
     * @param projections of its images
     * @param deformation of its images
     * @param file        that holds its images' table; the set's own in the old layout
     * @param path        of that file as the global table names it; empty in the old layout
     * @param images      that table
     * @param columns     where the projections are in it
     */
    record Entry(
            int row, TiltSeries series, List<Projection> projections, Deformation deformation, StarDocument file,
            String path, StarTable images, ProjectionColumns columns) {
        /** Returns this entry with the tables of a copy of its file. */
        Entry in(StarDocument copy) {
            StarTable table = copy.table(images.blockName());
            ProjectionColumns.Centres centres =
                    ProjectionColumns.Centres.of(series.size(), series.imageWidth(), series.imageHeight());
            return new Entry(row, series, projections, deformation, copy, path, table,
                    ProjectionColumns.of(table, centres, series.pixelSize()));
        }
    }


    private final StarDocument document;
    private final FileVersion version;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Set<String> unreadable;

    /** @param unreadable names of the tomograms that the set lists and that cannot be read */
    TomogramSet(StarDocument document, FileVersion version, List<Entry> entries, Set<String> unreadable) {
        this.document = document;
        this.version = version;
        this.unreadable = Set.copyOf(unreadable);
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
        return new TomogramReader(context.star(file), context).read();
    }

    /** Returns a set with tables of its own: what is changed in them does not change this one. */
    TomogramSet copy() {
        Map<StarDocument, StarDocument> copies = new IdentityHashMap<>();
        copies.put(document, document.copy());
        return new TomogramSet(copies.get(document), version, entries().stream()
                .map(entry -> entry.in(copies.computeIfAbsent(entry.file(), StarDocument::copy))).toList(), unreadable);
    }

    /** Returns the conventions of the files. */
    public FileVersion version() {
        return version;
    }

    /** Returns whether all projections are stored as matrices alone, which need not be rotations. */
    public boolean holdsMagnification() {
        return entries.values().stream().allMatch(e -> e.columns() instanceof ProjectionColumns.MatrixColumns);
    }

    /** Returns the tilt series in the order of the file. */
    public List<TiltSeries> series() {
        return entries.values().stream().map(Entry::series).toList();
    }

    /** Returns whether the set lists a tomogram that cannot be read. */
    boolean isUnreadable(String name) {
        return unreadable.contains(name);
    }

    /** Returns the tilt series of a name, if there is one. */
    public Optional<TiltSeries> find(String name) {
        return Optional.ofNullable(entries.get(name)).map(Entry::series);
    }

    /**
     * Returns the projections of a tilt series' images, in chronological order, px.
     *
     * @throws java.util.NoSuchElementException if there is no such tilt series
     */
    public List<Projection> projections(String name) {
        return entry(name).projections();
    }

    /**
     * Returns the deformation that the files give for a tilt series.
     *
     * @throws java.util.NoSuchElementException if there is no such tilt series
     */
    public Deformation deformation(String name) {
        return entry(name).deformation();
    }

    private Entry entry(String name) {
        return Optional.ofNullable(entries.get(name)).orElseThrow();
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
