package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
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

/** Two particles on four images: displacements and scale are those of the windows that the likelihood counts. */
class WindowStatisticsTest {
    private static final int IMAGES = 4;
    private static final int RANGE = 4;
    private static final TiltSeries SERIES = new TiltSeries("TS", 2, new Vec3(100, 80, 10), 100, 80, -1, 1,
            new Microscope(300, 2.7, 0.1), 3, IntStream.range(0, IMAGES).mapToObj(t -> new TiltImage(
                    new ImageSource(Path.of("a.mrc"), 0), t, 3 * t, new Defocus(0, 0, 0), 0, 1, 0, 0)).toList());
    private static final List<Vec3> POSITIONS = List.of(new Vec3(50, 40, 0), new Vec3(60, 30, 0));
    /* The last window of the first particle is invisible, and the power of another one was not measured. */
    private static final int INVISIBLE = 3;
    private static final int UNMEASURED = 6;

    private final Arena arena = Arena.ofConfined();
    private final Tomogram tomogram = new Tomogram(SERIES, Collections.nCopies(2,
            new Particle(0, "TS/1", "TS", Mat3.IDENTITY, 1, 1)), geometry(POSITIONS, 0), Map.of());

    @AfterEach
    void free() {
        arena.close();
    }

    /** @param step by which each image is shifted against the one before, px */
    private static Geometry geometry(List<Vec3> positions, double step) {
        return new Geometry(IntStream.range(0, IMAGES).mapToObj(t -> new Projection(Mat3.IDENTITY, new Vec3(0, step * t, 0)))
                .toList(), positions, Trajectories.NONE, Deformation.NONE);
    }

    private Correlator.Result windows() {
        return windows(1, 0);
    }

    /**
     * Window w is (w + 1) all over, and rises by a slope per px along x and three times that along y; the power of each
     * is 2.
     */
    private Correlator.Result windows(int pad, double slope) {
        CorrelationStack windows = new CorrelationStack(arena, 2, IMAGES, WindowShape.withoutMargin(RANGE, pad));
        double[] power = new double[2 * IMAGES];
        int side = windows.side();
        for (int w = 0; w < power.length; w++) {
            power[w] = w == INVISIBLE || w == UNMEASURED ? Double.NaN : 2;
            for (int i = 0; i < side * side; i++) {
                double rise = slope * (i % side - windows.centre() + 3 * (i / side - windows.centre())) / pad;
                windows.slice(w).setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) (w + 1 + rise));
            }
            if (w != INVISIBLE) {
                windows.setPosition(w, POSITIONS.get(w / IMAGES).x(), POSITIONS.get(w / IMAGES).y());
            }
        }
        return new Correlator.Result(windows, power);
    }

    private static AlignmentOptions images(int first, int last) {
        return new AlignmentOptions(false, false, false, 0, first, last);
    }

    private WindowStatistics measure(Geometry refined, AlignmentOptions counted) {
        return WindowStatistics.measure(SERIES, refined, counted, windows(), KernelProvider.named("scalar").bicubic());
    }

    @Test
    void theScaleIsThatOfTheImagesThatCount() {
        // Windows 1, 2, 3 of the first particle and 5, 6, 8 of the second.
        assertEquals((1 + 2 + 3 + 5 + 6 + 8) / 12.0, measure(tomogram.geometry(), images(0, -1)).scale(), 1e-12);
        assertEquals((2 + 3 + 6) / 6.0, measure(tomogram.geometry(), images(1, 2)).scale(), 1e-12);
        assertEquals(8 / 2.0, measure(tomogram.geometry(), images(3, -1)).scale(), 1e-12);
    }

    @Test
    void displacementsAreThoseOfTheImagesThatCount() {
        // 0, 2, 4 and 6 px; the 6 px, beyond the range of 4, are those of the second particle only.
        Geometry moved = geometry(POSITIONS, 2);
        WindowStatistics all = measure(moved, images(0, -1));
        assertEquals(7, all.windows());
        assertEquals(1, all.outOfRange());
        assertEquals(Math.sqrt((0 + 4 + 16 + 0 + 4 + 16 + 36) / 7.0), all.rms(), 1e-12);
        WindowStatistics some = measure(moved, images(1, 2));
        assertEquals(4, some.windows());
        assertEquals(0, some.outOfRange());
        assertEquals(Math.sqrt(10), some.rms(), 1e-12);
        assertEquals(Math.sqrt(10), WindowStatistics.rmsDisplacement(tomogram, moved, images(1, 2), windows().windows()), 1e-12);
        assertEquals(6, WindowStatistics.rmsDisplacement(tomogram, moved, images(3, -1), windows().windows()), 1e-12);
    }

    @Test
    void nothingThatCountsIsNoScale() {
        WindowStatistics none = measure(tomogram.geometry(), images(7, -1));
        assertEquals(new WindowStatistics(0, 0, 0, 0), none);
    }

    /** The correlation is that where the particles have moved to. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theScaleIsThatOfTheRefinedGeometry(int pad) {
        List<Vec3> moved = POSITIONS.stream().map(p -> p.plus(new Vec3(-2, 0.5, 1))).toList();
        double scale = WindowStatistics.measure(SERIES, geometry(moved, 0), images(0, -1), windows(pad, 0.25),
                KernelProvider.named("scalar").bicubic()).scale();
        assertEquals((1 + 2 + 3 + 5 + 6 + 8 + 6 * 0.25 * (-2 + 3 * 0.5)) / 12, scale, 1e-6);
    }
}
