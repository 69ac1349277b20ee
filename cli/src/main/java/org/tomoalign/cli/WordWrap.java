package org.tomoalign.cli;

import java.util.ArrayList;
import java.util.List;

/** Breaks lines between words. */
final class WordWrap {
    private static final String INDENT = "  ";

    private WordWrap() {
    }

    /**
     * Returns lines no longer than a width, as far as words allow that; all but the first are indented.
     *
     * @param width columns; 0 for no limit
     */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        int words = 0;
        for (String word : text.split(" ", -1)) {
            if (words > 0 && width > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(INDENT);
                words = 0;
            }
            line.append(words > 0 ? " " : "").append(word);
            words++;
        }
        lines.add(line.toString());
        return lines;
    }
}
