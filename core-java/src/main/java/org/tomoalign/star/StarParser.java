package org.tomoalign.star;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the blocks and tables of a STAR file, line by line as RELION does: one label or one row per line, lists with a
 * label and its value on one line. Unlike RELION, a loop goes on after blank and comment lines, as STAR has it.
 */
final class StarParser {
    private final StarSource source;
    private final byte[] text;
    private final List<StarBlock> blocks = new ArrayList<>();
    private List<StarTable> tables = new ArrayList<>();
    private String block;
    private int at;

    StarParser(StarSource source) {
        this.source = source;
        this.text = source.text();
    }

    List<StarBlock> parse() {
        while (at < text.length) {
            int end = source.lineEnd(at);
            int start = source.skipSpace(at, end);
            if (start == end || text[start] == '#' || text[start] == ';') {
                at = source.nextLine(at);
            } else if (source.startsWith(start, "data_")) {
                closeBlock();
                block = blockName(start + 5, end);
                at = source.nextLine(at);
            } else if (isKeyword(start, end, "loop_")) {
                requireBlock(start);
                tables.add(loop());
            } else if (text[start] == '_') {
                requireBlock(start);
                tables.add(list());
            } else {
                throw source.error(start, "found '" + shortened(source.string(start, end).strip())
                        + "', expected data_, loop_ or a label that begins with an underscore");
            }
        }
        closeBlock();
        return List.copyOf(blocks);
    }

    private void closeBlock() {
        if (block != null) {
            blocks.add(new StarBlock(source.file(), block, tables));
        }
        tables = new ArrayList<>();
    }

    private void requireBlock(int start) {
        if (block == null) {
            throw source.error(start, "found a table outside a block, expected data_ first");
        }
    }

    /** A name goes to the end of the line, since RELION writes names with spaces as they are. */
    private String blockName(int start, int end) {
        String name = source.string(start, end).strip();
        int comment = name.indexOf(" #");
        return comment < 0 ? name : name.substring(0, comment).strip();
    }

    private boolean isKeyword(int start, int end, String keyword) {
        if (!source.startsWith(start, keyword)) {
            return false;
        }
        int tokenEnd = source.tokenEnd(start);
        return source.string(start, tokenEnd).toLowerCase(Locale.ROOT).equals(keyword)
                && source.tokenStart(tokenEnd, end) == end;
    }

    private StarList list() {
        int begin = at;
        int tableEnd = at;
        List<String> labels = new ArrayList<>();
        IntList lines = new IntList();
        IntList values = new IntList();
        while (at < text.length) {
            int end = source.lineEnd(at);
            int start = source.skipSpace(at, end);
            if (start < end && text[start] == '_') {
                int labelEnd = source.tokenEnd(start);
                labels.add(source.string(start + 1, labelEnd));
                lines.add(at);
                int value = source.tokenStart(labelEnd, end);
                values.add(value < end ? value : -1);
                if (value < end) {
                    source.tokenEnd(value);
                }
                at = source.nextLine(at);
                tableEnd = at;
            } else if (start == end || text[start] == '#') {
                at = source.nextLine(at);
            } else if (text[start] == ';') {
                skipTextField();
                tableEnd = at;
            } else {
                break;
            }
        }
        return new StarList(source, block, begin, tableEnd, labels, lines.toArray(), values.toArray());
    }

    /** Passes over a value in several lines, from a semicolon to the next one that begins a line. */
    private void skipTextField() {
        int start = at;
        do {
            at = source.nextLine(at);
        } while (at < text.length && text[at] != ';');
        if (at == text.length) {
            // RELION takes a line that begins with a semicolon for a comment.
            at = start;
        }
        at = source.nextLine(at);
    }

    private StarLoop loop() {
        int begin = at;
        at = source.nextLine(at);
        List<String> labels = new ArrayList<>();
        IntList labelLines = new IntList();
        int tableEnd = at;
        while (at < text.length) {
            int end = source.lineEnd(at);
            int start = source.skipSpace(at, end);
            if (start < end && text[start] == '_') {
                labels.add(source.string(start + 1, source.tokenEnd(start)));
                labelLines.add(at);
                at = source.nextLine(at);
                tableEnd = at;
            } else if (start == end || text[start] == '#' || text[start] == ';') {
                at = source.nextLine(at);
            } else {
                break;
            }
        }
        StarLoop.Layout layout = new StarLoop.Layout(begin, labels, labelLines.toArray(), tableEnd);
        return rows(layout);
    }

    private StarLoop rows(StarLoop.Layout layout) {
        int columns = layout.labels().size();
        IntList lines = new IntList();
        IntList cells = new IntList();
        int tableEnd = layout.headerEnd();
        boolean gap = tableEnd != at;
        while (at < text.length) {
            int end = source.lineEnd(at);
            int start = source.skipSpace(at, end);
            if (start == end || text[start] == '#') {
                gap = true;
            } else if (startsOther(start, end, columns, gap && lines.size() > 0)) {
                break;
            } else {
                lines.add(at);
                row(start, end, columns, lines.size(), cells);
                tableEnd = source.nextLine(at);
                gap = false;
            }
            at = source.nextLine(at);
        }
        return new StarLoop(source, block, layout, tableEnd, lines.toArray(), cells.toArray());
    }

    /** Returns whether a line begins another structure and is not a row whose first value looks like one. */
    private boolean startsOther(int start, int end, int columns, boolean gap) {
        byte first = text[start];
        if (first != 'd' && first != 'D' && first != 'l' && first != 'L' && first != '_') {
            return false;
        }
        if (first != '_' && !source.startsWith(start, "data_") && !isKeyword(start, end, "loop_")) {
            return false;
        }
        return gap || columns < 2 || tokens(start, end) != columns;
    }

    private int tokens(int start, int end) {
        int count = 0;
        for (int i = source.tokenStart(start, end); i < end; i = source.tokenStart(source.tokenEnd(i), end)) {
            count++;
        }
        return count;
    }

    private void row(int start, int end, int columns, int number, IntList cells) {
        int count = 0;
        for (int i = start; i < end; i = source.tokenStart(source.tokenEnd(i), end)) {
            if (count < columns) {
                cells.add(i);
            }
            count++;
        }
        // RELION reads a missing value as blank in tables of up to two columns ("fn_mtf <empty>").
        for (; count < columns && columns <= 2; count++) {
            cells.add(-1);
        }
        if (count != columns) {
            throw source.error(start, "block data_" + block + ", row " + number + ": found " + count
                    + " values, expected " + columns + ", one per label");
        }
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
