package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadLearnerTest {
    private static final double LEAST = 0.05;
    private static final double MOST = 20;
    private static final SpreadLearner LEARNER = new SpreadLearner(LEAST, MOST);

    /** Independent unknowns, each measured with an error of its own. */
    private record Measured(double[] values, double[] errors) {
        static Measured of(int n, double spread, double error, Random random) {
            double[] errors = random.doubles(n).map(u -> error * (0.5 + u)).toArray();
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                values[i] = spread * random.nextGaussian() + errors[i] * random.nextGaussian();
            }
            return new Measured(values, errors);
        }

        /** How much of a value the data determine under a prior. */
        double determined(int i, double spread) {
            return spread * spread / (spread * spread + errors[i] * errors[i]);
        }

        double next(double spread) {
            double[] u = new double[values.length];
            double[] variances = new double[values.length];
            for (int i = 0; i < u.length; i++) {
                u[i] = determined(i, spread) * values[i];
                variances[i] = spread * spread * (1 - determined(i, spread));
            }
            return LEARNER.next(u, variances, spread);
        }

        double learned(double start) {
            double spread = start;
            for (int k = 0; k < 20; k++) {
                spread = next(spread);
            }
            return spread;
        }

        double macKay(double start) {
            double spread = start;
            for (int k = 0; k < 500; k++) {
                double squares = 0;
                double sum = 0;
                for (int i = 0; i < values.length; i++) {
                    squares += Math.pow(determined(i, spread) * values[i], 2);
                    sum += determined(i, spread);
                }
                spread = Math.sqrt(squares / sum);
            }
            return spread;
        }
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.1", "1, 0.3", "1, 1", "5, 0.5"})
    void theSpreadIsFoundWhereDataSayMuch(double spread, double error) {
        double logs = 0;
        int seeds = 12;
        for (int seed = 1; seed <= seeds; seed++) {
            Measured measured = Measured.of(400, spread, error, new Random(seed));
            double learned = measured.learned(2);
            logs += Math.log(learned / spread) / seeds;
            // Where data say much, it is MacKay's fixed point.
            assertEquals(1, learned / measured.macKay(2), 0.02);
        }
        // One spread is good to (1 + e^2 / s^2) / sqrt(2 n): 7 per cent, 2 in the mean.
        assertEquals(0, logs, 0.06);
    }

    @Test
    void whereItStartsDoesNotMatter() {
        Measured measured = Measured.of(30, 0.7, 0.5, new Random(1));
        double learned = measured.learned(2);
        assertEquals(learned, measured.learned(0.1), 0.01 * learned);
        assertEquals(learned, measured.learned(10), 0.01 * learned);
    }

    /** The maximum of the likelihood is at a spread of nothing in half of such cases; the input is not that good. */
    @Test
    void fewUncertainValuesDoNotMakeTheInputPerfect() {
        int atZero = 0;
        for (int seed = 1; seed <= 40; seed++) {
            Measured measured = Measured.of(9, 0.7, 1.2, new Random(seed));
            atZero += measured.macKay(2) < 0.1 ? 1 : 0;
            double learned = measured.learned(2);
            assertTrue(learned > 0.2 && learned < 4, "seed " + seed + ": " + learned);
        }
        assertTrue(atZero >= 4, "MacKay's is at zero in " + atZero + " of 40");
    }

    /** The predicted variance of the answer is right on average, for good, fair and poor input. */
    @ParameterizedTest
    @CsvSource({"0.2, 0.5", "0.7, 0.5", "2, 0.5"})
    void errorsOfTheAnswerAreWhatIsPredicted(double spread, double error) {
        double actual = 0;
        double predicted = 0;
        for (int seed = 1; seed <= 150; seed++) {
            Random random = new Random(seed);
            int n = 9;
            double[] truth = new double[n];
            double[] values = new double[n];
            double[] errors = new double[n];
            for (int i = 0; i < n; i++) {
                truth[i] = spread * random.nextGaussian();
                errors[i] = error;
                values[i] = truth[i] + error * random.nextGaussian();
            }
            Measured measured = new Measured(values, errors);
            double learned = measured.learned(2);
            for (int i = 0; i < n; i++) {
                double r = measured.determined(i, learned);
                actual += Math.pow(r * values[i] - truth[i], 2);
                predicted += learned * learned * (1 - r);
            }
        }
        // A third is what the two extreme priors are off by.
        assertEquals(1, Math.sqrt(actual / predicted), 0.25);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 2, 15})
    void whatDataDoNotTellStays(double spread) {
        double[] u = new double[7];
        double[] variances = new double[7];
        Arrays.fill(variances, spread * spread);
        assertEquals(spread, LEARNER.next(u, variances, spread), 1e-9 * spread);
        // Rounding on either side tells nothing.
        for (int i = 0; i < 7; i++) {
            variances[i] *= 1 + (i % 2 == 0 ? 1e-14 : -1e-14);
        }
        assertEquals(spread, LEARNER.next(u, variances, spread), 1e-9 * spread);
    }

    @Test
    void staysWithinItsBounds() {
        assertEquals(LEAST, new Measured(new double[500], filled(500, 0.2)).learned(2), 0.2 * LEAST);
        assertTrue(new Measured(filled(100, 1e4), filled(100, 1)).learned(2) <= MOST * (1 + 1e-12));
    }

    private static double[] filled(int n, double value) {
        double[] out = new double[n];
        Arrays.fill(out, value);
        return out;
    }
}
