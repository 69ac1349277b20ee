package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.RealFft2d;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.mrc.MrcMode;
import org.tomoalign.mrc.MrcWriter;
import org.tomoalign.optics.ContrastTransfer;
import org.tomoalign.optics.RadiationDamage;
import org.tomoalign.optics.Zernike;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.reference.ShellWeights;
import org.tomoalign.tomogram.Aberrations;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.Trajectories;

class WholeImageCorrelatorTest {
    private static final int BOX = 16;
    private static final int MAP = 12;
    private static final int WIDTH = 60;
    private static final int HEIGHT = 48;
    private static final double PIXEL = 2.5;
    private static final int[][] SHIFTS = {{3, -2}, {0, 4}, {-5, 1}};
    private static final Aberrations ABERRATIONS =
            new Aberrations(List.of(0.0, 2.0, 0.0, -3.0), List.of(0.5, -0.7, 20.0));
    // The last one lies across the border.
    private static final List<Particle> PARTICLES = List.of(
            particle(0, new EulerAngles(10, 40, -70), 1), particle(1, new EulerAngles(-130, 95, 20), 2),
            particle(2, new EulerAngles(70, 15, 140), 2), particle(3, new EulerAngles(0, 0, 0), 1));
    private static final List<Vec3> POSITIONS = List.of(new Vec3(20.3, 25.8, 9), new Vec3(36.1, 20.4, 11),
            new Vec3(30, 33.5, 8), new Vec3(30, 3, 10));

    @TempDir
    Path folder;
    private final Kernels kernels = KernelProvider.get();
    private final Fftw fftw = Fftw.get();
    private final HalfPlane plane = new HalfPlane(BOX);
    private final List<double[]> maps = new ArrayList<>();
    private final List<Projection> projections = new ArrayList<>();
    private TiltSeries series;

    private static Particle particle(int row, EulerAngles angles, int halfSet) {
        return new Particle(row, "p" + row, "TS", angles.toMatrix(), halfSet, 1);
    }

    @BeforeEach
    void writeFiles() {
        Random random = new Random(5);
        for (int half = 1; half <= 2; half++) {
            float[] map = new float[MAP * MAP * MAP];
            double[] values = new double[map.length];
            for (int i = 0; i < map.length; i++) {
                map[i] = (float) random.nextGaussian();
                values[i] = map[i];
            }
            maps.add(values);
            MrcWriter.writeVolume(folder.resolve("half" + half + ".mrc"), map, MAP, MAP, MAP, PIXEL);
        }
        Vec3 centre = new Vec3(30, 24, 10);
        List<TiltImage> images = new ArrayList<>();
        for (int f = 0; f < SHIFTS.length; f++) {
            Mat3 rotation = Mat3.rotationZ(0.2).times(Mat3.rotationY(Math.toRadians(30 * (f - 1))));
            projections.add(new Projection(rotation, centre.minus(rotation.times(centre))));
            images.add(new TiltImage(new ImageSource(folder.resolve("ts.mrc"), f), f, 3 * f,
                    new Defocus(21000, 20000, 0.6), 0.1, 0.6, 20, 0));
        }
        series = new TiltSeries("TS", PIXEL, centre.times(2), WIDTH, HEIGHT, -1, 1, new Microscope(300, 2.7, 0.1), 3,
                images);
    }

    private ReferenceMap reference() {
        return ReferenceMap.load(new ReferenceMap.Source(folder.resolve("half1.mrc"), folder.resolve("half2.mrc"),
                Optional.empty(), Optional.empty(), PIXEL), BOX, new ShellWeights.Options(false, 5.7, 3), false, fftw,
                ForkJoinPool.commonPool());
    }

    private Tomogram tomogram(List<Particle> particles, List<Vec3> positions) {
        return new Tomogram(series, particles,
                new Geometry(projections, positions, Trajectories.NONE, Deformation.NONE), Map.of(1, ABERRATIONS));
    }

    private float[] predicted(int image, ReferenceMap reference) {
        try (Arena arena = Arena.ofShared(); RealFft2d fft = new RealFft2d(fftw, BOX, BOX)) {
            MemorySegment out = AlignedSegments.floats(arena, WIDTH * HEIGHT);
            Map<Integer, ImageFilter> filters = new HashMap<>();
            filters.put(1, ImageFilter.ofPrediction(plane, series, image, reference.half(1).radius(), ABERRATIONS,
                    arena));
            assertTrue(new PredictedImage(plane, kernels, reference, fft, ForkJoinPool.commonPool())
                    .add(tomogram(PARTICLES, POSITIONS), image, filters,
                            ImageFilter.phasePerDefocus(plane, series, arena), out));
            return out.toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    @Test
    void predictionsEqualTheFormulas() {
        try (ReferenceMap reference = reference()) {
            int f = 2;
            double[] expected = new double[WIDTH * HEIGHT];
            for (int p = 0; p < PARTICLES.size(); p++) {
                addNaive(p, f, reference.half(1).radius(), expected);
            }
            float[] found = predicted(f, reference);
            double largest = 0;
            for (double v : expected) {
                largest = Math.max(largest, Math.abs(v));
            }
            for (int i = 0; i < found.length; i++) {
                assertEquals(expected[i], found[i], 3e-6 * largest, "pixel " + i % WIDTH + " " + i / WIDTH);
            }
        }
    }

    private void addNaive(int p, int f, int radius, double[] out) {
        Particle particle = PARTICLES.get(p);
        TiltImage image = series.images().get(f);
        Projection projection = projections.get(f);
        NaiveCorrelation.Complex volume = NaiveCorrelation.reference(
                maps.get(particle.halfSet() - 1), MAP, BOX, false, Math.sqrt(BOX / (double) MAP));
        Vec3 q = projection.apply(POSITIONS.get(p));
        double depth = q.z() - projection.apply(series.centre()).z();
        ContrastTransfer ctf = new ContrastTransfer(series.microscope(), new TiltImage(image.source(),
                image.row(), image.dose(), new Defocus(image.defocus().u() - PIXEL * depth,
                        image.defocus().v() - PIXEL * depth, image.defocus().angle()),
                image.phaseShift(), 1, image.bFactor(), 0));
        Mat3 m = projection.linear().times(particle.orientation());
        int left = (int) Math.floor(q.x() + 0.5) - BOX / 2;
        int top = (int) Math.floor(q.y() + 0.5) - BOX / 2;
        for (int y = 0; y < BOX; y++) {
            for (int x = 0; x <= BOX / 2; x++) {
                int ky = plane.ky(y);
                if (Math.hypot(x, ky) > radius || x == BOX / 2) {
                    continue;
                }
                double u = x / (BOX * PIXEL), v = ky / (BOX * PIXEL);
                double[] value = NaiveCorrelation.slice(volume, BOX, m, x, ky);
                double amplitude = Math.sin(ctf.phase(u, v) + Zernike.evenPhase(ABERRATIONS, u, v)) * ctf.envelope(u, v)
                        * RadiationDamage.weight(image, Math.hypot(u, v)) * plane.multiplicity(x) / BOX;
                double phase = Zernike.oddPhase(ABERRATIONS, u, v);
                for (int j = Math.max(0, top); j < Math.min(HEIGHT, top + BOX); j++) {
                    for (int i = Math.max(0, left); i < Math.min(WIDTH, left + BOX); i++) {
                        double a = phase + 2 * Math.PI / BOX * (x * (i - q.x()) + ky * (j - q.y()));
                        out[j * WIDTH + i] += amplitude * (value[0] * Math.cos(a) - value[1] * Math.sin(a));
                    }
                }
            }
        }
    }

    /** Writes the predictions, each shifted round the borders and multiplied. */
    private void writeShifted(ReferenceMap reference, double factor, double noise) {
        Random random = new Random(8);
        try (Arena arena = Arena.ofConfined(); MrcWriter writer = MrcWriter.create(folder.resolve("ts.mrc"),
                MrcWriter.Content.STACK, WIDTH, HEIGHT, SHIFTS.length, MrcMode.FLOAT32, PIXEL)) {
            for (int f = 0; f < SHIFTS.length; f++) {
                float[] image = predicted(f, reference);
                MemorySegment shifted = arena.allocate(4L * WIDTH * HEIGHT);
                for (int i = 0; i < image.length; i++) {
                    int x = Math.floorMod(i % WIDTH + SHIFTS[f][0], WIDTH);
                    int y = Math.floorMod(i / WIDTH + SHIFTS[f][1], HEIGHT);
                    shifted.setAtIndex(ValueLayout.JAVA_FLOAT, (long) y * WIDTH + x,
                            (float) (factor * image[i] + noise * random.nextGaussian()));
                }
                writer.writeSlice(f, shifted, 0);
            }
            writer.commit();
        }
    }

    private List<Optional<WholeImageCorrelator.Shift>> measure(
            ReferenceMap reference, SpectralWeights.Whitening whitening, boolean compat, int threads,
            WholeImageCorrelator.Sink sink) {
        try (TiltStack pixels = TiltStack.open(series); ForkJoinPool pool = new ForkJoinPool(threads)) {
            WholeImageCorrelator correlator = new WholeImageCorrelator(plane, kernels, fftw, reference,
                    new SpectralWeights.Options(whitening, false, 0, -1, 0.02), compat);
            return correlator.measure(tomogram(PARTICLES, POSITIONS), pixels, sink, pool, n -> { });
        }
    }

    @Test
    void shiftsAreFoundAndTheScaleIsMeasured() {
        try (ReferenceMap reference = reference()) {
            writeShifted(reference, 0.75, 0);
            float[][] sums = new float[SHIFTS.length][];
            List<Optional<WholeImageCorrelator.Shift>> found = measure(reference, SpectralWeights.Whitening.NONE, false,
                    2, (f, cc) -> sums[f] = cc.toArray(ValueLayout.JAVA_FLOAT));
            for (int f = 0; f < SHIFTS.length; f++) {
                WholeImageCorrelator.Shift shift = found.get(f).orElseThrow();
                assertEquals(SHIFTS[f][0], shift.x(), 1e-3);
                assertEquals(SHIFTS[f][1], shift.y(), 1e-3);
                assertEquals(0.75, shift.after() / shift.power(), 1e-4);
                int peak = (HEIGHT / 2 + SHIFTS[f][1]) * WIDTH + WIDTH / 2 + SHIFTS[f][0];
                assertEquals(shift.after(), sums[f][peak]);
                assertEquals(shift.before(), sums[f][HEIGHT / 2 * WIDTH + WIDTH / 2]);
            }
        }
    }

    @Test
    void shiftsAreFoundInNoiseByAnyNumberOfThreads() {
        try (ReferenceMap reference = reference()) {
            float[] one = predicted(1, reference);
            double power = 0;
            for (float v : one) {
                power += v * (double) v / one.length;
            }
            writeShifted(reference, 1, 0.5 * Math.sqrt(power));
            for (boolean compat : new boolean[] {false, true}) {
                List<Optional<WholeImageCorrelator.Shift>> first =
                        measure(reference, SpectralWeights.Whitening.POWER, compat, 1, null);
                for (int f = 0; f < SHIFTS.length; f++) {
                    assertArrayEquals(new double[] {SHIFTS[f][0], SHIFTS[f][1]},
                            new double[] {first.get(f).orElseThrow().x(), first.get(f).orElseThrow().y()}, 0.5);
                }
                assertEquals(first, measure(reference, SpectralWeights.Whitening.POWER, compat, 3, null));
            }
        }
    }

    @Test
    void imagesWithoutParticlesHaveNoShift() {
        try (ReferenceMap reference = reference()) {
            writeShifted(reference, 1, 0.1);
            Tomogram outside = tomogram(
                    List.of(particle(0, new EulerAngles(0, 0, 0), 1)), List.of(new Vec3(-400, 20, 10)));
            try (TiltStack pixels = TiltStack.open(series)) {
                assertEquals(Collections.nCopies(SHIFTS.length, Optional.empty()), new WholeImageCorrelator(plane, kernels,
                        fftw, reference, SpectralWeights.Options.DEFAULT, false)
                        .measure(outside, pixels, null, ForkJoinPool.commonPool(), n -> { }));
            }
        }
    }
}
