package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.BicubicKernels;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
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
import org.tomoalign.tomogram.Visibility;

/** The fast correlation against the method's formulas written out as sums. */
class CorrelatorTest {
    private static final int BOX = 16;
    private static final int MAP = 12;
    private static final int SIZE = 48;
    private static final int RANGE = 4;
    private static final double PIXEL = 2.5;
    private static final Aberrations ABERRATIONS =
            new Aberrations(List.of(0.0, 2.0, 0.0, -3.0), List.of(0.5, -0.7, 20.0));
    private static final List<Particle> PARTICLES = List.of(particle(0, new EulerAngles(10, 40, -70), 1),
            particle(1, new EulerAngles(-130, 95, 20), 2), particle(2, new EulerAngles(0, 0, 0), 1));
    private static final List<Vec3> POSITIONS =
            List.of(new Vec3(20.3, 25.8, 9), new Vec3(26.1, 22.4, 11), new Vec3(3, 24, 10));
    private static final Vec3 CENTRE = new Vec3(24, 24, 10);
    /** The second image of the file was taken first. */
    private static final List<Projection> PROJECTIONS = List.of(projection(-7), projection(40));

    @TempDir
    Path folder;
    private final Kernels kernels = KernelProvider.get();
    private final Fftw fftw = Fftw.get();
    private TiltSeries series;
    private final List<float[]> images = new ArrayList<>();
    private final List<float[]> maps = new ArrayList<>();

    private static Particle particle(int row, EulerAngles angles, int halfSet) {
        return new Particle(row, "p" + row, "TS", angles.toMatrix(), halfSet, 1);
    }

    private static Projection projection(double degrees) {
        Mat3 rotation = Mat3.rotationZ(1.4).times(Mat3.rotationY(Math.toRadians(degrees)));
        return new Projection(rotation, CENTRE.minus(rotation.times(CENTRE)));
    }

    @BeforeEach
    void writeFiles() {
        Random random = new Random(5);
        for (int half = 1; half <= 2; half++) {
            maps.add(noise(random, MAP * MAP * MAP));
            MrcWriter.writeVolume(folder.resolve("half" + half + ".mrc"), maps.getLast(), MAP, MAP, MAP, PIXEL);
        }
        float[] stack = noise(random, 2 * SIZE * SIZE);
        MrcWriter.writeVolume(folder.resolve("ts.mrc"), stack, SIZE, SIZE, 2, PIXEL);
        images.add(Arrays.copyOfRange(stack, 0, SIZE * SIZE));
        images.add(Arrays.copyOfRange(stack, SIZE * SIZE, 2 * SIZE * SIZE));
        series = new TiltSeries("TS", PIXEL, CENTRE.times(2), SIZE, SIZE, -1, 1, new Microscope(300, 2.7, 0.1), 3,
                List.of(tilt(1, 0), tilt(0, 6)));
    }

    private TiltImage tilt(int row, double dose) {
        return new TiltImage(new ImageSource(folder.resolve("ts.mrc"), row), row, dose, new Defocus(21000, 20000, 0.6),
                0.1, 0.95, 20, 0);
    }

    private static float[] noise(Random random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private ReferenceMap reference(boolean compat) {
        return ReferenceMap.load(new ReferenceMap.Source(folder.resolve("half1.mrc"), folder.resolve("half2.mrc"),
                Optional.empty(), Optional.empty(), PIXEL), BOX, new ShellWeights.Options(false, 5.7, 3), compat, fftw,
                ForkJoinPool.commonPool());
    }

    private Tomogram tomogram() {
        return new Tomogram(series, PARTICLES,
                new Geometry(PROJECTIONS, POSITIONS, Trajectories.NONE, Deformation.NONE), Map.of(1, ABERRATIONS));
    }

    private Correlator.Result correlate(HalfPlane plane, SpectralWeights weights, ReferenceMap reference, int pad,
            int threads, Arena arena) {
        return correlate(plane, weights, reference, WindowShape.within(BOX, RANGE, pad), threads, arena);
    }

    private Correlator.Result correlate(HalfPlane plane, SpectralWeights weights, ReferenceMap reference, WindowShape shape,
            int threads, Arena arena) {
        try (TiltStack pixels = TiltStack.open(series);
                Correlator correlator = new Correlator(
                        plane, shape, new Visibility(BOX / 2.0, false), kernels, fftw, reference, false);
                ForkJoinPool pool = new ForkJoinPool(threads)) {
            return correlator.correlate(tomogram(), pixels, weights, arena, pool, n -> { });
        }
    }

    private SpectralWeights weights(HalfPlane plane, ReferenceMap reference) {
        try (TiltStack pixels = TiltStack.open(series)) {
            List<double[]> spectra = NoiseSpectrum.measure(
                    plane, reference.shells().lastWeightedShell(), pixels, SIZE, SIZE, kernels, fftw,
                    ForkJoinPool.commonPool(), n -> { });
            return SpectralWeights.of(plane, series, spectra, reference.shells(), SpectralWeights.Options.DEFAULT,
                    plane.width());
        }
    }

    @Test
    void windowsEqualTheFormulas() {
        for (int pad = 1; pad <= 2; pad++) {
            HalfPlane plane = new HalfPlane(BOX);
            try (ReferenceMap reference = reference(pad == 1); Arena arena = Arena.ofShared()) {
                SpectralWeights weights = weights(plane, reference);
                Correlator.Result result = correlate(plane, weights, reference, pad, 2, arena);
                for (int p = 0; p < 2; p++) {
                    NaiveCorrelation.Complex volume = NaiveCorrelation.reference(
                            doubles(maps.get(PARTICLES.get(p).halfSet() - 1)), MAP, BOX, pad == 1,
                            pad == 1 ? 1 : Math.sqrt(BOX / (double) MAP));
                    for (int t = 0; t < 2; t++) {
                        assertWindow(result, weights, volume, p, POSITIONS.get(p), t, pad, 1);
                    }
                }
            }
        }
    }

    private static double[] doubles(float[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    private void assertWindow(
            Correlator.Result result, SpectralWeights weights, NaiveCorrelation.Complex volume, int p, Vec3 position, int t,
            int pad, double share) {
        CorrelationStack windows = result.windows();
        int side = windows.side();
        double[] power = new double[1];
        double[] expected = naiveWindow(weights, volume, p, position, t, pad, power);
        double largest = 0;
        for (double v : expected) {
            largest = Math.max(largest, Math.abs(v));
        }
        float[] found = windows.slice(windows.window(p, t)).toArray(ValueLayout.JAVA_FLOAT);
        int margin = WindowShape.within(BOX, RANGE, pad).margin();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                boolean frame = Math.min(x, y) < 3 || Math.max(x, y) >= side - 3;
                double fade = fade(Math.min(x, side - 1 - x), margin) * fade(Math.min(y, side - 1 - y), margin);
                assertEquals(frame ? 0 : fade * expected[y * side + x], found[y * side + x], frame ? 0 : 2e-6 * largest,
                        "particle " + p + ", image " + t + ", pad " + pad + ", pixel " + x + " " + y);
            }
        }
        assertEquals(share * power[0], result.predictedPower()[windows.window(p, t)], 2e-5 * power[0]);
    }

    /** A raised cosine from the frame to the two pixels beyond the range that are true. */
    private static double fade(int fromEdge, int margin) {
        double part = (fromEdge - 3 + 1) / (margin - 2 + 1.0);
        return part >= 1 || margin <= 2 ? 1 : 0.5 - 0.5 * Math.cos(Math.PI * part);
    }

    private double[] naiveWindow(
            SpectralWeights weights, NaiveCorrelation.Complex volume, int p, Vec3 position, int t, int pad, double[] power) {
        Vec3 q = PROJECTIONS.get(t).apply(position);
        int left = (int) Math.floor(q.x() + 0.5) - BOX / 2;
        int top = (int) Math.floor(q.y() + 0.5) - BOX / 2;
        double[] box = NaiveCorrelation.box(images.get(1 - t), SIZE, BOX, left, top);
        int side = WindowShape.within(BOX, RANGE, pad).side();
        double[] window = new double[side * side];
        HalfPlane plane = new HalfPlane(BOX);
        for (int y = 0; y < BOX; y++) {
            for (int x = 0; x < weights.range(t).end(y); x++) {
                int ky = plane.ky(y);
                if (x == 0 && ky == 0) {
                    continue;
                }
                double[] obs = NaiveCorrelation.transform(box, BOX, x, ky, q.x() - left, q.y() - top);
                double[] pred = prediction(volume, p, position, t, x, ky);
                double pr = pred[0];
                double pi = pred[1];
                double w = weights.at(t, x, y) * plane.multiplicity(x);
                power[0] += w * (pr * pr + pi * pi);
                double re = -w * (obs[0] * pr + obs[1] * pi);
                double im = -w * (obs[1] * pr - obs[0] * pi);
                for (int j = 0; j < side; j++) {
                    for (int i = 0; i < side; i++) {
                        double a = 2 * Math.PI / (BOX * pad) * (x * (i - side / 2) + ky * (j - side / 2));
                        window[j * side + i] += re * Math.cos(a) - im * Math.sin(a);
                    }
                }
            }
        }
        return window;
    }

    /** Returns what the reference predicts for a frequency of a particle on an image. */
    private double[] prediction(NaiveCorrelation.Complex volume, int p, Vec3 position, int t, int x, int ky) {
        TiltImage image = series.images().get(t);
        Projection projection = PROJECTIONS.get(t);
        double depth = projection.apply(position).z() - projection.apply(series.centre()).z();
        TiltImage moved = new TiltImage(image.source(), image.row(), image.dose(),
                new Defocus(image.defocus().u() - PIXEL * depth, image.defocus().v() - PIXEL * depth,
                        image.defocus().angle()),
                image.phaseShift(), image.scale(), image.bFactor(), 0);
        ContrastTransfer ctf = new ContrastTransfer(series.microscope(), moved);
        double u = x / (BOX * PIXEL), v = ky / (BOX * PIXEL);
        double[] pred = NaiveCorrelation.slice(
                volume, BOX, projection.linear().times(PARTICLES.get(p).orientation()), x, ky);
        double amplitude = -Math.sin(ctf.phase(u, v) + Zernike.evenPhase(ABERRATIONS, u, v)) * ctf.envelope(u, v)
                * RadiationDamage.weight(image, Math.hypot(u, v));
        double phase = Zernike.oddPhase(ABERRATIONS, u, v);
        return new double[] {amplitude * (pred[0] * Math.cos(phase) - pred[1] * Math.sin(phase)),
            amplitude * (pred[0] * Math.sin(phase) + pred[1] * Math.cos(phase))};
    }

    /** Returns the weighted power of a prediction at each pixel around the particle, which is at (BOX/2, BOX/2). */
    private double[][] powerAround(
            SpectralWeights weights, NaiveCorrelation.Complex volume, int p, Vec3 position, int t) {
        HalfPlane plane = new HalfPlane(BOX);
        double[][] pixels = new double[BOX][BOX];
        for (int y = 0; y < BOX; y++) {
            for (int x = 0; x < weights.range(t).end(y); x++) {
                double[] pred = prediction(volume, p, position, t, x, plane.ky(y));
                double f = x == 0 && y == 0 ? 0 : plane.multiplicity(x) * Math.sqrt(weights.at(t, x, y));
                for (int j = 0; j < BOX; j++) {
                    for (int i = 0; i < BOX; i++) {
                        double a = 2 * Math.PI / BOX * (x * (i - BOX / 2) + plane.ky(y) * (j - BOX / 2));
                        pixels[j][i] += f * (pred[0] * Math.cos(a) - pred[1] * Math.sin(a));
                    }
                }
            }
        }
        for (double[] row : pixels) {
            Arrays.setAll(row, i -> row[i] * row[i]);
        }
        return pixels;
    }

    /** Returns the part of the power that is in columns and rows of a box that are on the image. */
    private static double share(List<double[][]> powers, int left, int top) {
        double total = 0;
        double inColumns = 0;
        double inRows = 0;
        for (double[][] power : powers) {
            for (int y = 0; y < BOX; y++) {
                for (int x = 0; x < BOX; x++) {
                    total += power[y][x];
                    inColumns += left + x >= 0 && left + x < SIZE ? power[y][x] : 0;
                    inRows += top + y >= 0 && top + y < SIZE ? power[y][x] : 0;
                }
            }
        }
        return inColumns / total * (inRows / total);
    }

    /** Their predicted power is what the defocus leaves on the image, by the predictions of one particle of each half set. */
    @Test
    void windowsOverTheRimAreThoseOfThePixelsThatAreThere() {
        HalfPlane plane = new HalfPlane(BOX);
        try (ReferenceMap reference = reference(false); Arena arena = Arena.ofShared();
                TiltStack pixels = TiltStack.open(series);
                Correlator correlator = new Correlator(plane, WindowShape.within(BOX, RANGE, 1), new Visibility(1, false),
                        kernels, fftw, reference, false)) {
            SpectralWeights weights = weights(plane, reference);
            List<NaiveCorrelation.Complex> volumes = maps.stream().map(map -> NaiveCorrelation.reference(
                    doubles(map), MAP, BOX, false, Math.sqrt(BOX / (double) MAP))).toList();
            // One side of the image after the other, and a corner.
            for (Vec3 last : List.of(POSITIONS.get(2), new Vec3(22, 3, 10), new Vec3(44, 24, 10), new Vec3(24, 46, 10),
                    new Vec3(45, 44, 10))) {
                List<Vec3> positions = List.of(POSITIONS.get(0), POSITIONS.get(1), last);
                Correlator.Result result = correlator.correlate(new Tomogram(series, PARTICLES,
                        new Geometry(PROJECTIONS, positions, Trajectories.NONE, Deformation.NONE), Map.of(1, ABERRATIONS)),
                        pixels, weights, arena, ForkJoinPool.commonPool(), n -> { });
                for (int t = 0; t < 2; t++) {
                    assertShares(result, weights, volumes, positions, t);
                }
            }
        }
    }

    private void assertShares(
            Correlator.Result result, SpectralWeights weights, List<NaiveCorrelation.Complex> volumes, List<Vec3> positions,
            int t) {
        List<double[][]> powers = IntStream.range(0, 2)
                .mapToObj(p -> powerAround(weights, volumes.get(p), p, positions.get(p), t)).toList();
        for (int p = 0; p < 3; p++) {
            Vec3 q = PROJECTIONS.get(t).apply(positions.get(p));
            int w = 2 * p + t;
            boolean visible = Math.min(Math.min(q.x(), q.y()), Math.min(SIZE - q.x(), SIZE - q.y())) > 1;
            assertEquals(visible, result.windows().visible(w));
            if (visible) {
                double share = share(powers, (int) Math.floor(q.x() + 0.5) - BOX / 2,
                        (int) Math.floor(q.y() + 0.5) - BOX / 2);
                assertEquals(share, result.windows().share(w), p < 2 ? 0 : 1e-5, "particle " + p + ", image " + t);
                assertWindow(result, weights, volumes.get(PARTICLES.get(p).halfSet() - 1), p, positions.get(p), t, 1, share);
            }
        }
    }

    /** At the pixels a spline has the values of the windows; between them those of finer windows, which are the truth. */
    @Test
    void splinesFollowTheCorrelation() {
        HalfPlane plane = new HalfPlane(BOX);
        try (ReferenceMap reference = reference(false); Arena arena = Arena.ofShared()) {
            SpectralWeights weights = weights(plane, reference);
            CorrelationStack plain = correlate(plane, weights, reference, 1, 2, arena).windows();
            CorrelationStack fine = correlate(plane, weights, reference, 2, 2, arena).windows();
            CorrelationStack splines = correlate(
                    plane, weights, reference, plain.shape().withSplines(), 2, arena).windows();
            List<float[]> sums = splines.sums(ForkJoinPool.commonPool());
            List<float[]> expectedSums = plain.sums(ForkJoinPool.commonPool());
            double squares = 0;
            double bySpline = 0;
            double byBicubic = 0;
            for (int t = 0; t < 2; t++) {
                int w = plain.window(0, t);
                double largest = 0;
                for (float v : plain.slice(w).toArray(ValueLayout.JAVA_FLOAT)) {
                    largest = Math.max(largest, Math.abs(v));
                }
                for (int half = -2 * RANGE + 1; half < 2 * RANGE; half++) {
                    double truth = fine.slice(w).getAtIndex(
                            ValueLayout.JAVA_FLOAT, (long) fine.side() * fine.centre() + fine.centre() + half);
                    double spline = at(kernels.splines(), splines, w, half / 2.0);
                    if (half % 2 == 0) {
                        assertEquals(truth, spline, 4e-6 * largest, "image " + t + ", " + half / 2 + " px");
                    } else {
                        squares += truth * truth;
                        bySpline += Math.pow(spline - truth, 2);
                        byBicubic += Math.pow(at(kernels.bicubic(), plain, w, half / 2.0) - truth, 2);
                    }
                }
                assertArrayEquals(expectedSums.get(t), sums.get(t), (float) (4e-6 * largest * plain.particles()));
            }
            assertTrue(bySpline < 0.3 * byBicubic, "spline " + Math.sqrt(bySpline / squares) + ", bicubic "
                    + Math.sqrt(byBicubic / squares));
        }
    }

    private static double at(BicubicKernels kernels, CorrelationStack windows, int w, double x) {
        double[] value = new double[1];
        kernels.valueAndGradient(windows.segment(), windows.side(), w, 1, new double[] {windows.centre() + x},
                new double[] {windows.centre()}, value, new double[1], new double[1]);
        return value[0];
    }

    @Test
    void boxesThatLeaveTheImageAreInvisible() {
        HalfPlane plane = new HalfPlane(BOX);
        try (ReferenceMap reference = reference(false); Arena arena = Arena.ofShared()) {
            CorrelationStack windows = correlate(plane, weights(plane, reference), reference, 1, 1, arena).windows();
            boolean any = false;
            for (int p = 0; p < PARTICLES.size(); p++) {
                for (int t = 0; t < 2; t++) {
                    Vec3 q = PROJECTIONS.get(t).apply(POSITIONS.get(p));
                    boolean inside = q.x() > 8 && q.y() > 8 && q.x() < SIZE - 8 && q.y() < SIZE - 8;
                    any |= !inside;
                    assertEquals(inside, windows.visible(windows.window(p, t)));
                    if (!inside) {
                        assertArrayEquals(new byte[4 * windows.side() * windows.side()],
                                windows.slice(windows.window(p, t)).toArray(ValueLayout.JAVA_BYTE));
                    }
                }
            }
            assertTrue(any, "the test needs a particle near the edge");
        }
    }

    @Test
    void sameBytesForAnyNumberOfThreads() {
        HalfPlane plane = new HalfPlane(BOX);
        try (ReferenceMap reference = reference(false); Arena arena = Arena.ofShared()) {
            SpectralWeights weights = weights(plane, reference);
            byte[] one = correlate(plane, weights, reference, 1, 1, arena).windows().segment()
                    .toArray(ValueLayout.JAVA_BYTE);
            byte[] three = correlate(plane, weights, reference, 1, 3, arena).windows().segment()
                    .toArray(ValueLayout.JAVA_BYTE);
            assertArrayEquals(one, three);
            assertFalse(Arrays.equals(one, new byte[one.length]));
        }
    }

    /** Rows of the file: the second image of the file was taken first. With RELION's quirks the list is not read. */
    @Test
    void particlesDoNotCountOnImagesThatTheirListLeavesOut() {
        HalfPlane plane = new HalfPlane(BOX);
        List<Particle> particles = List.of(
                new Particle(0, "p0", "TS", Mat3.IDENTITY, 1, 1, Set.of(0)), PARTICLES.get(1),
                new Particle(2, "p2", "TS", Mat3.IDENTITY, 1, 1, Set.of(1)));
        // All three in the middle, where they are visible on both images.
        Tomogram listed = new Tomogram(series, particles, new Geometry(PROJECTIONS,
                List.of(POSITIONS.get(0), POSITIONS.get(1), POSITIONS.get(0)), Trajectories.NONE, Deformation.NONE),
                Map.of(1, ABERRATIONS));
        try (ReferenceMap reference = reference(false); Arena arena = Arena.ofShared()) {
            SpectralWeights weights = weights(plane, reference);
            for (boolean compat : new boolean[] {false, true}) {
                try (TiltStack pixels = TiltStack.open(series); Correlator correlator = new Correlator(plane,
                        WindowShape.within(BOX, RANGE, 1), new Visibility(BOX / 2.0, compat), kernels, fftw, reference,
                        compat)) {
                    Correlator.Result result =
                            correlator.correlate(listed, pixels, weights, arena, ForkJoinPool.commonPool(), n -> { });
                    boolean[] expected = {true, compat, true, true, compat, true};
                    for (int w = 0; w < 6; w++) {
                        assertEquals(expected[w], result.windows().visible(w), "window " + w + ", compat " + compat);
                        assertEquals(!expected[w], Double.isNaN(result.predictedPower()[w]));
                    }
                }
            }
        }
    }

    @Test
    void rangeMustFitTheBox() {
        try (ReferenceMap reference = reference(false)) {
            assertThrows(IllegalArgumentException.class,
                    () -> new Correlator(new HalfPlane(BOX), WindowShape.withoutMargin(6, 1),
                            new Visibility(BOX / 2.0, false), kernels, fftw, reference, false));
        }
    }

    @Test
    void relionLosesTheWindowWhoseNumberIsTheFileIndexOfAnInvisibleImage() {
        int[] order = {2, 0, 1, 3};
        try (Arena arena = Arena.ofConfined()) {
            CorrelationStack windows = new CorrelationStack(arena, 1, 4, WindowShape.withoutMargin(RANGE, 1));
            windows.setPosition(0, 1, 1);
            windows.setPosition(1, 1, 1);
            windows.setPosition(3, 1, 1);
            // Invisible: chronological image 2, which is image 1 of the file.
            Correlator.loseWindows(windows, order);
            assertArrayEquals(new boolean[] {true, false, false, true}, new boolean[] {
                windows.visible(0), windows.visible(1), windows.visible(2), windows.visible(3)});
            // Invisible: chronological image 0, image 2 of the file, whose number 2 comes later.
            CorrelationStack later = new CorrelationStack(arena, 1, 4, WindowShape.withoutMargin(RANGE, 1));
            later.setPosition(1, 1, 1);
            later.setPosition(2, 1, 1);
            later.setPosition(3, 1, 1);
            Correlator.loseWindows(later, order);
            assertTrue(later.visible(2));
        }
    }
}
