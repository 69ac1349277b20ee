package org.tomoalign.input;

/**
 * The user's input is wrong. The message is one or two lines: file, place, what was found, what was expected; several
 * mistakes found together are joined by line ends.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Exceptions must be serializable, though nobody does it with this one: its text is kept then. */
    private final transient Message sentence;

    /** Creates an exception with a message that names no setting. */
    public InputException(String message) {
        this(Message.of(message));
    }

    /** Creates an exception with a message that names no setting, and the exception that revealed the mistake. */
    public InputException(String message, Throwable cause) {
        this(Message.of(message), cause);
    }

    /** Creates an exception with a message for the user. */
    public InputException(Message message) {
        super(message.toString());
        sentence = message;
    }

    /** Creates an exception with a message for the user and the exception that revealed the mistake. */
    public InputException(Message message, Throwable cause) {
        super(message.toString(), cause);
        sentence = message;
    }

    /** Returns the message in its parts, so that settings can be spelled. */
    public Message sentence() {
        return sentence == null ? Message.of(getMessage()) : sentence;
    }
}
