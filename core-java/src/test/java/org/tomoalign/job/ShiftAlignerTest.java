package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

class ShiftAlignerTest {
    private static final int RANGE = 4;
    private final List<String> warnings = new ArrayList<>();
    private final JobListener listener = event -> {
        if (event instanceof JobEvent.Warning warning) {
            warnings.add(warning.text().toString());
        }
    };

    private static TomogramAligner.Task task() {
        // In order of dose: images 2, 0, 1.
        double[] doses = {3, 6, 0};
        List<TiltImage> images = IntStream.range(0, 3).mapToObj(f -> new TiltImage(new ImageSource(Path.of("none"), f),
                new Projection(Mat3.IDENTITY, new Vec3(f, 0, 0)), doses[f], new Defocus(1, 1, 0), 0, 1, 0, 0)).toList();
        TiltSeries series = new TiltSeries("TS", 2, new Vec3(64, 64, 16), 64, 64, 1, 1, new Microscope(300, 2.7, 0.1),
                3, images);
        List<Particle> particles = IntStream.range(0, 2).mapToObj(p -> new Particle(
                p, "TS/" + p, "TS", new Vec3(30, 30, 8), Mat3.IDENTITY, 1, 1)).toList();
        return new TomogramAligner.Task(series, particles, List.of(), Map.of(), Optional.empty());
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
                CorrelationStack stack = new CorrelationStack(arena, 2, 3, RANGE, pad);
                peak(stack, stack.window(0, 0), 1.25, -0.5);
                peak(stack, stack.window(1, 0), 1.75, -1.5);
                peak(stack, stack.window(0, 2), -2.25, 0.25);
                double[] power = {20, Double.NaN, 20, Double.NaN, Double.NaN, Double.NaN};
                StageClock clock = new StageClock();
                clock.lap("correlation");
                AlignedTomogram result = new ShiftAligner(
                        listener, new Diagnostics(Optional.empty()), RANGE, ForkJoinPool.commonPool()).byParticles(task(), new Correlator.Result(stack, power), clock);
                List<Projection> found = result.geometry().projections();
                // Chronological image 0 is image 2 of the file, 2 is image 1; on image 0 no particle is visible.
                assertEquals(2 + 1.5, found.get(2).shift().x(), 1e-5);
                assertEquals(-1, found.get(2).shift().y(), 1e-5);
                assertEquals(1 - 2.25, found.get(1).shift().x(), 1e-5);
                assertEquals(0.25, found.get(1).shift().y(), 1e-5);
                assertEquals(new Vec3(0, 0, 0), found.get(0).shift());
                assertEquals(Mat3.IDENTITY, found.get(1).linear());
                assertEquals(new Vec3(30, 30, 8), result.geometry().positions().get(1));
                assertEquals(3, result.metrics().windows());
                assertEquals(List.of("TS: does not shift image 1, no particle is visible there or none correlates"),
                        warnings);
                warnings.clear();
            }
        }
    }
}
