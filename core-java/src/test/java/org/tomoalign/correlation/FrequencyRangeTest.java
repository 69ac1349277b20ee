package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FrequencyRangeTest {
    private static final HalfPlane PLANE = new HalfPlane(16);

    @Test
    void endsAtTheNyquistCircle() {
        FrequencyRange range = FrequencyRange.of(PLANE, 0.02, PLANE.width(), (x, y) -> 1);
        assertEquals(9, range.end(0));
        assertEquals(7, range.end(5));
        assertEquals(1, range.end(8));
        assertEquals(9, range.columns());
    }

    @Test
    void keepsEverythingBeforeTheLastGoodColumn() {
        FrequencyRange range = FrequencyRange.of(PLANE, 0.02, PLANE.width(), (x, y) -> x == 3 && y == 2 ? 1 : 0.02);
        for (int y = 0; y < PLANE.size(); y++) {
            assertEquals(y == 2 ? 4 : 0, range.end(y));
        }
        assertEquals(4, range.columns());
    }

    @Test
    void columnLimitCuts() {
        FrequencyRange range = FrequencyRange.of(PLANE, 0.02, 4, (x, y) -> 1);
        assertEquals(4, range.end(0));
        assertEquals(4, range.columns());
    }
}
