package org.tomoalign.star;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Labels and rows of values, one row per line; there may be no rows. */
public final class StarLoop extends StarTable {
    /**
     * The head of a loop.
     *
     * @param begin      start of the line with {@code loop_}
     * @param labels     without underscores
     * @param labelLines starts of their lines
     * @param headerEnd  start of the line after the last label
     */
    record Layout(int begin, List<String> labels, int[] labelLines, int headerEnd) {
    }

    private final Layout layout;
    private final int[] lines;
    private final int[] cells;
    private final int width;
    /** Rows that follow something else than a row: RELION ends the table there, or fails. */
    private final int[] rowsAfterGaps;

    StarLoop(StarSource source, String block, Layout layout, int end, int[] lines, int[] cells) {
        super(source, block, layout.begin, end, layout.labels);
        this.layout = layout;
        this.lines = lines;
        this.cells = cells;
        this.width = layout.labels.size();
        this.rowsAfterGaps = IntStream.range(1, lines.length)
                .filter(r -> source.nextLine(lines[r - 1]) != lines[r]).toArray();
    }

    @Override
    public int rows() {
        return lines.length;
    }

    @Override
    int cellStart(int row, int column) {
        return cells[row * width + column];
    }

    @Override
    boolean isReadable() {
        return rowsAfterGaps.length == 0 && !isOpen();
    }

    /** Returns whether another thing than a blank line follows: RELION takes it for a row. */
    private boolean isOpen() {
        return lines.length > 0 && end < source.text().length && !source.isBlankLine(end);
    }

    @Override
    public Optional<String> oddity() {
        for (int row : rowsAfterGaps) {
            for (int line = source.nextLine(lines[row - 1]); line < lines[row]; line = source.nextLine(line)) {
                if (source.isBlankLine(line)) {
                    return Optional.of(source.place(line) + ": a blank line within block data_" + blockName() + ", where "
                            + "RELION stops reading: it would see " + row + " of " + rows() + " rows");
                }
            }
        }
        return Optional.empty();
    }

    @Override
    StarTable copy() {
        return new StarLoop(source, blockName(), layout, end, lines, cells).takeChanges(this);
    }

    @Override
    void write(OutputStream out) throws IOException {
        writeHeader(out);
        List<StarColumn> old = sourceColumns();
        List<StarColumn> added = newColumns();
        boolean anyRemoved = old.stream().anyMatch(StarColumn::isRemoved);
        List<StarColumn> edited = old.stream().filter(StarColumn::isChanged).toList();
        StringBuilder row = new StringBuilder(1024);
        int first = lines.length > 0 ? lines[0] : end;
        out.write(source.text(), layout.headerEnd, first - layout.headerEnd);
        writeRemarks(out);
        int done = first;
        for (int r = 0; r < lines.length; r++) {
            int next = source.nextLine(lines[r]);
            if (anyRemoved || !added.isEmpty() || isEdited(edited, r)) {
                out.write(source.text(), done, lines[r] - done);
                row.setLength(0);
                appendRow(row, r, old, added);
                out.write(row.toString().getBytes(StandardCharsets.ISO_8859_1));
                done = next;
            }
            if (r + 1 < lines.length && lines[r + 1] != next) {
                out.write(source.text(), done, next - done);
                done = lines[r + 1];
            }
        }
        out.write(source.text(), done, end - done);
        if (isOpen()) {
            out.write('\n');
        }
    }

    /** Writes the comments that stand between rows, where RELION cannot read them. */
    private void writeRemarks(OutputStream out) throws IOException {
        for (int row : rowsAfterGaps) {
            int line = source.nextLine(lines[row - 1]);
            while (line < lines[row]) {
                int next = source.nextLine(line);
                if (source.skipSpace(line, next) < next) {
                    out.write(source.text(), line, next - line);
                }
                line = next;
            }
        }
    }

    private static boolean isEdited(List<StarColumn> columns, int row) {
        for (StarColumn column : columns) {
            if (column.edited(row) != null) {
                return true;
            }
        }
        return false;
    }

    /** RELION ends the line of {@code loop_} with a blank, and pads every value on the left. */
    private boolean isRelionStyle() {
        int lineEnd = source.lineEnd(layout.begin);
        int word = source.tokenEnd(source.skipSpace(layout.begin, lineEnd));
        return word < lineEnd && source.text()[word] == ' ';
    }

    private void writeHeader(OutputStream out) throws IOException {
        byte[] text = source.text();
        int done = layout.begin;
        int removed = 0;
        List<StarColumn> old = sourceColumns();
        for (int i = 0; i < width; i++) {
            int line = layout.labelLines[i];
            if (old.get(i).isRemoved()) {
                out.write(text, done, line - done);
                done = source.nextLine(line);
                removed++;
            } else if (removed > 0) {
                int number = numberStart(line);
                if (number >= 0) {
                    out.write(text, done, number - done);
                    out.write(Integer.toString(i + 1 - removed).getBytes(StandardCharsets.US_ASCII));
                    done = numberEnd(number);
                }
            }
        }
        out.write(text, done, layout.headerEnd - done);
        int count = width - removed;
        for (StarColumn column : newColumns()) {
            out.write(labelLine(column.label(), ++count).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Returns a new label's line, in the manner of the last one. */
    private String labelLine(String label, int number) {
        if (width == 0) {
            return "_" + label + " #" + number + "\n";
        }
        int last = layout.labelLines[width - 1];
        int lastNumber = numberStart(last);
        String line = "_" + label;
        if (lastNumber >= 0) {
            int numberEnd = numberEnd(lastNumber);
            int lineEnd = source.lineEnd(last);
            line += " #" + number + (numberEnd < lineEnd && source.text()[numberEnd] == ' ' ? " " : "");
        }
        boolean open = source.text()[layout.headerEnd - 1] != '\n' && newColumns().getFirst().label().equals(label);
        return (open ? "\n" : "") + line + "\n";
    }

    /** Returns where the digits of a label's {@code #3} begin, or -1. */
    private int numberStart(int line) {
        int lineEnd = source.lineEnd(line);
        int i = source.skipSpace(source.tokenEnd(source.skipSpace(line, lineEnd)), lineEnd);
        return i + 1 < lineEnd && source.text()[i] == '#' && numberEnd(i + 1) > i + 1 ? i + 1 : -1;
    }

    private int numberEnd(int start) {
        int i = start;
        while (i < source.text().length && source.text()[i] >= '0' && source.text()[i] <= '9') {
            i++;
        }
        return i;
    }

    /** Appends a row with its changes as Latin-1 characters, one per byte. */
    private void appendRow(StringBuilder out, int row, List<StarColumn> old, List<StarColumn> added) {
        boolean relionStyle = isRelionStyle();
        int at = lines[row];
        boolean first = true;
        for (int c = 0; c < width; c++) {
            int start = cellStart(row, c);
            StarColumn column = old.get(c);
            String text = column.edited(row);
            int tokenEnd = start < 0 ? at : source.tokenEnd(start);
            if (column.isRemoved()) {
                at = tokenEnd;
                continue;
            }
            if (text == null) {
                latin(out, at, tokenEnd);
            } else {
                String token = latin(StarSource.quoted(text));
                if (relionStyle || start < 0) {
                    appendPadded(out, token, relionStyle ? column.relionWidth(row) : 0, first);
                } else {
                    appendInField(out, token, at, start, tokenEnd, first);
                }
            }
            first = false;
            at = tokenEnd;
        }
        for (StarColumn column : added) {
            String token = latin(StarSource.quoted(column.edited(row)));
            appendPadded(out, token, relionStyle ? column.relionWidth(row) : 0, first);
            first = false;
        }
        int next = source.nextLine(lines[row]);
        latin(out, at, next);
    }

    private static void appendPadded(StringBuilder out, String token, int width, boolean first) {
        out.append(" ".repeat(Math.max(0, width - token.length()) + (first ? 0 : 1))).append(token);
    }

    /** Right-aligns a token where the old one ended, if the old one stood in a column of some width. */
    private void appendInField(StringBuilder out, String token, int from, int start, int end, boolean first) {
        int gap = start - from;
        boolean blanks = true;
        for (int i = from; i < start; i++) {
            blanks &= source.text()[i] == ' ';
        }
        if (gap > 1 && blanks) {
            out.append(" ".repeat(Math.max(first ? 0 : 1, end - from - token.length()))).append(token);
        } else {
            latin(out, from, start);
            out.append(token);
        }
    }

    private void latin(StringBuilder out, int from, int to) {
        for (int i = from; i < to; i++) {
            out.append((char) (source.text()[i] & 0xff));
        }
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
