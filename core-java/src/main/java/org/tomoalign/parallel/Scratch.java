package org.tomoalign.parallel;

import java.lang.foreign.Arena;
import java.util.function.Function;

/**
 * A workspace in native memory of its own, for {@link Workers}.
 *
 * @param buffers what lies in the memory
 * @param arena   owns the memory; confined to the thread that made it
 */
public record Scratch<T>(T buffers, Arena arena) implements AutoCloseable {
    /** Makes a workspace; the memory is freed if that fails. */
    public static <T> Scratch<T> make(Function<? super Arena, ? extends T> buffers) {
        Arena arena = Arena.ofConfined();
        try {
            return new Scratch<>(buffers.apply(arena), arena);
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
