package org.tomoalign.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

class ImageDisplacementsTest {
    private static final Projection DOWN = new Projection(Mat3.IDENTITY, Vec3.ZERO);
    /** Two images of 100 x 80 px that look down; the second in the file is the first in time. Pixels of 2 Å. */
    private static final TiltSeries SERIES = new TiltSeries("TS", 2, new Vec3(100, 80, 10), 100, 80, -1, 1,
            new Microscope(300, 2.7, 0.1), 3, IntStream.range(0, 2)
                    .mapToObj(t -> new TiltImage(new ImageSource(Path.of("a.mrc"), 0), 1 - t, 3 * t,
                            new Defocus(0, 0, 0), 0, 1, 0, 0))
                    .toList());

    private static TomogramAlignment alignment(
            List<Vec3> before, List<Vec3> after, Trajectories given, Trajectories found) {
        List<Projection> refined = List.of(DOWN.shiftedBy(new Vec3(0, 2, 5)), DOWN.shiftedBy(new Vec3(1, 0, 5)));
        Particle particle = new Particle(0, "TS/1", "TS", Mat3.IDENTITY, 1, 1);
        return new TomogramAlignment(
                new Tomogram(SERIES, Collections.nCopies(before.size(), particle),
                        new Geometry(List.of(DOWN, DOWN), before, given, Deformation.NONE), Map.of()),
                new Geometry(refined, after, found, Deformation.NONE), new double[] {-1, -5, -7}, "why", 3, 10);
    }

    /** Trajectories of zero on the first image, and of some offsets (px) on the second. */
    private static Trajectories moved(Vec3... offsets) {
        return new Trajectories(2,
                Stream.of(offsets).flatMapToDouble(v -> DoubleStream.of(0, v.x(), 0, v.y(), 0, v.z())).toArray());
    }

    @Test
    void addsProjectionsPositionsAndTrajectories() {
        ImageDisplacements d = ImageDisplacements.of(alignment(List.of(new Vec3(50, 40, 0)),
                List.of(new Vec3(50.5, 40, 3)), moved(new Vec3(0, 3, 0)), moved(new Vec3(4, 0, 1))));
        assertEquals(2, d.size());
        assertEquals(2, d.images());
        // Chronological: the second image of the file comes first, and there is no motion yet.
        assertEquals(0.5, d.x(d.start(0)));
        assertEquals(2, d.y(d.start(0)));
        assertEquals(1 + 0.5 + 4, d.x(d.start(1)));
        assertEquals(-3, d.y(d.start(1)));
        assertEquals(Math.hypot(5.5, 3), d.lengths(1).at(0.5));
    }

    @Test
    void countsOnlyVisibleBoxes() {
        // The box of 20 px must lie within the image: strictly between 10 and 90, 10 and 70, where the input has it.
        List<Vec3> positions = List.of(new Vec3(10, 40, 0), new Vec3(10.01, 40, 0), new Vec3(90, 40, 0),
                new Vec3(89.99, 69.99, 0), new Vec3(50, 70, 0), new Vec3(50, 10, 0));
        ImageDisplacements d = ImageDisplacements.of(alignment(positions, positions, Trajectories.NONE, Trajectories.NONE));
        assertEquals(4, d.size());
        assertEquals(2, d.start(1));
    }

    @Test
    void summary() {
        List<Vec3> before = Collections.nCopies(2, new Vec3(50, 40, 0));
        List<Vec3> after = List.of(new Vec3(50, 40, 0), new Vec3(53, 40, 0));
        TomogramAlignment alignment = alignment(
                before, after, Trajectories.NONE, moved(new Vec3(0, 0, 2), new Vec3(0, 0, 3)));
        TomogramSummary summary = TomogramSummary.of(alignment, ImageDisplacements.of(alignment));
        // Lengths: 2 and sqrt(13) on the first image, 1 and 4 on the other.
        assertEquals((2 + Math.sqrt(13)) / 2, summary.medianChange(), 1e-6);
        assertEquals(4, summary.maxChange());
        assertEquals(0.5, summary.outOfRange(), "two of four are beyond 3 px");
        assertEquals(-1, summary.firstCost());
        assertEquals(-7, summary.lastCost());
        assertEquals(2, summary.iterations());
        assertEquals(5, summary.medianMotion());
        assertEquals(6, summary.maxMotion());
        assertTrue(summary.moving());
    }

    @Test
    void quantiles() {
        Quantiles q = new Quantiles(new double[] {4, 1, 3, 2, 5});
        assertEquals(1, q.at(0));
        assertEquals(3, q.at(0.5));
        assertEquals(4.6, q.at(0.9), 1e-12);
        assertEquals(5, q.at(1));
        assertEquals(0.4, q.beyond(3));
        assertEquals(0, q.beyond(5));
        assertTrue(Double.isNaN(new Quantiles(new double[0]).at(0.5)));
        assertEquals(0, new Quantiles(new double[0]).beyond(1));
    }

    @Test
    void refusesShapesThatDoNotFit() {
        List<Vec3> one = List.of(Vec3.ZERO);
        assertThrows(IllegalArgumentException.class,
                () -> alignment(one, List.of(), Trajectories.NONE, Trajectories.NONE));
        assertThrows(IllegalArgumentException.class,
                () -> alignment(one, one, Trajectories.NONE, new Trajectories(1, new double[3])));
        assertThrows(IllegalArgumentException.class,
                () -> alignment(List.of(), List.of(), Trajectories.NONE, moved(Vec3.ZERO)));
        TomogramAlignment good = alignment(one, one, Trajectories.NONE, Trajectories.NONE);
        Geometry oneImage = new Geometry(List.of(DOWN), one, Trajectories.NONE, Deformation.NONE);
        assertThrows(IllegalArgumentException.class,
                () -> new TomogramAlignment(good.before(), oneImage, new double[0], "why", 3, 10));
    }
}
