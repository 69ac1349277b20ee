package org.tomoalign.optics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tomoalign.tomogram.Aberrations;

class ZernikeTest {
    private static final double U = 0.3, V = -0.2;
    private static final double RHO2 = U * U + V * V;

    private static List<Double> unit(int index, int length) {
        Double[] c = new Double[length];
        java.util.Arrays.fill(c, 0.0);
        c[index] = 1.0;
        return List.of(c);
    }

    @Test
    void evenTermsAreTheClassicalPolynomials() {
        assertEquals(1, Zernike.even(unit(0, 9), U, V), 1e-12);
        // n = 2: m = -2, 0, 2
        assertEquals(2 * U * V, Zernike.even(unit(1, 9), U, V), 1e-12);
        assertEquals(2 * RHO2 - 1, Zernike.even(unit(2, 9), U, V), 1e-12);
        assertEquals(U * U - V * V, Zernike.even(unit(3, 9), U, V), 1e-12);
        // n = 4, m = 0 is the sixth
        assertEquals(6 * RHO2 * RHO2 - 6 * RHO2 + 1, Zernike.even(unit(6, 9), U, V), 1e-12);
    }

    @Test
    void oddTermsAreTheClassicalPolynomials() {
        // n = 1: m = -1, 1
        assertEquals(V, Zernike.odd(unit(0, 6), U, V), 1e-12);
        assertEquals(U, Zernike.odd(unit(1, 6), U, V), 1e-12);
        // n = 3: m = -3, -1, 1, 3
        assertEquals(3 * U * U * V - V * V * V, Zernike.odd(unit(2, 6), U, V), 1e-12);
        assertEquals((3 * RHO2 - 2) * V, Zernike.odd(unit(3, 6), U, V), 1e-12);
        assertEquals((3 * RHO2 - 2) * U, Zernike.odd(unit(4, 6), U, V), 1e-12);
        assertEquals(U * U * U - 3 * U * V * V, Zernike.odd(unit(5, 6), U, V), 1e-12);
    }

    @Test
    void oddPhaseChangesSignWithTheFrequencyAndEvenPhaseDoesNot() {
        Aberrations a = new Aberrations(List.of(0.1, 0.2, -0.3, 0.4, 1.5), List.of(0.7, -0.2, 3.0, 0.5));
        assertEquals(-Zernike.oddPhase(a, U, V), Zernike.oddPhase(a, -U, -V), 1e-12);
        assertEquals(Zernike.evenPhase(a, U, V), Zernike.evenPhase(a, -U, -V), 1e-12);
    }
}
