package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalWeightsTest {
    private static final double PRECISION = 4;

    /** Windows with known amplitudes: C is normal around amplitude times P, with a variance of P. */
    private record Windows(double[] images, double[] particles, double[] correlation, double[] power) {
        static Windows of(double[] images, double[] particles, double meanPower, Random random) {
            int n = images.length * particles.length;
            double[] correlation = new double[n];
            double[] power = new double[n];
            for (int w = 0; w < n; w++) {
                power[w] = meanPower * (0.7 + 0.6 * random.nextDouble());
                correlation[w] = images[w % images.length] * particles[w / images.length] * power[w]
                        + Math.sqrt(power[w]) * random.nextGaussian();
            }
            return new Windows(images, particles, correlation, power);
        }

        SignalWeights fit(SignalWeights from) {
            return from.fit(correlation, power, 5, 3);
        }

        SignalWeights start() {
            return SignalWeights.ones(images.length, particles.length);
        }

        /** The log posterior of amplitudes. */
        double logPosterior(SignalWeights at) {
            double[] w = at.ofWindows();
            double sum = 0;
            for (int i = 0; i < w.length; i++) {
                sum += w[i] * correlation[i] - 0.5 * w[i] * w[i] * power[i];
            }
            for (double a : at.images()) {
                sum -= 0.5 * PRECISION * (a - 1) * (a - 1) + 2.5 * a;
            }
            for (double b : at.particles()) {
                sum -= 0.5 * PRECISION * (b - 1) * (b - 1) + 1.5 * b;
            }
            return sum;
        }

        /** Maximises by steps along every amplitude that become smaller. */
        SignalWeights bruteForce() {
            SignalWeights at = start();
            double best = logPosterior(at);
            for (double step = 0.2; step > 1e-6;) {
                boolean better = false;
                for (int i = 0; i < images.length + particles.length; i++) {
                    double[] values = i < images.length ? at.images() : at.particles();
                    int k = i < images.length ? i : i - images.length;
                    for (double sign : new double[] {-1, 1}) {
                        double old = values[k];
                        values[k] = Math.max(0, old + sign * step);
                        double value = logPosterior(at);
                        if (value > best) {
                            best = value;
                            better = true;
                        } else {
                            values[k] = old;
                        }
                    }
                }
                step = better ? step : step / 2;
            }
            return at;
        }
    }

    private static double[] amplitudes(int n, Random random) {
        return IntStream.range(0, n).mapToDouble(i -> Math.exp(0.5 * random.nextGaussian())).toArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void theyMaximiseTheLogPosterior(int seed) {
        Random random = new Random(seed);
        double[] particles = amplitudes(6, random);
        particles[2] = 0;
        Windows windows = Windows.of(amplitudes(5, random), particles, 4, random);
        SignalWeights best = windows.bruteForce();
        SignalWeights found = windows.fit(windows.start());
        SignalWeights last = found;
        for (int k = 0; k < 40; k++) {
            last = windows.fit(last);
        }
        assertArrayEquals(best.images(), last.images(), 1e-3);
        assertArrayEquals(best.particles(), last.particles(), 1e-3);
        // A single fit has gone nearly all the way.
        double gained = windows.logPosterior(found) - windows.logPosterior(windows.start());
        assertEquals(windows.logPosterior(best) - windows.logPosterior(windows.start()), gained, 0.03 * gained);
        // The start stays as it was.
        assertArrayEquals(new double[] {1, 1, 1, 1, 1}, windows.start().images());
    }

    @Test
    void particlesThatAreNotThereHardlyCount() {
        double junk = 0;
        int seeds = 20;
        for (int seed = 1; seed <= seeds; seed++) {
            double[] there = IntStream.range(0, 40).mapToDouble(p -> p % 4 == 0 ? 0 : 1).toArray();
            double[] images = IntStream.range(0, 30).mapToDouble(t -> t % 10 == 5 ? 0.1 : 1).toArray();
            Windows windows = Windows.of(images, there, 10, new Random(seed));
            SignalWeights found = windows.fit(windows.start());
            for (int p = 0; p < 40; p++) {
                double b = found.particles()[p];
                assertTrue(there[p] == 0 ? b < 0.3 : b > 0.7, "seed " + seed + ", particle " + p + ": " + b);
                junk += there[p] == 0 ? b / 10 / seeds : 0;
            }
            for (int t = 0; t < 30; t++) {
                // Images together may be weaker and particles stronger: the priors alone divide their product.
                double a = found.images()[t];
                assertTrue(images[t] < 1 ? a < 0.35 : a > 0.55, "seed " + seed + ", image " + t + ": " + a);
            }
        }
        // 190 units of power say an amplitude to 0.07, of which noise is positive in half of the cases: 0.03 on average.
        assertTrue(junk < 0.06, "junk " + junk);
    }

    /** The likelihood's optimism is taken off: noise alone, followed to its nearest peak, does not look like signal. */
    @Test
    void fittedUnknownsTakeSignalOff() {
        double[] correlation = {6, 6, 6, 6};
        double[] power = {5, 5, 5, 5};
        SignalWeights none = SignalWeights.ones(2, 2).fit(correlation, power, 0, 0);
        SignalWeights fitted = SignalWeights.ones(2, 2).fit(correlation, power, 5, 3);
        // How a product divides between image and particle is another matter.
        for (int w = 0; w < 4; w++) {
            assertTrue(fitted.ofWindows()[w] < none.ofWindows()[w]);
        }
    }

    @Test
    void whatIsSeenNowhereHasNoWeight() {
        int images = 4;
        int particles = 3;
        double[] correlation = new double[images * particles];
        double[] power = new double[correlation.length];
        for (int w = 0; w < power.length; w++) {
            boolean counts = w % images != 1 && w / images != 2;
            correlation[w] = counts ? 8 : 0;
            power[w] = counts ? 8 : 0;
        }
        SignalWeights found = SignalWeights.ones(images, particles).fit(correlation, power, 5, 3);
        assertEquals(0, found.images()[1]);
        assertEquals(0, found.particles()[2]);
        assertTrue(found.images()[0] > 0.8 && found.particles()[0] > 0.8);
        double[] w = found.ofWindows();
        for (int i = 0; i < w.length; i++) {
            assertEquals(found.images()[i % images] * found.particles()[i / images], w[i]);
        }
    }

    /** Windows that fit worse than not at all get no weight, and not a negative one. */
    @Test
    void weightsAreNeverNegative() {
        double[] correlation = {-30, -30, 5, 5};
        SignalWeights found = SignalWeights.ones(2, 2).fit(correlation, new double[] {5, 5, 5, 5}, 5, 3);
        assertEquals(0, found.particles()[0]);
        assertTrue(found.particles()[1] >= 0);
        for (double a : found.images()) {
            assertTrue(a >= 0);
        }
    }
}
