package org.tomoalign.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The end of a terminal's text: lines that stay, and below them a few that are drawn over and over. The cursor rests
 * below all of them. Lines are cut at the terminal's edge, by us and by the terminal, which does not break them meanwhile:
 * a line that took two rows would be drawn twice.
 */
final class TerminalLines {
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String NO_BREAKS = "\u001b[?7l";
    private static final String BREAKS = "\u001b[?7h";

    private final PrintStream out;
    private final IntSupplier columns;
    private List<String> live = List.of();

    /**
     * @param out     the terminal
     * @param columns tells its width; 0 if not known
     */
    TerminalLines(PrintStream out, IntSupplier columns) {
        this.out = out;
        this.columns = columns;
    }

    /** Draws other lines in the place of those that change. */
    void show(List<String> lines) {
        if (!lines.equals(live)) {
            draw(List.of(), lines);
        }
    }

    /** Adds text that stays, broken between words. */
    void print(String text) {
        draw(text.lines().flatMap(line -> WordWrap.lines(line, columns.getAsInt()).stream()).toList(), live);
    }

    /** Returns the terminal's width; 0 if not known. */
    int columns() {
        return columns.getAsInt();
    }

    /** Removes the lines that change. Does nothing if there are none. */
    void clear() {
        show(List.of());
    }

    private void draw(List<String> staying, List<String> changing) {
        StringBuilder frame = new StringBuilder();
        if (!live.isEmpty()) {
            frame.append('\r').append(UP.formatted(live.size())).append(CLEAR_BELOW);
        }
        staying.forEach(line -> frame.append(line).append('\n'));
        if (!changing.isEmpty()) {
            frame.append(NO_BREAKS);
            int width = columns.getAsInt();
            changing.forEach(line -> frame.append(
                    width > 0 && line.length() >= width ? line.substring(0, width - 1) : line).append('\n'));
            frame.append(BREAKS);
        }
        live = List.copyOf(changing);
        // At once, so that nothing comes in between.
        out.print(frame);
        out.flush();
    }
}
