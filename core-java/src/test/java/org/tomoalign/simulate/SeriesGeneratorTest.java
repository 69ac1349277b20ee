package org.tomoalign.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesGeneratorTest {
    private static final int SEEDS = 40;

    private static SimulatedSeries generate(SimulationOptions options, long seed) {
        return new SeriesGenerator(options.edit().seed(seed).build(), 2, 0).generate();
    }

    private static SimulationOptionsBuilder options() {
        return SimulationOptions.defaults().edit().particles(20).tilts(21).size(700, 700).pixelSize(2);
    }

    @Test
    void signalsOfImagesHaveTheSpreadAskedForAndAreAllDrawnAnew() {
        double sum = 0, squares = 0;
        int n = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            for (SimulatedSeries.Image image : generate(options().tiltScale(0.8).build(), seed).images()) {
                double log = Math.log(image.signal());
                sum += log;
                squares += log * log;
                n++;
            }
        }
        // 840 values: standard errors are 0.8 / sqrt(840) = 0.028 and 0.8 / sqrt(1680) = 0.020; allowed are four of them.
        assertEquals(0, sum / n, 0.11);
        assertEquals(0.8, Math.sqrt(squares / n), 0.08);
    }

    @Test
    void theFractionOfParticlesAskedForIsNotThere() {
        int[] absences = new int[20];
        for (int seed = 1; seed <= 10 * SEEDS; seed++) {
            List<SimulatedSeries.Molecule> particles = generate(options().tilts(2).junk(0.3).build(), seed).particles();
            assertEquals(6, particles.stream().filter(p -> !p.there()).count());
            for (int p = 0; p < absences.length; p++) {
                absences[p] += particles.get(p).there() ? 0 : 1;
            }
        }
        for (int count : absences) {
            // Binomial: 120 of 400, standard deviation 9.2.
            assertEquals(120, count, 40, "each particle is as likely to be absent as every other");
        }
        assertEquals(1, generate(options().particles(3).junk(0.99).build(), 1).particles().stream()
                .filter(SimulatedSeries.Molecule::there).count(), "one is always there");
    }

    /** In the dose that an option gives, whatever the dose of an image. */
    @Test
    void motionDecaysWithDose() {
        double[] dose = {2, 6};
        double[] slowing = new double[2];
        for (int kind = 0; kind < 2; kind++) {
            SimulationOptions options =
                    options().particles(10).sVel(0.5).sLen(200).dose(dose[kind]).sDecay(12).tilts(7).build();
            double first = 0, last = 0;
            for (int seed = 1; seed <= 5 * SEEDS; seed++) {
                SimulatedSeries series = generate(options, seed);
                int[] order = {3, 4, 2, 5, 1, 6, 0};
                for (SimulatedSeries.Molecule p : series.particles()) {
                    first += Math.pow(p.trajectory().get(order[1]).minus(p.trajectory().get(order[0])).norm(), 2);
                    last += Math.pow(p.trajectory().get(order[6]).minus(p.trajectory().get(order[5])).norm(), 2);
                }
            }
            slowing[kind] = Math.sqrt(last / first);
        }
        assertEquals((Math.exp(-5 * 2 / 12.0) + 0.15) / 1.15, slowing[0], 0.05);
        assertEquals((Math.exp(-5 * 6 / 12.0) + 0.15) / 1.15, slowing[1], 0.03);
    }

    @Test
    void geometryAndErrorsDoNotDependOnSignalAndPresence() {
        SimulatedSeries plain = generate(options().build(), 5);
        SimulatedSeries spoiled = generate(options().tiltScale(0.8).junk(0.3).build(), 5);
        List<SimulatedSeries.Image> images = new ArrayList<>();
        for (SimulatedSeries.Image i : spoiled.images()) {
            images.add(new SimulatedSeries.Image(i.truth(), i.given(), i.defocus(), i.dose(), 1));
        }
        List<SimulatedSeries.Molecule> particles = new ArrayList<>();
        for (SimulatedSeries.Molecule p : spoiled.particles()) {
            particles.add(new SimulatedSeries.Molecule(p.angles(), p.truth(), p.given(), p.trajectory(), true));
        }
        assertEquals(plain.images(), images);
        assertEquals(plain.particles(), particles);
        assertTrue(spoiled.images().stream().anyMatch(i -> Math.abs(i.signal() - 1) > 0.3), "signals do differ");
    }
}
