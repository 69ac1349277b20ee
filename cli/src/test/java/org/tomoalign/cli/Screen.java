package org.tomoalign.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal as far as the program uses one: rows that only grow, a cursor that goes up, breaking of long lines. */
final class Screen {
    private static final Pattern CODE = Pattern.compile("\u001b\\[(\\??\\d*)([A-Za-z])");

    private final int columns;
    private final List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;
    private boolean breaks = true;

    Screen(int columns) {
        this.columns = columns;
    }

    /** Shows text. */
    void show(String text) {
        Matcher code = CODE.matcher(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b') {
                if (!code.find(i) || code.start() != i) {
                    throw new IllegalStateException("not a code this terminal knows: " + text.substring(i));
                }
                obey(code.group(1), code.group(2));
                i = code.end() - 1;
            } else if (c == '\n') {
                row++;
                column = 0;
                if (row == rows.size()) {
                    rows.add(new StringBuilder());
                }
            } else if (c == '\r') {
                column = 0;
            } else {
                put(c);
            }
        }
    }

    private void obey(String number, String letter) {
        switch (letter) {
            case "A" -> row -= Integer.parseInt(number);
            case "J" -> {
                rows.get(row).setLength(column);
                rows.subList(row + 1, rows.size()).clear();
            }
            case "h", "l" -> breaks = letter.equals("h");
            default -> throw new IllegalStateException("code " + letter);
        }
    }

    private void put(char c) {
        if (column == columns && breaks) {
            show("\n");
        }
        StringBuilder line = rows.get(row);
        int at = Math.min(column, columns - 1);
        while (line.length() <= at) {
            line.append(' ');
        }
        line.setCharAt(at, c);
        column = at + 1;
    }

    /** Returns what is to be seen, line by line. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(rows.stream().map(StringBuilder::toString).toList());
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }
}
