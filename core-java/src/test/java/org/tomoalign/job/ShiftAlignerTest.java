package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
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

class ShiftAlignerTest {
    private static final int RANGE = 4;
    private final List<String> warnings = new ArrayList<>();
    private final JobListener listener = event -> {
        if (event instanceof JobEvent.Warning warning) {
            warnings.add(warning.text().toString());
        }
    };

    /** The rows of the images in their file, by dose. */
    private static final int[] ROWS = {2, 0, 1};

    private static Tomogram tomogram() {
        List<TiltImage> images = IntStream.range(0, 3).mapToObj(t -> new TiltImage(
                new ImageSource(Path.of("none"), ROWS[t]), ROWS[t], 3 * t, new Defocus(1, 1, 0), 0, 1, 0, 0)).toList();
        TiltSeries series = new TiltSeries("TS", 2, new Vec3(64, 64, 16), 64, 64, 1, 1, new Microscope(300, 2.7, 0.1),
                3, images);
        List<Particle> particles = IntStream.range(0, 2).mapToObj(
                p -> new Particle(p, "TS/" + p, "TS", Mat3.IDENTITY, 1, 1)).toList();
        List<Projection> projections = IntStream.range(0, 3).mapToObj(
                t -> new Projection(Mat3.IDENTITY, new Vec3(ROWS[t], 0, 0))).toList();
        return new Tomogram(series, particles, new Geometry(projections,
                Collections.nCopies(2, new Vec3(30, 30, 8)), Trajectories.NONE, Deformation.NONE), Map.of());
    }

    /** Adds a paraboloid of height 10 that vanishes 2.5 px from its top (x, y), px from the centre. */
    private static void peak(CorrelationStack stack, int window, double x, double y) {
        stack.setPosition(window, 30, 30);
        int side = stack.side();
        for (int j = 3; j < side - 3; j++) {
            for (int i = 3; i < side - 3; i++) {
                double r2 = Math.pow((i - stack.centre()) / (double) stack.pad() - x, 2)
                        + Math.pow((j - stack.centre()) / (double) stack.pad() - y, 2);
                stack.slice(window).setAtIndex(ValueLayout.JAVA_FLOAT, (long) j * side + i,
                        (float) Math.max(0, 10 - 1.6 * r2));
            }
        }
    }

    @Test
    void imagesMoveToThePeakOfTheirParticlesTogether() {
        for (int pad = 1; pad <= 2; pad++) {
            try (Arena arena = Arena.ofShared()) {
                CorrelationStack stack = new CorrelationStack(arena, 2, 3, WindowShape.withoutMargin(RANGE, pad));
                peak(stack, stack.window(0, 0), 1.25, -0.5);
                peak(stack, stack.window(1, 0), 1.75, -1.5);
                peak(stack, stack.window(0, 2), -2.25, 0.25);
                double[] power = {20, Double.NaN, 20, Double.NaN, Double.NaN, Double.NaN};
                StageClock clock = new StageClock();
                clock.lap("correlation");
                AlignedTomogram result = new ShiftAligner(
                        listener, new Diagnostics(Optional.empty()), RANGE, ForkJoinPool.commonPool())
                        .byParticles(tomogram(), new Correlator.Result(stack, power), clock);
                List<Projection> found = result.geometry().projections();
                // On chronological image 1, which is the first of the file, no particle is visible.
                assertEquals(2 + 1.5, found.get(0).shift().x(), 1e-5);
                assertEquals(-1, found.get(0).shift().y(), 1e-5);
                assertEquals(1 - 2.25, found.get(2).shift().x(), 1e-5);
                assertEquals(0.25, found.get(2).shift().y(), 1e-5);
                assertEquals(new Vec3(0, 0, 0), found.get(1).shift());
                assertEquals(Mat3.IDENTITY, found.get(2).linear());
                assertEquals(new Vec3(30, 30, 8), result.geometry().positions().get(1));
                assertEquals(3, result.metrics().windows());
                assertEquals(List.of("TS: does not shift image 1, no particle is visible there or none correlates"),
                        warnings);
                warnings.clear();
            }
        }
    }
}
