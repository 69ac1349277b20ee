package org.tomoalign.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShellWeightsTest {
    private static final ShellWeights.Options SNR = new ShellWeights.Options(true, -1, 5);

    private static double[] fallingFsc(int shells, int firstBad) {
        double[] fsc = new double[shells];
        Arrays.fill(fsc, 0, firstBad, 0.5);
        return fsc;
    }

    @Test
    void fscEndsBeforeTheFirstShellBelowTheThreshold() {
        ShellWeights w = ShellWeights.fromFsc(fallingFsc(33, 20), 64, ShellWeights.Options.DEFAULT, 2);
        assertEquals(19, w.lastShell());
        assertEquals(1, w.at(19), 1e-12);
        assertEquals((Math.cos(Math.PI * 2.5 / 5) + 1) / 2, w.at(21.5), 1e-12);
        assertEquals(0, w.at(24.5), 0);
        assertEquals(24, w.lastWeightedShell());
    }

    @Test
    void fscOfASmallerMapIsStretchedToTheBox() {
        ShellWeights w = ShellWeights.fromFsc(fallingFsc(33, 20), 128, SNR, 2);
        assertEquals(38, w.lastShell());
        double snr = 2 * 0.5 / 1.5;
        assertEquals(snr, w.at(38), 1e-12);
        // halfway between a good shell and a zeroed one
        assertEquals(2 * 0.25 / 1.25, w.snr()[39], 1e-12);
    }

    @Test
    void resolutionLimitOnlyLowers() {
        double[] fsc = fallingFsc(33, 20);
        ShellWeights.Options tenAngstrom = new ShellWeights.Options(false, 10, 5);
        ShellWeights.Options oneAngstrom = new ShellWeights.Options(false, 1, 5);
        assertEquals(12, ShellWeights.fromFsc(fsc, 64, tenAngstrom, 2).lastShell());
        assertEquals(19, ShellWeights.fromFsc(fsc, 64, oneAngstrom, 2).lastShell());
    }

    @Test
    void halfMapsEndBeforeTheFirstNoisyShell() {
        double[] tau2 = new double[17];
        double[] sigma2 = new double[17];
        Arrays.fill(tau2, 2);
        Arrays.fill(sigma2, 0, 9, 1);
        Arrays.fill(sigma2, 9, 17, 1.99);
        sigma2[12] = 0.1;
        ShellWeights w = ShellWeights.fromHalfMaps(tau2, sigma2, 32, SNR, 2);
        assertEquals(8, w.lastShell());
        assertEquals(0.5, w.at(3), 1e-12);
    }

    @Test
    void halfMapsWithoutNoiseKeepEveryShell() {
        double[] tau2 = new double[17];
        Arrays.fill(tau2, 2);
        double[] sigma2 = new double[17];
        ShellWeights w = ShellWeights.fromHalfMaps(tau2, sigma2, 32, SNR, 2);
        assertEquals(16, w.lastShell());
        assertArrayEquals(new double[] {1, 1}, new double[] {w.at(0), w.at(15.9)}, 1e-12);
    }

    @Test
    void emptyMeanOfTheMapsDoesNotEndTheShells() {
        double[] tau2 = new double[17];
        Arrays.fill(tau2, 2);
        tau2[0] = 0;
        ShellWeights w = ShellWeights.fromHalfMaps(tau2, new double[17], 32, SNR, 2);
        assertEquals(16, w.lastShell());
    }
}
