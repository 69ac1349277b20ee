package org.tomoalign.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects mistakes in the input, so that the user hears of all of them at once. */
public final class Problems {
    /** A table with a mistake in every row is one mistake: so many of its rows are enough to see it. */
    public static final int ENOUGH_ROWS = 10;

    private final List<String> messages = new ArrayList<>();

    /** Adds a message for the user: file, place, what was found, what was expected. */
    public void add(String message) {
        messages.add(message);
    }

    /** Does something; what it refuses is added. Returns its value, or nothing if it refused. */
    public <T> Optional<T> attempt(Supplier<T> action) {
        try {
            return Optional.of(action.get());
        } catch (InputException e) {
            messages.add(e.getMessage());
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

    /** Returns the messages in the order in which they came. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** Returns the number of messages. */
    public int count() {
        return messages.size();
    }

    /**
     * Returns normally if there are no messages.
     *
     * @throws InputException with all messages
     */
    public void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new InputException(messages);
        }
    }
}
