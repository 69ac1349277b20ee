package org.tomoalign.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiltAnglesTest {
    private static final Vec3 CENTRE = new Vec3(2000, 1900, 700);
    private static final Vec3 IMAGE = new Vec3(1919, 1855, 0);

    @Test
    void rotatesAboutXThenYThenZ() {
        Projection p = new TiltAngles(90, 0, 90, 0, 0).toProjection(Vec3.ZERO, Vec3.ZERO);
        // y goes to z about x; z stays about z. x stays about x; then goes to y.
        assertClose(new Vec3(0, 0, 1), p.apply(new Vec3(0, 1, 0)), 1e-15);
        assertClose(new Vec3(0, 1, 0), p.apply(new Vec3(1, 0, 0)), 1e-15);
        Projection q = new TiltAngles(0, 90, 90, 0, 0).toProjection(Vec3.ZERO, Vec3.ZERO);
        // z goes to x about y, then to y about z.
        assertClose(new Vec3(0, 1, 0), q.apply(new Vec3(0, 0, 1)), 1e-15);
    }

    @Test
    void centreGoesToImageCentrePlusShift() {
        Projection p = new TiltAngles(1, 40, -87, 3.5, -7).toProjection(CENTRE, IMAGE);
        assertClose(new Vec3(1922.5, 1848, 0), p.apply(CENTRE), 1e-9);
    }

    @Test
    void anglesComeBack() {
        Random random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            TiltAngles a = new TiltAngles(random.nextDouble(-180, 180), random.nextDouble(-89.999, 89.999),
                    random.nextDouble(-180, 180), random.nextGaussian() * 20, random.nextGaussian() * 20);
            TiltAngles b = TiltAngles.of(a.toProjection(CENTRE, IMAGE), CENTRE, IMAGE);
            assertEquals(a.xTilt(), b.xTilt(), 1e-9);
            assertEquals(a.yTilt(), b.yTilt(), 1e-12);
            assertEquals(a.zRot(), b.zRot(), 1e-9);
            assertEquals(a.xShift(), b.xShift(), 1e-9);
            assertEquals(a.yShift(), b.yShift(), 1e-9);
        }
    }

    @Test
    void anyRotationComesBackAsTheSameMatrix() {
        Random random = new Random(4);
        for (int i = 0; i < 1000; i++) {
            Mat3 m = Mat3.rotationZ(random.nextDouble(7)).times(Mat3.rotationX(random.nextDouble(7)))
                    .times(Mat3.rotationY(random.nextDouble(7))).times(Mat3.rotationX(random.nextDouble(7)));
            assertSameImages(new Projection(m, new Vec3(random.nextGaussian(), 5, -3)), 1e-9);
        }
    }

    @ParameterizedTest
    @CsvSource({"90, 0", "-90, 0", "90, 25", "-90, -130", "89.99999999, 25", "-89.999999, 77", "90, 180"})
    void poleIsReproduced(double yTilt, double zRot) {
        assertSameImages(new TiltAngles(31, yTilt, zRot, 1, 2).toProjection(CENTRE, IMAGE), 1e-8);
        // Exact ones, which rotations made of sines and cosines hardly give.
        double s = Math.signum(yTilt);
        assertSameImages(new Projection(new Mat3(0, 0, s, 0, 1, 0, -s, 0, 0), Vec3.ZERO), 1e-9);
        assertSameImages(new Projection(new Mat3(0, -s, 0, 0, 0, 1, -s, 0, 0), Vec3.ZERO), 1e-9);
    }

    /** Two projections give the same images if they differ only in a constant depth. */
    private static void assertSameImages(Projection p, double tolerance) {
        Projection back = TiltAngles.of(p, CENTRE, IMAGE).toProjection(CENTRE, IMAGE);
        Random random = new Random(5);
        double depth = back.apply(CENTRE).z() - p.apply(CENTRE).z();
        for (int i = 0; i < 20; i++) {
            Vec3 x = new Vec3(random.nextDouble(4000), random.nextDouble(4000), random.nextDouble(1500));
            assertClose(p.apply(x).plus(new Vec3(0, 0, depth)), back.apply(x), tolerance);
        }
    }

    private static void assertClose(Vec3 expected, Vec3 found, double tolerance) {
        assertEquals(0, expected.minus(found).norm(), tolerance, expected + " " + found);
    }
}
