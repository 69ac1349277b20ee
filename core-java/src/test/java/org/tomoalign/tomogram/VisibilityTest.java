package org.tomoalign.tomogram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

class VisibilityTest {
    /** Two images of 100 x 80 px that look down; the second in the file is the first in time. */
    private static final TiltSeries SERIES = new TiltSeries("TS", 2, new Vec3(100, 80, 20), 100, 80, -1, 1,
            new Microscope(300, 2.7, 0.1), 3, IntStream.range(0, 2).mapToObj(t -> new TiltImage(
                    new ImageSource(Path.of("a.mrc"), 0), 1 - t, 3 * t, new Defocus(0, 0, 0), 0, 1, 0, 0)).toList());

    /** @param excluded images of the file on which the particle does not count */
    private static Tomogram tomogram(Set<Integer> excluded, Vec3 position) {
        Particle particle = new Particle(0, "TS/1", "TS", Mat3.IDENTITY, 1, 1, excluded);
        return new Tomogram(SERIES, List.of(particle), new Geometry(
                Collections.nCopies(2, new Projection(Mat3.IDENTITY, Vec3.ZERO)), List.of(position), Trajectories.NONE,
                Deformation.NONE), Map.of());
    }

    private static boolean includes(double margin, double x, double y, double depth) {
        return new Visibility(margin, false).includes(tomogram(Set.of(), Vec3.ZERO), 0, 0, new Vec3(x, y, depth));
    }

    /** A position on the rim itself does not count, the next one does. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 10, 32.5, -3})
    void endsAtTheMargin(double margin) {
        for (double x : new double[] {margin, 100 - margin}) {
            assertFalse(includes(margin, x, 40, 0));
            assertFalse(includes(margin, away(x, 50), 40, 0));
            assertTrue(includes(margin, towards(x, 50), 40, 1e6));
        }
        for (double y : new double[] {margin, 80 - margin}) {
            assertFalse(includes(margin, 50, y, 0));
            assertFalse(includes(margin, 50, away(y, 40), 0));
            assertTrue(includes(margin, 50, towards(y, 40), -1e6));
        }
    }

    private static double towards(double rim, double centre) {
        return rim + 1e-9 * Math.signum(centre - rim);
    }

    private static double away(double rim, double centre) {
        return rim - 1e-9 * Math.signum(centre - rim);
    }

    @Test
    void nothingIsVisibleWhereMarginsMeet() {
        assertFalse(includes(40, 50, 40, 0));
    }

    /** Lists number the images of the file. */
    @Test
    void listsLeaveImagesOutExceptInRelion() {
        Tomogram tomogram = tomogram(Set.of(1), new Vec3(50, 40, 0));
        for (boolean relion : new boolean[] {false, true}) {
            Visibility visibility = new Visibility(10, relion);
            assertEquals(relion, visibility.includes(tomogram, tomogram.projector(), 0, 0));
            assertTrue(visibility.includes(tomogram, tomogram.projector(), 0, 1));
        }
    }

    @Test
    void looksWhereTheGeometryPutsTheParticle() {
        Tomogram tomogram = tomogram(Set.of(), new Vec3(95, 40, 0));
        assertTrue(new Visibility(4, false).includes(tomogram, tomogram.projector(), 0, 0));
        assertFalse(new Visibility(6, false).includes(tomogram, tomogram.projector(), 0, 0));
        assertFalse(new Visibility(6, true).includes(tomogram, tomogram.projector(), 0, 0));
    }
}
