package org.tomoalign.output;

import java.util.HexFormat;
import java.util.function.IntToDoubleFunction;
import org.tomoalign.output.figure.Texts;

/**
 * Writes compact JSON that may stand in a web page as it is: what HTML or XML would take for their own is escaped.
 * Numbers have a given number of decimals; those that are not finite become null.
 */
final class PageJson {
    private final StringBuilder out = new StringBuilder();
    private boolean first = true;

    PageJson open(char bracket) {
        separate();
        out.append(bracket);
        first = true;
        return this;
    }

    PageJson close(char bracket) {
        out.append(bracket);
        first = false;
        return this;
    }

    PageJson key(String name) {
        separate();
        out.append('"').append(name).append("\":");
        first = true;
        return this;
    }

    PageJson text(String text) {
        separate();
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // Surrogates stay, in pairs; alone they are no characters.
            boolean lone = Character.isHighSurrogate(c) && (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1)))
                    || Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
            if (lone || c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' || c == '\'' || c >= 0xfffe
                    || c == '\u2028' || c == '\u2029' || c == 0x7f) {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
        return this;
    }

    PageJson number(double value, int decimals) {
        separate();
        if (!Double.isFinite(value)) {
            out.append("null");
            return this;
        }
        String text = Texts.fixed(value, decimals);
        if (decimals > 0) {
            int end = text.length();
            while (text.charAt(end - 1) == '0') {
                end--;
            }
            text = text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
        }
        out.append(text);
        return this;
    }

    PageJson flag(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    PageJson field(String name, double value, int decimals) {
        return key(name).number(value, decimals);
    }

    PageJson field(String name, String value) {
        return key(name).text(value);
    }

    PageJson column(String name, int n, int decimals, IntToDoubleFunction value) {
        key(name).open('[');
        for (int i = 0; i < n; i++) {
            number(value.applyAsDouble(i), decimals);
        }
        return close(']');
    }

    private void separate() {
        if (!first) {
            out.append(',');
        }
        first = false;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
