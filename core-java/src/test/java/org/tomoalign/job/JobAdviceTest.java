package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.Message;
import org.tomoalign.optimise.Reason;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectories;

class JobAdviceTest {
    private static final AlignSettings SETTINGS = AlignSettings.of(64, 5, 2);

    private static TomogramMetrics metrics(String name, int outOfRange, double rms, Reason reason, double scale) {
        return new TomogramMetrics(name, 10, 10, 100, outOfRange, -1, -2, 7, 9, reason.description(), reason.settled(), rms,
                scale, Map.of(), 1, 1, Optional.empty());
    }

    private static TomogramMetrics good(String name) {
        return metrics(name, 1, 2.4, Reason.NO_PROGRESS, 0.9);
    }

    private static List<String> advice(AlignSettings settings, TomogramMetrics... tomograms) {
        return JobAdvice.of(settings, List.of(tomograms), List.of()).stream().map(Message::toString).toList();
    }

    @Test
    void noneIfAllIsWell() {
        assertEquals(List.of(), advice(SETTINGS, good("A"), good("B")));
        assertEquals(List.of(), advice(SETTINGS));
        assertEquals(List.of(), advice(SETTINGS.withMode(AlignmentMode.IMAGE_SHIFTS),
                metrics("A", 50, 9, Reason.ITERATION_LIMIT, 7)));
    }

    @Test
    void particlesBeyondTheRange() {
        assertEquals(List.of("2.0 % of the particle images of A ended beyond range 5 px, where nothing was correlated: run "
                + "again on the output, or with a larger range"), advice(SETTINGS, metrics("A", 2, 1, Reason.NO_PROGRESS, 1)));
        assertEquals(List.of("6.0 % of the particle images of 2 of 3 tomograms (A, C) ended beyond range 5 px, where nothing "
                + "was correlated: run again on the output, or with a larger range"), advice(SETTINGS,
                        metrics("A", 2, 1, Reason.NO_PROGRESS, 1), good("B"), metrics("C", 10, 4, Reason.NO_PROGRESS, 1)));
    }

    @Test
    void largeDisplacements() {
        assertEquals(List.of("the particles of A moved by up to 2.6 px rms, more than half of range 5 px: run again on the "
                + "output, whose correlations are sharper"), advice(SETTINGS, metrics("A", 0, 2.6, Reason.NO_PROGRESS, 1)));
    }

    @Test
    void tomogramsThatDidNotConverge() {
        TomogramMetrics limit = metrics("A", 0, 1, Reason.ITERATION_LIMIT, 1);
        AlignSettings seven = new AlignSettings(64, 5, 1, 7, SETTINGS.alignment(), SETTINGS.motion(), SETTINGS.shells(),
                SETTINGS.weights(), false, false, SETTINGS.deformation(), SETTINGS.mode(), SETTINGS.posterior(), 1, 2);
        assertEquals(List.of("1 of 2 tomograms (A) did not converge (iteration limit reached): allow more by number of "
                + "iterations, or run again on the output"), advice(seven, limit, good("B")));
        AlignSettings none = new AlignSettings(64, 5, 1, 0, SETTINGS.alignment(), SETTINGS.motion(), SETTINGS.shells(),
                SETTINGS.weights(), false, false, SETTINGS.deformation(), SETTINGS.mode(), SETTINGS.posterior(), 1, 2);
        assertEquals(List.of(), advice(none, limit));
        assertEquals(List.of("A did not converge (no acceptable step found): look at the images and the reference, and run "
                + "again on the output"), advice(SETTINGS, metrics("A", 0, 1, Reason.NO_ACCEPTABLE_STEP, 1)));
    }

    @Test
    void theReferencesScale() {
        TomogramMetrics[] all = IntStream.range(0, 8).mapToObj(i -> metrics("T" + i, 0, 1, Reason.NO_PROGRESS,
                i < 7 ? 0.3 + i / 100.0 : 1)).toArray(TomogramMetrics[]::new);
        assertEquals(List.of("the images of 7 of 8 tomograms (T0, T1, T2, T3, T4, ...) fit 0.300 to 0.360 times the reference "
                + "best, expected about 1: use a reconstruction of these particles, protein bright, or automatic scale"),
                advice(SETTINGS, all));
        assertTrue(advice(SETTINGS, all[0], all[0]).getFirst().startsWith("the images of all 2 tomograms fit 0.300 times"));
        assertTrue(JobAdvice.isOffScale(Double.NaN) && JobAdvice.isOffScale(-1) && JobAdvice.isOffScale(2));
        assertFalse(JobAdvice.isOffScale(0.51) || JobAdvice.isOffScale(1.99));
    }

    @Test
    void motionThatItsPriorDoesNotExpect() {
        // Steps of 3 Å rms in each direction, since the dose is 3 and the velocity 1.
        List<TiltImage> images = IntStream.range(0, 3).mapToObj(t -> new TiltImage(new ImageSource(Path.of("none"), 0),
                t, 3 * t, new Defocus(1, 1, 0), 0, 1, 0, 0)).toList();
        TiltSeries series = new TiltSeries("TS", 2, new Vec3(64, 64, 16), 64, 64, 1, 1, new Microscope(300, 2.7, 0.1), 3,
                images);
        MotionSettings prior = new MotionSettings(1, 5000, true, false, -1);
        // Px of 2 Å: the first particle moves by (3, 4, 12) Å, the second returns to where it was.
        double[] displacements = {0, 1, 1.5, 0, 1, 2, 0, 1, 6, 0, 5, 0, 0, 5, 0, 0, 5, 0};
        MotionSize size = MotionSize.of(series, new Trajectories(3, displacements), prior);
        assertEquals(13 / Math.sqrt(2), size.rms(), 1e-12);
        assertEquals(3 * Math.sqrt(6), size.expected(), 1e-12);
        assertFalse(size.isLarge());
        List<Message> advice = JobAdvice.of(SETTINGS, List.of(good("A"), good("B")),
                List.of(new MotionSize("A", 20.1, 10), new MotionSize("B", 19.9, 10)));
        assertEquals("[the particles of 1 of 2 tomograms (A) moved by up to 20.1 Å rms during the exposure, where velocity "
                + "sigma expects 10.0 Å: look at the tracks in report.html; if they are true, use a larger velocity sigma]",
                advice.toString());
    }

    private static TomogramMetrics judged(String name, boolean keptInput, List<Integer> weakImages, int weakParticles) {
        TomogramMetrics m = good(name);
        return new TomogramMetrics(name, m.particles(), m.images(), m.windows(), m.outOfRange(), -1, -2, 7, 9, m.whyStopped(),
                true, m.rmsDisplacement(), m.scale(), Map.of(), 1, 1, Optional.of(new VerdictMetrics("no difference", keptInput,
                        0, 1, 0, 1, 100, 1, 0, 0, 0, 0.5, weakImages, weakParticles)));
    }

    @Test
    void tomogramsThatKeptTheirInput() {
        TomogramMetrics refined = judged("A", false, List.of(), 0);
        assertEquals(List.of(), advice(SETTINGS, refined));
        String sentence = " kept the input's geometry, as windows that were held out correlate less with the refined one: ";
        List<String> found = advice(SETTINGS, refined, good("B"), judged("C", true, List.of(), 0));
        assertEquals(1, found.size());
        assertTrue(found.getFirst().startsWith("1 of 3 tomograms (C)" + sentence), found.getFirst());
    }

    @Test
    void imagesAndParticlesThatHardlyFit() {
        assertEquals(List.of("less than a fifth of the predicted signal in A image 7; B images 1, 2, 3, 4, 5, ...: see "
                + "scores.star; consider to leave them out"), advice(SETTINGS, judged("A", false, List.of(7), 0),
                        judged("B", false, List.of(1, 2, 3, 4, 5, 6), 0), good("C")));
        String fits = " not fit, with less than a fifth of the predicted signal (";
        assertEquals(List.of("1 of 20 particles does" + fits + "1 of 2 tomograms (A)): see scores.star"),
                advice(SETTINGS, judged("A", false, List.of(), 1), judged("B", false, List.of(), 0)));
        assertEquals(List.of("5 of 20 particles do" + fits + "all 2 tomograms): see scores.star"),
                advice(SETTINGS, judged("A", false, List.of(), 2), judged("B", false, List.of(), 3)));
    }

    /** Six tomograms are named as five and more. */
    @Test
    void notAllOfManyTomogramsAreNamed() {
        TomogramMetrics[] six = IntStream.range(0, 6).mapToObj(i -> judged("T" + i, false, List.of(2), 0))
                .toArray(TomogramMetrics[]::new);
        String found = advice(SETTINGS, six).getFirst();
        assertTrue(found.contains("T4 image 2; ...: see scores.star"), found);
        assertFalse(advice(SETTINGS, Arrays.copyOf(six, 5)).getFirst().contains("..."));
    }
}
