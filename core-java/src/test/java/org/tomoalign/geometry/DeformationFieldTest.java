package org.tomoalign.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tomoalign.geometry.DeformationField.Displacement;

class DeformationFieldTest {
    private static final int WIDTH = 310;
    private static final int HEIGHT = 207;

    static Stream<DeformationField> fields() {
        return Stream.of(new LinearField(WIDTH, HEIGHT, false), new LinearField(WIDTH, HEIGHT, true),
                new SplineField(WIDTH, HEIGHT, 2, 2), new SplineField(WIDTH, HEIGHT, 3, 3),
                new SplineField(WIDTH, HEIGHT, 5, 4), new FourierField(WIDTH, HEIGHT, 3, 3),
                new FourierField(WIDTH, HEIGHT, 4, 5));
    }

    private static double[] random(int n, long seed) {
        Random random = new Random(seed);
        return random.doubles(n, -1, 1).toArray();
    }

    private static Displacement at(DeformationField field, double x, double y, double[] c) {
        Displacement g = new Displacement();
        field.evaluate(x, y, c, 2, g);
        return g;
    }

    @ParameterizedTest
    @MethodSource("fields")
    void derivativesAgreeWithCentralDifferencesInsideAndOutsideTheImage(DeformationField field) {
        double[] c = random(field.coefficients() + 2, 1);
        Random random = new Random(2);
        double h = 1e-4;
        for (int i = 0; i < 200; i++) {
            double x = WIDTH * (2 * random.nextDouble() - 0.5);
            double y = HEIGHT * (2 * random.nextDouble() - 0.5);
            Displacement g = at(field, x, y, c);
            Displacement right = at(field, x + h, y, c);
            Displacement left = at(field, x - h, y, c);
            Displacement down = at(field, x, y + h, c);
            Displacement up = at(field, x, y - h, c);
            assertEquals((right.x - left.x) / (2 * h), g.dxx, 1e-8);
            assertEquals((right.y - left.y) / (2 * h), g.dyx, 1e-8);
            assertEquals((down.x - up.x) / (2 * h), g.dxy, 1e-8);
            assertEquals((down.y - up.y) / (2 * h), g.dyy, 1e-8);
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void theGradientIsThatOfALinearFunctionOfTheCoefficients(DeformationField field) {
        int n = field.coefficients();
        Random random = new Random(3);
        boolean[] used = new boolean[n];
        for (int i = 0; i < 100; i++) {
            double x = WIDTH * (1.4 * random.nextDouble() - 0.2);
            double y = HEIGHT * (1.4 * random.nextDouble() - 0.2);
            double gx = random.nextGaussian();
            double gy = random.nextGaussian();
            double[] gradient = new double[n + 2];
            gradient[2] = 7;
            field.addGradient(x, y, gx, gy, gradient, 2);
            gradient[2] -= 7;
            for (int k = 0; k < n; k++) {
                double[] c = new double[n + 2];
                c[k + 2] = 1;
                Displacement g = at(field, x, y, c);
                assertEquals(gx * g.x + gy * g.y, gradient[k + 2], 1e-10 * (1 + Math.abs(gradient[k + 2])));
                used[k] |= gradient[k + 2] != 0;
            }
            assertEquals(0, gradient[0]);
        }
        for (int k = 0; k < n; k++) {
            assertTrue(used[k], "coefficient " + k);
        }
    }

    @Test
    void splineNodesHoldValuesAndDerivativesPerCell() {
        SplineField field = new SplineField(400, 300, 3, 4);
        assertEquals(8 * 3 * 4, field.coefficients());
        double[] c = random(field.coefficients(), 4);
        Displacement g = new Displacement();
        // Node (1, 2) of cells of 200 x 100 px; the second component is behind the nodes of the first.
        field.evaluate(200, 200, c, 0, g);
        int node = 4 * (2 * 3 + 1);
        assertArrayEquals(new double[] {c[node], c[node + 1] / 200, c[node + 2] / 100},
                new double[] {g.x, g.dxx, g.dxy}, 1e-12);
        node += 4 * 3 * 4;
        assertArrayEquals(new double[] {c[node], c[node + 1] / 200, c[node + 2] / 100},
                new double[] {g.y, g.dyx, g.dyy}, 1e-12);
    }

    @Test
    void splineEndsAtTheBorder() {
        SplineField field = new SplineField(400, 300, 3, 4);
        double[] c = random(field.coefficients(), 5);
        Displacement inside = new Displacement();
        Displacement outside = new Displacement();
        field.evaluate(400, 120, c, 0, inside);
        field.evaluate(471, 120, c, 0, outside);
        assertEquals(inside.x, outside.x, 1e-9);
        assertEquals(0, outside.dxx);
        assertEquals(inside.dxy, outside.dxy, 1e-9);
    }

    @Test
    void fourierGridsOfOddHeightHaveOneMoreNegativeRow() {
        assertEquals(12, new FourierField(100, 100, 3, 3).coefficients());
        // Row 0: i = 1; row 1 of 2 x 4: i = 0, 1; rows -2 and -1: i = 1.
        assertEquals(4 * 5, new FourierField(100, 100, 2, 4).coefficients());
        FourierField field = new FourierField(100, 50, 3, 3);
        double[] c = new double[12];
        c[2] = 1; // cosine of the second wave, (1, -2)
        Displacement g = new Displacement();
        field.evaluate(30, 20, c, 0, g);
        assertEquals(Math.cos(Math.PI * (30 / 100.0 - 2 * 20 / 50.0)), g.x, 1e-12);
        assertEquals(0, g.y);
        c[2] = 0;
        c[6 + 5] = 1; // sine of the third wave, (1, -1), of the second component
        field.evaluate(30, 20, c, 0, g);
        assertEquals(Math.sin(Math.PI * (30 / 100.0 - 20 / 50.0)), g.y, 1e-12);
    }

    @Test
    void linearTurnsAboutTheCentre() {
        Displacement g = new Displacement();
        new LinearField(100, 60, false).evaluate(60, 35, new double[] {0.1, 0.2, 0.3}, 0, g);
        assertArrayEquals(new double[] {1, 2 + 1.5}, new double[] {g.x, g.y}, 1e-12);
        new LinearField(100, 60, true).evaluate(60, 35, new double[] {0.1, 0.2, 0.3}, 0, g);
        assertArrayEquals(new double[] {2, 2 + 1.5}, new double[] {g.x, g.y}, 1e-12);
    }

    @Test
    void gridsThatAreTooSmallAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SplineField(100, 100, 1, 3));
        assertThrows(IllegalArgumentException.class, () -> new FourierField(100, 100, 1, 1));
    }
}
