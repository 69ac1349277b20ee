package org.tomoalign.star;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.input.InputException;

/**
 * A table of a STAR file: columns with labels, rows of cells. A list is a table with one row. Labels are given without
 * their leading underscore; rows count from 0 here and from 1 in messages.
 */
public abstract sealed class StarTable permits StarList, StarLoop {
    final StarSource source;
    final int begin;
    final int end;
    private final String block;
    private final Map<String, StarColumn> columns = new LinkedHashMap<>();

    /** Takes the range of the source that the table covers. */
    StarTable(StarSource source, String block, int begin, int end, List<String> labels) {
        this.source = source;
        this.block = block;
        this.begin = begin;
        this.end = end;
        for (int i = 0; i < labels.size(); i++) {
            if (columns.putIfAbsent(labels.get(i), new StarColumn(this, labels.get(i), i)) != null) {
                throw new InputException(source.file() + ": " + blockText() + ", label _" + labels.get(i)
                        + " appears twice, expected once");
            }
        }
    }

    /** Returns the number of rows; 1 for a list. */
    public abstract int rows();

    /** Returns the position of a cell's token in the source, or -1 if the line ends before it. */
    abstract int cellStart(int row, int column);

    abstract void write(OutputStream out) throws IOException;

    /** Returns whether RELION can read the table as it is in the source. */
    abstract boolean isReadable();

    /** Returns what is odd in the source: a sentence for the user, if RELION would read another table. */
    public Optional<String> oddity() {
        return Optional.empty();
    }

    /** Returns a table of the same source with the same changes; changes of one do not touch the other. */
    abstract StarTable copy();

    /** Takes over the changes of another table of the same source. */
    final StarTable takeChanges(StarTable other) {
        other.columns.forEach((label, column) -> columns.computeIfAbsent(
                label, l -> new StarColumn(this, l, StarColumn.NEW)).takeChanges(column));
        return this;
    }

    /** Returns the file's name, for messages. */
    public String file() {
        return source.file();
    }

    /** Returns the name of the data block, empty for a nameless one. */
    public String blockName() {
        return block;
    }

    /** Returns the labels in the order of the file, new columns last. */
    public List<String> labels() {
        return columns().stream().map(StarColumn::label).toList();
    }

    /** Returns whether there is such a column. */
    public boolean has(String label) {
        return find(label).isPresent();
    }

    /** Returns whether all these columns are there. */
    public boolean hasAll(List<String> labels) {
        return labels.stream().allMatch(this::has);
    }

    /** Returns whether the table has all these columns. */
    public boolean hasAll(String... labels) {
        return hasAll(List.of(labels));
    }

    /** Returns the column with a label, if there is one. */
    public Optional<StarColumn> find(String label) {
        return Optional.ofNullable(columns.get(label)).filter(c -> !c.isRemoved());
    }

    /**
     * Returns the column with a label.
     *
     * @throws InputException if it is missing
     */
    public StarColumn column(String label) {
        require(label);
        return columns.get(label);
    }

    /**
     * Checks that columns are there.
     *
     * @throws InputException naming all that are missing
     */
    public void require(List<String> labels) {
        List<String> missing = labels.stream().filter(l -> !has(l)).toList();
        if (!missing.isEmpty()) {
            throw new InputException(file() + ": " + blockText() + ", column" + (missing.size() > 1 ? "s" : "")
                    + " missing: _" + String.join(", _", missing));
        }
    }

    /** As {@link #require(List)}. */
    public void require(String... labels) {
        require(List.of(labels));
    }

    /** Returns the column with a label, added on the right with blank cells if it is missing. */
    public StarColumn columnOrNew(String label) {
        StarColumn column = columns.get(label);
        if (column == null) {
            column = new StarColumn(this, label, StarColumn.NEW);
            columns.put(label, column);
        }
        column.restore();
        return column;
    }

    /** Removes a column when the file is written; does nothing if there is none. */
    public void remove(String label) {
        find(label).ifPresent(StarColumn::remove);
    }

    /** Returns where a cell is, for messages: file, block, row, column. */
    public String place(int row, String label) {
        return file() + ": " + blockText() + ", row " + (row + 1) + ", column _" + label;
    }

    final String blockText() {
        return "block data_" + block;
    }

    final List<StarColumn> columns() {
        return columns.values().stream().filter(c -> !c.isRemoved()).toList();
    }

    /** Returns the columns of the file, removed ones included, in their order. */
    final List<StarColumn> sourceColumns() {
        return columns.values().stream().filter(c -> c.sourceIndex() != StarColumn.NEW).toList();
    }

    /** Returns the columns that the file does not have. */
    final List<StarColumn> newColumns() {
        List<StarColumn> out = new ArrayList<>();
        for (StarColumn column : columns.values()) {
            if (column.sourceIndex() == StarColumn.NEW && !column.isRemoved()) {
                out.add(column);
            }
        }
        return Collections.unmodifiableList(out);
    }

    final boolean isChanged() {
        return columns.values().stream().anyMatch(StarColumn::isChanged);
    }
}
