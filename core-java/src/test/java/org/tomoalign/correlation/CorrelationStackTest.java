package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class CorrelationStackTest {
    @Test
    void windowsLieInParticleThenImageOrder() {
        try (Arena arena = Arena.ofConfined()) {
            CorrelationStack stack = new CorrelationStack(arena, 3, 4, 5, 2);
            assertEquals(26, stack.side());
            assertEquals(13, stack.centre());
            assertEquals(4L * 26 * 26 * 12, stack.segment().byteSize());
            assertEquals(0, stack.segment().address() % 64);
            int window = stack.window(2, 1);
            assertEquals(9, window);
            assertEquals(9L * 4 * 26 * 26, stack.offset(window));
            stack.slice(window).set(ValueLayout.JAVA_FLOAT, 0, 7f);
            assertEquals(7f, stack.segment().get(ValueLayout.JAVA_FLOAT, stack.offset(window)));
        }
    }

    @Test
    void onlyPlacedWindowsAreVisible() {
        try (Arena arena = Arena.ofConfined()) {
            CorrelationStack stack = new CorrelationStack(arena, 2, 2, 3, 1);
            stack.setPosition(stack.window(1, 0), 12.5, -3);
            assertTrue(stack.visible(2));
            assertEquals(12.5, stack.x(2));
            assertEquals(-3, stack.y(2));
            assertFalse(stack.visible(3));
        }
    }

    @Test
    void refusesEmptyShapesAndForeignIndices() {
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(IllegalArgumentException.class, () -> new CorrelationStack(arena, 0, 2, 3, 1));
            CorrelationStack stack = new CorrelationStack(arena, 2, 2, 3, 1);
            assertThrows(IndexOutOfBoundsException.class, () -> stack.window(2, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> stack.window(0, 2));
        }
    }

    @Test
    void theSumHoldsTheVisibleWindowsOfOneImage() {
        try (Arena arena = Arena.ofConfined()) {
            CorrelationStack stack = new CorrelationStack(arena, 3, 2, 1, 1);
            for (int w = 0; w < 6; w++) {
                stack.slice(w).setAtIndex(ValueLayout.JAVA_FLOAT, 9, 1 << w);
            }
            stack.setPosition(stack.window(0, 1), 1, 1);
            stack.setPosition(stack.window(2, 1), 1, 1);
            float[] sum = stack.sum(1);
            assertEquals(64, sum.length);
            assertEquals(2 + 32, sum[9]);
            assertEquals(0, sum[8]);
            assertEquals(0, stack.sum(0)[9]);
        }
    }
}
