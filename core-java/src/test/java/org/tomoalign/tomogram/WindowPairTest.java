package org.tomoalign.tomogram;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class WindowPairTest {
    private static double[] picture(double first, double step) {
        double[] values = new double[25];
        for (int i = 0; i < values.length; i++) {
            values[i] = first + step * i;
        }
        return values;
    }

    @Test
    void bothHaveOneScale() {
        double[] before = picture(-2, 0.1);
        double[] after = picture(1, -0.3);
        WindowPair pair = WindowPair.of(7, before, after);
        assertEquals(-6.2, pair.low(), 1e-12);
        assertEquals(1, pair.high(), 1e-12);
        for (int i = 0; i < before.length; i++) {
            assertEquals(before[i], pair.value(pair.before()[i]), 7.2 / 510 * (1 + 1e-9));
            assertEquals(after[i], pair.value(pair.after()[i]), 7.2 / 510 * (1 + 1e-9));
        }
        assertEquals(-3, WindowPair.of(0, picture(-3, 0), picture(-3, 0)).value((byte) 0));
    }

    @Test
    void theMiddleIsKept() {
        WindowPair pair = WindowPair.of(7, picture(0, 1), picture(24, -1));
        assertEquals(2, pair.half());
        assertSame(pair, pair.within(5));
        WindowPair middle = pair.within(1);
        byte[] b = pair.before();
        assertArrayEquals(new byte[] {b[6], b[7], b[8], b[11], b[12], b[13], b[16], b[17], b[18]}, middle.before());
        assertEquals(pair.after()[12], middle.after()[4]);
        assertEquals(7, middle.windows());
    }
}
