package org.tomoalign.star;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.tomoalign.input.InputException;

/**
 * The text of a STAR file and the rules by which it falls into tokens: words without white space, or quoted strings,
 * whose closing quote is followed by white space and not preceded by RELION's escape, the bell character.
 *
 * @param file name for messages
 * @param text bytes of the file
 */
record StarSource(String file, byte[] text) {
    private static final byte ESCAPE = 7;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    /**
     * Returns a text as RELION can read it: lines end with a line feed, whatever they ended with, and there is no byte
     * order mark. Lines keep their numbers.
     */
    static StarSource of(String file, byte[] text) {
        boolean mark = text.length >= 3 && Arrays.equals(text, 0, 3, BYTE_ORDER_MARK, 0, 3);
        int from = mark ? 3 : 0;
        return new StarSource(file, contains(text, (byte) '\r') ? withoutReturns(text, from)
                : mark ? Arrays.copyOfRange(text, from, text.length) : text);
    }

    private static boolean contains(byte[] text, byte wanted) {
        for (byte b : text) {
            if (b == wanted) {
                return true;
            }
        }
        return false;
    }

    /** A carriage return ends a line where nothing else does, is part of a line's end before a line feed, else a blank. */
    private static byte[] withoutReturns(byte[] text, int from) {
        byte alone = (byte) (contains(text, (byte) '\n') ? ' ' : '\n');
        byte[] out = new byte[text.length];
        int length = 0;
        for (int i = from; i < text.length; i++) {
            int end = i;
            while (end < text.length && text[end] == '\r') {
                end++;
            }
            if (end == i) {
                out[length++] = text[i];
            } else {
                int kept = end < text.length && text[end] == '\n' ? 0 : end - i;
                Arrays.fill(out, length, length + kept, alone);
                length += kept;
                i = end - 1;
            }
        }
        return Arrays.copyOf(out, length);
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n' || b == '\f' || b == 0x0b;
    }

    /** Returns the index of the line feed that ends the line of {@code from}, or the length of the text. */
    int lineEnd(int from) {
        int i = from;
        while (i < text.length && text[i] != '\n') {
            i++;
        }
        return i;
    }

    /** Returns the start of the line after the one of {@code from}, or the length of the text. */
    int nextLine(int from) {
        return Math.min(lineEnd(from) + 1, text.length);
    }

    /** Returns the first non-space at or after {@code from}, or {@code end}. */
    int skipSpace(int from, int end) {
        int i = from;
        while (i < end && isSpace(text[i])) {
            i++;
        }
        return i;
    }

    /**
     * Returns the start of the next token of a line, or {@code end} if there is only white space or a comment.
     *
     * @param end the end of the line
     */
    int tokenStart(int from, int end) {
        int i = skipSpace(from, end);
        return i < end && text[i] == '#' ? end : i;
    }

    /**
     * Returns the index after the token that starts here; quotes are part of the token.
     *
     * @throws InputException if a quote is not closed on the line
     */
    int tokenEnd(int start) {
        byte quote = text[start];
        if (quote != '"' && quote != '\'') {
            int i = start + 1;
            while (i < text.length && !isSpace(text[i])) {
                i++;
            }
            return i;
        }
        for (int i = start + 1; i < text.length && text[i] != '\n'; i++) {
            if (text[i] == quote && text[i - 1] != ESCAPE && (i + 1 == text.length || isSpace(text[i + 1]))) {
                return i + 1;
            }
        }
        throw error(start, "found an opening quote, expected a closing one on the same line");
    }

    /** Returns the value of a token: without its quotes and escapes. */
    String value(int start, int end) {
        byte quote = text[start];
        if (quote != '"' && quote != '\'') {
            return string(start, end);
        }
        return string(start + 1, end - 1).replace(Character.toString(ESCAPE), "");
    }

    String string(int start, int end) {
        return new String(text, start, end - start, StandardCharsets.UTF_8);
    }

    boolean startsWith(int at, String ascii) {
        if (at + ascii.length() > text.length) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (Character.toLowerCase((char) (text[at + i] & 0xff)) != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether RELION takes the rest of a line for a blank line. */
    boolean isBlankLine(int from) {
        int i = from;
        while (i < text.length && text[i] == ' ') {
            i++;
        }
        return i == text.length || text[i] == '\n';
    }

    /** Returns an exception that names the line of a position. */
    InputException error(int position, String message) {
        return new InputException(place(position) + ": " + message);
    }

    /** Returns file and line of a position, for messages. */
    String place(int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            if (text[i] == '\n') {
                line++;
            }
        }
        return file + ": line " + line;
    }

    /** Returns a token that RELION reads as {@code value}: in quotes where needed, or where it looks like a keyword. */
    static String quoted(String value) {
        if (value.isEmpty()) {
            return "\"\"";
        }
        char first = value.charAt(0);
        String lower = value.substring(0, Math.min(5, value.length())).toLowerCase(Locale.ROOT);
        boolean keyword = first == '_' || lower.equals("data_") || lower.equals("loop_");
        boolean plain = first != '"' && first != '\'' && first != '#' && first != ';' && !keyword
                && value.chars().noneMatch(c -> c < 128 && isSpace((byte) c));
        if (plain) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\n' || c == '\r') {
                throw new IllegalArgumentException("a value in a STAR file has no line ends: " + value);
            }
            char next = i + 1 < value.length() ? value.charAt(i + 1) : ' ';
            if (c == '"' && next < 128 && isSpace((byte) next)) {
                quoted.append((char) ESCAPE);
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
