package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.tomogram.HeldOutGain;

class GainSumTest {
    private static GainSum of(double... gains) {
        GainSum sum = new GainSum();
        for (double gain : gains) {
            sum.add(10, gain);
        }
        return sum;
    }

    /** The standard deviation of the sum over draws with replacement, which is smaller by sqrt((n - 1) / n) on average. */
    private static double bootstrap(double[] gains, int repeats, Random random) {
        double mean = 0;
        double squares = 0;
        for (int k = 0; k < repeats; k++) {
            double sum = 0;
            for (int i = 0; i < gains.length; i++) {
                sum += gains[random.nextInt(gains.length)];
            }
            mean += sum / repeats;
            squares += sum * sum / repeats;
        }
        return Math.sqrt(squares - mean * mean);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 12, 60})
    void theErrorIsThatOfABootstrap(int n) {
        for (int seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            double[] gains = random.doubles(n).map(u -> 5 + 20 * (u - 0.3)).toArray();
            double expected = bootstrap(gains, 20_000, random) * Math.sqrt(n / (n - 1.0));
            // A standard deviation of 20 000 draws is good to half a per cent.
            assertEquals(expected, of(gains).error(), 0.02 * expected);
        }
    }

    /** Over many samples its square is the variance of the sum. */
    @Test
    void theErrorIsNotBiased() {
        Random random = new Random(1);
        double meanSquare = 0;
        double variance = 0;
        int samples = 20_000;
        int n = 4;
        for (int k = 0; k < samples; k++) {
            double[] gains = random.doubles(n).toArray();
            GainSum sum = of(gains);
            meanSquare += sum.error() * sum.error() / samples;
            variance += Math.pow(sum.gain() - 0.5 * n, 2) / samples;
        }
        assertEquals(n / 12.0, meanSquare, 0.02 * n / 12);
        assertEquals(n / 12.0, variance, 0.04 * n / 12);
    }

    @Test
    void partsAddUp() {
        GainSum merged = of(1, 2.5, -3);
        merged.merge(of(7, -0.5));
        GainSum whole = of(1, 2.5, -3, 7, -0.5);
        assertEquals(5, merged.windows());
        assertEquals(7, merged.gain(), 1e-12);
        assertEquals(whole.error(), merged.error(), 1e-12);
        assertEquals(whole.result(2), merged.result(2));
    }

    @Test
    void theResultIsAlsoInPerCentOfTheInputsCorrelation() {
        HeldOutGain result = of(1, 2, 3, -2).result(1.5);
        assertEquals(new HeldOutGain(4, 1.5, 10, 4), result);
        assertEquals(3.75, result.percentError(), 1e-12);
    }

    /** One window alone, or none, say nothing about their error: never that the gain is certain. */
    @Test
    void fewWindowsProveNothing() {
        assertSame(HeldOutGain.NONE, new GainSum().result(new GainSum().error()));
        for (double gain : new double[] {-40, 40}) {
            HeldOutGain one = of(gain).result(of(gain).error());
            assertTrue(!one.better() && !one.worse());
        }
        // Where the input does not correlate, per cents say nothing, but are finite.
        GainSum nothing = new GainSum();
        nothing.add(0, 3);
        nothing.add(0, 3);
        assertTrue(Double.isFinite(nothing.result(nothing.error()).percent()));
        assertEquals(0, nothing.error(), 1e-12);
    }
}
