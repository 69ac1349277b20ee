package org.tomoalign.star;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** Labels with one value each, one pair per line. */
public final class StarList extends StarTable {
    private final List<String> labels;
    private final int[] lines;
    private final int[] values;

    /** Takes the starts of the lines and of the values, -1 for a value that is not there. */
    StarList(
            StarSource source, String block, int begin, int end, List<String> labels, int[] lines, int[] values) {
        super(source, block, begin, end, labels);
        this.labels = labels;
        this.lines = lines;
        this.values = values;
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    int cellStart(int row, int column) {
        return values[column];
    }

    /** RELION stops with an error at a label without a value. */
    @Override
    boolean isReadable() {
        return IntStream.range(0, values.length).noneMatch(this::isBlank);
    }

    /** Returns whether a label has no value, nor a text in the lines that follow. */
    private boolean isBlank(int i) {
        int next = source.nextLine(lines[i]);
        return values[i] < 0 && !(next < end && source.text()[next] == ';');
    }

    @Override
    StarTable copy() {
        return new StarList(source, blockName(), begin, end, labels, lines, values).takeChanges(this);
    }

    @Override
    void write(OutputStream out) throws IOException {
        byte[] text = source.text();
        List<StarColumn> old = sourceColumns();
        int done = begin;
        int valueColumn = 0;
        for (int i = 0; i < lines.length; i++) {
            StarColumn column = old.get(i);
            int start = source.skipSpace(lines[i], end);
            int labelEnd = source.tokenEnd(start);
            int value = values[i];
            if (value >= 0) {
                valueColumn = value - start;
            }
            if (column.isRemoved()) {
                out.write(text, done, lines[i] - done);
                done = source.nextLine(lines[i]);
            } else if (column.edited(0) != null || isBlank(i)) {
                out.write(text, done, (value < 0 ? labelEnd : value) - done);
                utf8(out, (value < 0 ? " " : "") + StarSource.quoted(column.text(0)));
                done = value < 0 ? labelEnd : source.tokenEnd(value);
            }
        }
        out.write(text, done, end - done);
        for (StarColumn column : newColumns()) {
            boolean open = end > 0 && text[end - 1] != '\n' && column == newColumns().getFirst();
            int pad = Math.max(1, valueColumn - column.label().length() - 1);
            utf8(out, (open ? "\n" : "") + "_" + column.label() + " ".repeat(pad)
                    + StarSource.quoted(column.edited(0)) + "\n");
        }
    }

    private static void utf8(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
