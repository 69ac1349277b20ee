package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tomoalign.alignment.model.WindowCurvature;

class ExpectedCurvatureTest {
    private static final int IMAGES = 6;
    private static final double[] XX = {9, 8, 7, 6, 5, 4};
    private static final double[] XY = {2, 1, 0, -1, -0.5, 0};
    private static final double[] YY = {5, 5, 4, 4, 3, 3};

    /** Windows of a weight have that times the curvature of their image, and noise. */
    private static WindowCurvature windows(double[] weights, double noise, Random random) {
        WindowCurvature out = new WindowCurvature(weights.length);
        for (int w = 0; w < weights.length; w++) {
            int t = w % IMAGES;
            out.kxx[w] = weights[w] * XX[t] + noise * random.nextGaussian();
            out.kxy[w] = weights[w] * XY[t] + noise * random.nextGaussian();
            out.kyy[w] = weights[w] * YY[t] + noise * random.nextGaussian();
        }
        return out;
    }

    private static double[] filled(int n, double value) {
        double[] out = new double[n];
        Arrays.fill(out, value);
        return out;
    }

    /** Predicted power goes with curvature here, so that neighbouring images agree with each other. */
    private static double[] powers(int n) {
        double[] out = new double[n];
        for (int w = 0; w < n; w++) {
            out[w] = XX[w % IMAGES] + YY[w % IMAGES];
        }
        return out;
    }

    @Test
    void manyParticlesTellTheCurvatureOfTheirImage() {
        Random random = new Random(1);
        double[] weights = random.doubles(2000 * IMAGES, 0, 1.5).toArray();
        ExpectedCurvature found = ExpectedCurvature.of(windows(weights, 20, random), weights, powers(weights.length), IMAGES);
        for (int t = 0; t < IMAGES; t++) {
            // Noise of 20 over the root of 2000 windows of mean square 0.75.
            assertEquals(XX[t], found.xx()[t], 2.5);
            assertEquals(XY[t], found.xy()[t], 2.5);
            assertEquals(YY[t], found.yy()[t], 2.5);
        }
        ExpectedCurvature exact = ExpectedCurvature.of(windows(weights, 0, random), weights, powers(weights.length), IMAGES);
        for (int t = 0; t < IMAGES; t++) {
            // Eight particles' worth of neighbours, whose direction differs, in 1500.
            assertEquals(XX[t], exact.xx()[t], 0.02);
            assertEquals(XY[t], exact.xy()[t], 0.02);
            assertEquals(YY[t], exact.yy()[t], 0.02);
        }
    }

    /** Two particles: noise as large as what is measured, of which neighbouring images take most away. */
    @Test
    void fewParticlesTakeTheCurvatureFromNeighbouringImages() {
        double own = 0;
        double found = 0;
        Random random = new Random(2);
        for (int k = 0; k < 200; k++) {
            double[] weights = filled(2 * IMAGES, 1);
            WindowCurvature windows = windows(weights, 8, random);
            ExpectedCurvature expected = ExpectedCurvature.of(windows, weights, powers(weights.length), IMAGES);
            for (int t = 0; t < IMAGES; t++) {
                double trace = XX[t] + YY[t];
                found += Math.pow(expected.xx()[t] + expected.yy()[t] - trace, 2);
                own += Math.pow((windows.kxx[t] + windows.kyy[t] + windows.kxx[t + IMAGES] + windows.kyy[t + IMAGES]) / 2
                        - trace, 2);
            }
        }
        assertTrue(found < 0.4 * own, found + " against " + own);
    }

    @Test
    void curvaturesArePositiveDefinite() {
        WindowCurvature windows = new WindowCurvature(4 * IMAGES);
        Random random = new Random(3);
        for (int w = 0; w < windows.size(); w++) {
            windows.kxx[w] = random.nextGaussian() + (w % IMAGES == 1 ? 3 : -0.2);
            windows.kxy[w] = random.nextGaussian();
            windows.kyy[w] = random.nextGaussian() + (w % IMAGES == 1 ? 3 : 0);
        }
        positive(ExpectedCurvature.of(windows, filled(windows.size(), 1), powers(windows.size()), IMAGES));
        // Nothing at all, weights of nothing, an image without windows.
        positive(ExpectedCurvature.of(new WindowCurvature(4 * IMAGES), filled(24, 1), powers(24), IMAGES));
        positive(ExpectedCurvature.of(windows, filled(24, 0), filled(24, 0), IMAGES));
        double[] weights = filled(24, 1);
        double[] power = powers(24);
        for (int p = 0; p < 4; p++) {
            weights[p * IMAGES + 2] = 0;
            power[p * IMAGES + 2] = 0;
        }
        positive(ExpectedCurvature.of(windows, weights, power, IMAGES));
    }

    private static void positive(ExpectedCurvature k) {
        for (int t = 0; t < IMAGES; t++) {
            assertTrue(k.xx()[t] > 0 && k.yy()[t] > 0 && k.xx()[t] * k.yy()[t] > k.xy()[t] * k.xy()[t],
                    k.xx()[t] + " " + k.xy()[t] + " " + k.yy()[t]);
        }
    }

    @Test
    void weightedWindowsHoldWithTheSquareOfTheirWeight() {
        ExpectedCurvature k = new ExpectedCurvature(XX, XY, YY);
        double[] weights = new Random(4).doubles(2 * IMAGES, 0, 2).toArray();
        double[] dispersion = {1, 2, 1.5, 1, 1, 3};
        double[] factors = ExpectedCurvature.factors(weights, dispersion);
        WindowCurvature windows = k.ofWindows(weights, dispersion);
        for (int w = 0; w < weights.length; w++) {
            double factor = weights[w] * weights[w] / dispersion[w % IMAGES];
            assertEquals(factor, factors[w], 1e-12);
            assertEquals(factor * XX[w % IMAGES], windows.kxx[w], 1e-12);
            assertEquals(factor * XY[w % IMAGES], windows.kxy[w], 1e-12);
            assertEquals(factor * YY[w % IMAGES], windows.kyy[w], 1e-12);
        }
    }

    /** Gradients with a multiple of the expected variance: that multiple, image by image, and never less than 1. */
    @Test
    void theDispersionIsThatOfTheGradients() {
        ExpectedCurvature k = new ExpectedCurvature(XX, new double[IMAGES], YY);
        double[] truth = {0.3, 1, 1.5, 2, 1.5, 1};
        Random random = new Random(5);
        int particles = 600;
        WindowCurvature windows = new WindowCurvature(particles * IMAGES);
        double[] weights = filled(particles * IMAGES, 1);
        for (int w = 0; w < weights.length; w++) {
            int t = w % IMAGES;
            windows.gx[w] = Math.sqrt(truth[t] * XX[t]) * random.nextGaussian();
            windows.gy[w] = Math.sqrt(truth[t] * YY[t]) * random.nextGaussian();
            weights[w] = w / IMAGES == 3 ? 0 : 1;
        }
        double mean = Arrays.stream(truth).sum() / IMAGES;
        double[] found = k.dispersion(windows, weights, 0);
        double fitted = 400;
        double[] corrected = k.dispersion(windows, weights, fitted);
        double counted = 599 * IMAGES;
        for (int t = 0; t < IMAGES; t++) {
            double expected = (599 * truth[t] + 30 * mean) / 629;
            // A variance of 1200 numbers is good to 4 per cent.
            assertEquals(Math.max(1, expected), found[t], 0.15 * expected);
            if (found[t] > 1) {
                assertEquals(found[t] * 2 * counted / (2 * counted - fitted), corrected[t], 1e-9);
            }
        }
        assertArrayEquals(filled(IMAGES, 1), k.dispersion(windows, weights, 1e9));
        assertArrayEquals(filled(IMAGES, 1), k.dispersion(windows, filled(weights.length, 0), 0));
    }
}
