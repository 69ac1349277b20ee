package org.tomoalign.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.input.InputException;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.JobListener;
import org.tomoalign.mrc.MrcHeader;
import org.tomoalign.mrc.MrcMode;
import org.tomoalign.mrc.MrcVolume;
import org.tomoalign.mrc.MrcWriter;
import org.tomoalign.star.StarDocument;

class SimulatorTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(ProjectLayout.class)
    void theSameBytesForAnyNumberOfThreads(ProjectLayout layout) throws IOException {
        SimulationOptions options = SmallSets.options().layout(layout).build();
        SmallSets.simulate(options, folder.resolve("one"), 1);
        SmallSets.simulate(options, folder.resolve("two"), 2);
        Map<String, byte[]> one = contents(folder.resolve("one")), two = contents(folder.resolve("two"));
        assertEquals(one.keySet(), two.keySet());
        assertTrue(one.keySet().containsAll(List.of("optimisation_set.star", "tomograms.star",
                "particles.star", "ref/half1.mrc", "ref/half2.mrc", "ref/mask.mrc", "ref/fsc.star",
                "truth/tomograms.star", "truth/particles.star", "truth/motion.star")), one.keySet().toString());
        one.forEach((name, bytes) -> assertArrayEquals(bytes, two.get(name), name));
        SmallSets.simulate(options.edit().seed(2).build(), folder.resolve("other"), 2);
        Map<String, byte[]> other = contents(folder.resolve("other"));
        other.forEach((name, bytes) -> assertEquals(
                name.equals("optimisation_set.star") || name.equals("ref/mask.mrc") || name.equals("tomograms.star")
                        && layout != ProjectLayout.V4, Arrays.equals(bytes, one.get(name)), name));
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> out = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return out;
    }

    @Test
    void theLayoutsHoldTheSameImagesAndGeometry() throws IOException {
        for (ProjectLayout layout : ProjectLayout.values()) {
            SmallSets.simulate(SmallSets.options().layout(layout).build(), folder.resolve(layout.name()), 2);
        }
        Path v4 = folder.resolve("V4"), v5 = folder.resolve("V5"), stack = folder.resolve("V5_STACK");
        assertArrayEquals(Files.readAllBytes(v4.resolve("tiltseries/TS_02.mrc")),
                Files.readAllBytes(stack.resolve("tiltseries/TS_02.mrc")));
        try (Arena arena = Arena.ofConfined()) {
            float[] series = MrcVolume.read(v4.resolve("tiltseries/TS_02.mrc"), arena).toArray();
            float[] image = MrcVolume.read(v5.resolve("frames/TS_02_01.mrc"), arena).toArray();
            assertEquals(MrcMode.FLOAT16, MrcHeader.read(v5.resolve("frames/TS_02_01.mrc")).mode());
            for (int i = 0; i < image.length; i++) {
                float expected = series[image.length + i];
                assertEquals(expected, image[i], Math.max(1e-7f, Math.abs(expected) / 2048));
            }
        }
        AlignmentScore corner = Score.of(v4, v4);
        for (Path other : new Path[] {v5, stack}) {
            AlignmentScore centred = Score.of(other, other);
            assertEquals(corner.total().rmsBefore(), centred.total().rmsBefore(), 1e-4);
            assertEquals(corner.total().maxAfter(), centred.total().maxAfter(), 1e-4);
            assertEquals(corner.total().angleBefore(), centred.total().angleBefore(), 1e-5);
            // The same positions and projections: one layout's output scores like the other's.
            AlignmentScore mixed = Score.of(v4, other);
            assertEquals(corner.total().rmsAfter(), mixed.total().rmsAfter(), 1e-4);
        }
        assertTrue(corner.total().rmsBefore() > 1, "there is an error to find");
    }

    @Test
    void aGivenMapIsUsedWithItsPixelSize() throws IOException {
        float[] values = new float[24 * 24 * 24];
        values[(12 * 24 + 12) * 24 + 12] = 1;
        values[(12 * 24 + 12) * 24 + 14] = 0.5f;
        Path map = folder.resolve("map.mrc");
        MrcWriter.writeVolume(map, values, 24, 24, 24, 3.5);
        SimulationOptions options = SmallSets.options().map(map).pixelSize(0).build();
        SmallSets.simulate(options, folder.resolve("set"), 2);
        MrcHeader half = MrcHeader.read(folder.resolve("set/ref/half1.mrc"));
        assertEquals(3.5, half.pixelSize(), 1e-6);
        assertEquals(16, half.width());
        try (Arena arena = Arena.ofConfined()) {
            float[] read = MrcVolume.read(half.file(), arena).toArray();
            float centre = read[(8 * 16 + 8) * 16 + 8];
            assertEquals(0.5, read[(8 * 16 + 8) * 16 + 10] / centre, 0.03, "cropped about the centre");
            assertEquals(Math.sqrt(16), centre, 0.1, "the grey scale of a reconstruction");
        }
        assertRefused(options.edit().pixelSize(4).build(), "maps are not resampled");
        MrcWriter.writeVolume(map, values, 24, 24, 24, 0);
        assertRefused(options, "no pixel size");
        MrcWriter.writeVolume(map, values, 24, 12, 48, 3.5);
        assertRefused(options, "expected a cube");
    }

    @Test
    void nonsensicalOptionsAreRefusedAndNamed() {
        Map<String, UnaryOperator<SimulationOptionsBuilder>> wrong = new TreeMap<>(Map.of(
                "box size of the simulation 17: ", b -> b.box(17), "box size of the simulation 0: ", b -> b.box(0),
                "size of the tilt images 60 x 60: ", b -> b.box(96).size(60, 60),
                "number of tilt images 1: ", b -> b.tilts(1), "signal-to-noise ratio 0: ", b -> b.snr(0),
                "pixel size 0: ", b -> b.pixelSize(0), "tilt step 90: ", b -> b.step(90),
                "name of the tilt series a b: ", b -> b.name("a b"), "number of particles 1: ", b -> b.particles(1),
                "correlation length of the motion 0: ", b -> b.sLen(0)));
        wrong.put("spread of the images' signal -1: ", b -> b.tiltScale(-1));
        wrong.put("fraction of missing particles 1: ", b -> b.junk(1));
        wrong.put("decay of the motion -1: ", b -> b.sDecay(-1));
        wrong.put("lattice spacing -1: ", b -> b.lattice(-1));
        wrong.put("lattice spacing 9: expected 0 together with thin layer", b -> b.lattice(9).flat(true));
        wrong.put("lattice spacing 20: expected room for 4 particles", b -> b.lattice(20));
        wrong.put("lattice spacing 0.1: expected room for 800 particles", b -> b.lattice(0.1).particles(800));
        wrong.forEach((words, change) -> assertRefused(change.apply(SmallSets.options()).build(), words));
        assertFalse(Files.exists(folder.resolve("refused/ref")), "nothing is written before the options are checked");
    }

    private void assertRefused(SimulationOptions options, String words) {
        InputException e =
                assertThrows(InputException.class, () -> SmallSets.simulate(options, folder.resolve("refused"), 1));
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    @Test
    void theReferenceAgreesWithItselfUpToTheNoise() throws IOException {
        SmallSets.simulate(SmallSets.options().build(), folder, 2);
        var fsc = StarDocument.read(folder.resolve("ref/fsc.star")).table("fsc");
        assertEquals(9, fsc.rows());
        for (int r = 0; r < 6; r++) {
            double value = fsc.column("rlnFourierShellCorrelationCorrected").number(r);
            assertTrue(value > 0.9 && value < 1.0 + 1e-9, "shell " + r + ": " + value);
        }
    }

    @Test
    void theTruthTellsSignalAndPresenceAndTheProjectDoesNot() throws IOException {
        SimulationOptions options = SmallSets.options().particles(10).tiltScale(0.5).junk(0.4).build();
        for (ProjectLayout layout : ProjectLayout.values()) {
            Path set = folder.resolve(layout.name());
            SmallSets.simulate(options.edit().layout(layout).build(), set, 2);
            SimulatedSeries expected = new SeriesGenerator(options, options.pixelSize(), 1).generate();
            var images = StarDocument.read(set.resolve("truth/tomograms.star")).table("TS_02");
            for (int f = 0; f < options.tilts(); f++) {
                assertEquals(expected.images().get(f).signal(), images.column("tomoSignal").number(f), 1e-5);
            }
            var particles = StarDocument.read(set.resolve("truth/particles.star")).table("particles");
            for (int p = 0; p < options.particles(); p++) {
                assertEquals(expected.particles().get(p).there() ? "1" : "0",
                        particles.column("tomoIsThere").text(options.particles() + p));
            }
            for (String file : new String[] {"tomograms.star", "particles.star"}) {
                assertFalse(Files.readString(set.resolve(file)).contains("_tomo"), file);
            }
        }
    }

    @Test
    void everySeriesIsAStageAndEveryImageAStep() {
        for (ProjectLayout layout : ProjectLayout.values()) {
            List<String> said = Collections.synchronizedList(new ArrayList<>());
            JobListener listener = event -> {
                switch (event) {
                    case JobEvent.Began began -> said.add(began.stage().tomogram() + ": "
                            + began.stage().activity().phrase() + ", " + began.stage().total());
                    case JobEvent.Ended ended -> said.add("ended after " + ended.done());
                    default -> { }
                }
            };
            try (ForkJoinPool pool = new ForkJoinPool(2)) {
                new Simulator(Fftw.get(), pool, listener)
                        .simulate(SmallSets.options().layout(layout).build(), folder.resolve(layout.name()));
            }
            assertEquals(List.of("TS_01: simulating, 3", "ended after 3", "TS_02: simulating, 3", "ended after 3"), said);
        }
    }

    @Test
    void pathsCarryThePrefix() throws IOException {
        SmallSets.simulate(SmallSets.options().pathPrefix("runs/set/").build(), folder, 1);
        String set = Files.readString(folder.resolve("optimisation_set.star"));
        assertTrue(set.contains(" runs/set/particles.star") && set.contains(" runs/set/ref/fsc.star"), set);
        assertTrue(Files.readString(folder.resolve("tomograms.star")).contains(" runs/set/tiltseries/TS_01.mrc"));
    }
}
