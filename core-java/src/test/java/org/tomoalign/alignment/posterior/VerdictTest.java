package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tomoalign.tomogram.HeldOutGain;

class VerdictTest {
    private static final int IMAGES = 7;
    private static final int PARTICLES = 9;

    private static double[] random(double mean, double scale, long seed) {
        Random random = new Random(seed);
        return random.doubles(IMAGES * PARTICLES).map(u -> mean + scale * (u - 0.5)).toArray();
    }

    @Test
    void gainsAreSummedByImageByParticleAndInTotal() {
        double[] before = random(8, 4, 1);
        double[] after = random(9, 6, 2);
        Random random = new Random(3);
        for (int w = 0; w < after.length; w++) {
            // Particle 4 and image 2 are not held out at all.
            after[w] = w / IMAGES == 4 || w % IMAGES == 2 || random.nextInt(3) == 0 ? Double.NaN : after[w];
        }
        Verdict verdict = Verdict.of(before, after, IMAGES);
        assertEquals(IMAGES, verdict.images().size());
        assertEquals(PARTICLES, verdict.particles().size());
        double total = 0;
        double totalBefore = 0;
        int windows = 0;
        double[] byImage = new double[IMAGES];
        double[] byParticle = new double[PARTICLES];
        int[] counts = new int[PARTICLES];
        for (int p = 0; p < PARTICLES; p++) {
            for (int t = 0; t < IMAGES; t++) {
                int w = p * IMAGES + t;
                if (!Double.isNaN(after[w])) {
                    byImage[t] += after[w] - before[w];
                    byParticle[p] += after[w] - before[w];
                    counts[p]++;
                    total += after[w] - before[w];
                    totalBefore += before[w];
                    windows++;
                }
            }
        }
        assertEquals(total, verdict.total().gain(), 1e-9);
        assertEquals(windows, verdict.total().windows());
        assertEquals(100 * total / totalBefore, verdict.total().percent(), 1e-9);
        for (int t = 0; t < IMAGES; t++) {
            assertEquals(byImage[t], verdict.images().get(t).gain(), 1e-9);
        }
        for (int p = 0; p < PARTICLES; p++) {
            assertEquals(byParticle[p], verdict.particles().get(p).gain(), 1e-9);
            assertEquals(counts[p], verdict.particles().get(p).windows());
        }
        assertSame(HeldOutGain.NONE, verdict.images().get(2));
        assertSame(HeldOutGain.NONE, verdict.particles().get(4));
    }

    /** Windows of a particle that err together count as one: the error is that of independent particles. */
    @Test
    void theErrorIsThatOfParticlesWhereTheirWindowsAgree() {
        double[] before = new double[IMAGES * PARTICLES];
        double[] after = new double[before.length];
        double[] byParticle = new Random(4).doubles(PARTICLES).map(u -> u - 0.4).toArray();
        double sum = 0;
        double squares = 0;
        for (int w = 0; w < before.length; w++) {
            before[w] = 5;
            after[w] = 5 + byParticle[w / IMAGES];
        }
        for (double gain : byParticle) {
            sum += IMAGES * gain;
            squares += IMAGES * IMAGES * gain * gain;
        }
        double expected = Math.sqrt((squares - sum * sum / PARTICLES) * PARTICLES / (PARTICLES - 1.0));
        assertEquals(expected, Verdict.of(before, after, IMAGES).total().error(), 1e-9);
    }

    /** Particles that happen to agree do not make windows that scatter any surer. */
    @Test
    void theErrorIsThatOfWindowsWhereParticlesAgreeByChance() {
        double[] before = new double[IMAGES * PARTICLES];
        double[] after = new double[before.length];
        for (int w = 0; w < before.length; w++) {
            after[w] = w % IMAGES == 0 ? 0 : w % IMAGES % 2 == 0 ? 4 : -3.9;
        }
        double sum = Arrays.stream(after).sum();
        double squares = Arrays.stream(after).map(x -> x * x).sum();
        int n = before.length;
        assertEquals(Math.sqrt((squares - sum * sum / n) * n / (n - 1.0)),
                Verdict.of(before, after, IMAGES).total().error(), 1e-9);
    }

    @Test
    void onlyAGainBelowMinusTwoErrorsKeepsTheInput() {
        double[] before = random(8, 0, 1);
        assertTrue(Verdict.of(before, random(5, 4, 2), IMAGES).keepsInput());
        assertFalse(Verdict.of(before, random(8, 4, 2), IMAGES).keepsInput());
        assertFalse(Verdict.of(before, random(12, 4, 2), IMAGES).keepsInput());
        double[] none = new double[before.length];
        Arrays.fill(none, Double.NaN);
        Verdict untested = Verdict.of(before, none, IMAGES);
        assertFalse(untested.keepsInput());
        assertSame(HeldOutGain.NONE, untested.total());
    }

    /** One particle may agree with itself: it keeps its input only if its windows say so beyond their sum. */
    @Test
    void aSingleParticleProvesNothing() {
        double[] before = {5, 5, 5, 5};
        double[] after = {1, 1, 1.1, 0.9};
        HeldOutGain total = Verdict.of(before, after, 4).total();
        assertFalse(total.worse());
        assertEquals(16, total.error(), 1e-9);
    }
}
