package org.tomoalign.output.figure;

/** Java cannot use fonts on this machine, so nothing can be drawn. The message says what is missing. */
public final class NoFontsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoFontsException(String message) {
        super(message);
    }
}
