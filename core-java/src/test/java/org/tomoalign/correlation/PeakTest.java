package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PeakTest {
    @Test
    void findsTheTopOfAParaboloid() {
        Peak peak = Peak.of(9, 7, (x, y) -> (float) (5 - 0.5 * Math.pow(x - 4.3, 2) - Math.pow(y - 2.8, 2)));
        assertEquals(4.3, peak.x(), 1e-5);
        assertEquals(2.8, peak.y(), 1e-5);
        assertEquals(5 - 0.045 - 0.04, peak.value(), 1e-5);
    }

    @Test
    void staysWholeAcrossABorder() {
        Peak peak = Peak.of(5, 5, (x, y) -> (float) (-x - Math.pow(y - 2.25, 2)));
        assertEquals(0, peak.x());
        assertEquals(2.25, peak.y(), 1e-5);
    }

    @Test
    void ofEqualPixelsTakesTheFirst() {
        Peak peak = Peak.of(4, 3, (x, y) -> -2);
        assertEquals(new Peak(0, 0, -2), peak);
    }

    @Test
    void staysWholeAcrossTheOtherBordersToo() {
        assertEquals(new Peak(4, 5, 9), Peak.of(5, 6, (x, y) -> x + y));
        Peak below = Peak.of(6, 5, (x, y) -> (float) (y - Math.pow(x - 2.25, 2)));
        assertEquals(2.25, below.x(), 1e-5);
        assertEquals(4, below.y());
    }

    /** The last pixels but one have neighbours on both sides. */
    @Test
    void isAFractionNextToABorder() {
        Peak peak = Peak.of(5, 6, (x, y) -> (float) (-Math.pow(x - 3.25, 2) - Math.pow(y - 0.75, 2)));
        assertEquals(3.25, peak.x(), 1e-5);
        assertEquals(0.75, peak.y(), 1e-5);
    }
}
