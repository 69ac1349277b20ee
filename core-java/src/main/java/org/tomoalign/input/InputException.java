package org.tomoalign.input;

import java.util.List;

/**
 * The user's input is wrong. The message is one or two lines: file, place, what was found, what was expected; several
 * mistakes found together are joined by line ends.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates an exception with a message for the user. */
    public InputException(String message) {
        super(message);
    }

    /** Creates an exception with a message for the user and the exception that revealed the mistake. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Creates one exception for several mistakes, one message each. */
    public InputException(List<String> messages) {
        super(String.join("\n", messages));
    }
}
