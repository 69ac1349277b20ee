package org.tomoalign.parallel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ScratchTest {
    @Test
    void theMemoryLastsUntilItIsClosed() {
        Scratch<MemorySegment> scratch = Scratch.make(memory -> memory.allocate(64));
        MemorySegment memory = scratch.buffers();
        assertEquals(64, memory.byteSize());
        assertTrue(memory.scope().isAlive());
        scratch.close();
        assertFalse(memory.scope().isAlive());
    }

    @Test
    void theMemoryIsFreedIfTheBuffersCannotBeMade() {
        AtomicReference<Arena> arena = new AtomicReference<>();
        IllegalStateException reason = new IllegalStateException("no plan");
        assertSame(reason, assertThrows(IllegalStateException.class, () -> Scratch.make(memory -> {
            arena.set(memory);
            throw reason;
        })));
        assertFalse(arena.get().scope().isAlive());
    }
}
