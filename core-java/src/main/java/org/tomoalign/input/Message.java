package org.tomoalign.input;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A sentence for the user that may name settings.
 *
 * @param parts strings and {@link Setting}s, in their order
 */
public record Message(List<Object> parts) {
    /** Copies the list. */
    public Message {
        parts = List.copyOf(parts);
    }

    /** Returns a message; settings are kept as such, everything else becomes text. */
    public static Message of(Object... parts) {
        List<Object> list = new ArrayList<>();
        for (Object part : parts) {
            switch (part) {
                case Setting setting -> list.add(setting);
                case Message message -> list.addAll(message.parts);
                case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                        list.add(Long.toString(number.longValue()));
                case null, default -> list.add(String.valueOf(part));
            }
        }
        return new Message(list);
    }

    /** Returns several messages as one, each on a line of its own. */
    public static Message lines(List<Message> messages) {
        List<Object> parts = new ArrayList<>();
        for (Message message : messages) {
            parts.addAll(parts.isEmpty() ? List.of() : List.of("\n"));
            parts.addAll(message.parts);
        }
        return new Message(parts);
    }

    /** Returns the text with every setting spelled in some way. */
    public String spelled(Function<Setting, String> spelling) {
        return parts.stream().map(part -> part instanceof Setting setting ? spelling.apply(setting) : part.toString())
                .collect(Collectors.joining());
    }

    /** Returns the text with the settings' plain names. */
    @Override
    public String toString() {
        return spelled(Setting::plainName);
    }
}
