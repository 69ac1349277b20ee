package org.tomoalign.fftw;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Plans measured beforehand, in sections named by the sizes of the transform. As text: a line {@code library CHECKSUM}, then
 * per section a line {@code section NAME} and FFTW's own text.
 *
 * @param library  checksum of the library the plans were measured with; for any other they mean nothing
 * @param sections FFTW's text by the name of the section
 */
record Wisdom(String library, Map<String, String> sections) {
    /** No wisdom at all. */
    static final Wisdom NONE = new Wisdom("", Map.of());

    private static final String LIBRARY = "library ";
    private static final String SECTION = "section ";

    /** Returns the wisdom shipped for a library, {@link #NONE} if there is none. */
    static Wisdom shippedFor(FftwLibrary library) {
        try (InputStream in = Wisdom.class.getResourceAsStream("wisdom.txt")) {
            if (in == null) {
                return NONE;
            }
            Wisdom shipped = parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
            return shipped.library.equals(library.checksum()) ? shipped : NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Wisdom parse(String text) {
        String library = "";
        Map<String, String> sections = new LinkedHashMap<>();
        String name = null;
        StringBuilder body = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.startsWith(LIBRARY)) {
                library = line.substring(LIBRARY.length());
            } else if (line.startsWith(SECTION)) {
                if (name != null) {
                    sections.put(name, body.toString());
                }
                name = line.substring(SECTION.length());
                body.setLength(0);
            } else {
                body.append(line).append('\n');
            }
        }
        if (name != null) {
            sections.put(name, body.toString());
        }
        return new Wisdom(library, sections);
    }

    Optional<String> section(String name) {
        return Optional.ofNullable(sections.get(name));
    }

    String text() {
        StringBuilder text = new StringBuilder(LIBRARY).append(library).append('\n');
        sections.forEach((name, body) -> {
            text.append(SECTION).append(name).append('\n').append(body);
            if (!body.endsWith("\n")) {
                text.append('\n');
            }
        });
        return text.toString();
    }
}
