package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RadialProfileTest {
    @ParameterizedTest
    @CsvSource({"0, 3", "0.25, 3.5", "1, 5", "1.5, 3", "1.75, 2", "2, 1", "2.5, 1", "100, 1"})
    void isLinearBetweenShellsAndConstantBeyond(double radius, double expected) {
        assertEquals(expected, new RadialProfile(new double[] {3, 5, 1}).applyAsDouble(radius), 1e-15);
    }
}
