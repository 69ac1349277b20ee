package org.tomoalign.star;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes new STAR files in RELION's layout. The stream is the caller's to close. */
public final class StarWriter {
    private final OutputStream out;
    private final int version;
    private final StringBuilder row = new StringBuilder(256);

    /**
     * Creates a writer.
     *
     * @param out     should be buffered
     * @param version of the STAR files, as RELION notes it in a comment: 30001 for RELION 4, 50001 for RELION 5
     */
    public StarWriter(OutputStream out, int version) {
        this.out = out;
        this.version = version;
    }

    /** Writes a block with a list; the values are texts, integers or doubles. */
    public void list(String block, Map<String, ?> entries) throws IOException {
        begin(block);
        int longest = entries.keySet().stream().mapToInt(String::length).reduce(10, Math::max);
        for (Map.Entry<String, ?> entry : entries.entrySet()) {
            String label = entry.getKey();
            row.append('_').append(label).append(" ".repeat(12 + longest - label.length()));
            switch (entry.getValue()) {
                case Double value -> row.append(padded(RelionNumbers.decimal(value), RelionNumbers.NUMBER_WIDTH));
                case Integer value -> row.append(padded(value.toString(), RelionNumbers.NUMBER_WIDTH));
                default -> row.append(StarSource.quoted(entry.getValue().toString()));
            }
            row.append('\n');
        }
        endTable();
    }

    /**
     * Writes a table as it is now, its changes included, with the texts of its cells.
     *
     * @param block name of the block, which may be new
     */
    public void copy(StarTable table, String block) throws IOException {
        List<StarColumn> columns = table.columns();
        if (table instanceof StarList) {
            Map<String, String> entries = new LinkedHashMap<>();
            columns.forEach(column -> entries.put(column.label(), column.text(0)));
            list(block, entries);
            return;
        }
        loop(block, table.labels());
        for (int r = 0; r < table.rows(); r++) {
            for (StarColumn column : columns) {
                cell(column.text(r));
            }
            endRow();
        }
        endTable();
    }

    /** Begins a block with a loop; cells and {@link #endRow} follow, {@link #endTable} ends it. */
    public void loop(String block, List<String> labels) throws IOException {
        begin(block);
        row.append("loop_ \n");
        for (int i = 0; i < labels.size(); i++) {
            row.append('_').append(labels.get(i)).append(" #").append(i + 1).append(" \n");
        }
        flush();
    }

    /** Adds a number to the row. */
    public StarWriter cell(double value) {
        row.append(padded(RelionNumbers.decimal(value), RelionNumbers.NUMBER_WIDTH)).append(' ');
        return this;
    }

    /** Adds an integer to the row. */
    public StarWriter cell(int value) {
        row.append(padded(Integer.toString(value), RelionNumbers.NUMBER_WIDTH)).append(' ');
        return this;
    }

    /** Adds a text to the row. */
    public StarWriter cell(String value) {
        row.append(padded(StarSource.quoted(value), 10)).append(' ');
        return this;
    }

    /** Adds a list of numbers to the row. */
    public StarWriter cell(double[] values) {
        row.append(padded(RelionNumbers.vector(values), 10)).append(' ');
        return this;
    }

    /** Ends a row. */
    public void endRow() throws IOException {
        row.append('\n');
        flush();
    }

    /** Ends a loop. */
    public void endTable() throws IOException {
        row.append(" \n");
        flush();
    }

    private void begin(String block) {
        row.append("\n# version ").append(version).append("\n\ndata_").append(block).append("\n\n");
    }

    private void flush() throws IOException {
        out.write(row.toString().getBytes(StandardCharsets.UTF_8));
        row.setLength(0);
    }

    private static String padded(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
