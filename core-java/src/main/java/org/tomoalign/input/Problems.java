package org.tomoalign.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects mistakes in the input, so that the user hears of all of them at once. */
public final class Problems {
    /** A table with a mistake in every row is one mistake: so many of its rows are enough to see it. */
    public static final int ENOUGH_ROWS = 10;

    private final List<Message> sentences = new ArrayList<>();

    /** Adds a message for the user: file, place, what was found, what was expected. */
    public void add(String message) {
        add(Message.of(message));
    }

    /** Adds a message for the user that names settings. */
    public void add(Message message) {
        sentences.add(message);
    }

    /** Does something; what it refuses is added. Returns its value, or nothing if it refused. */
    public <T> Optional<T> attempt(Supplier<T> action) {
        try {
            return Optional.of(action.get());
        } catch (InputException e) {
            sentences.add(e.sentence());
            return Optional.empty();
        }
    }

    /** Does something; what it refuses is added. */
    public void attempt(Runnable action) {
        attempt(() -> {
            action.run();
            return true;
        });
    }

    /** Returns the messages' texts in the order in which they came. */
    public List<String> messages() {
        return sentences.stream().map(Message::toString).toList();
    }

    /** Returns the number of messages. */
    public int count() {
        return sentences.size();
    }

    /**
     * Returns normally if there are no messages.
     *
     * @throws InputException with all messages, each once
     */
    public void throwIfAny() {
        if (!sentences.isEmpty()) {
            throw new InputException(Message.lines(sentences.stream().distinct().toList()));
        }
    }
}
