package org.tomoalign.simulate;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A smooth 2-D deformation of an image: what was at q appears at q + g(q), to first order in g. Resampled with cubic
 * B-splines.
 *
 * @param width     px
 * @param height    px
 * @param amplitude px
 */
record ImageWarp(int width, int height, double amplitude) {
    /** Pole of the cubic B-spline's inverse filter (Unser 1999). */
    private static final double POLE = Math.sqrt(3) - 2;

    /** Displacement along x at a position, px. */
    double dx(double x, double y) {
        return amplitude * Math.sin(Math.PI * y / height) * Math.cos(Math.PI * x / width);
    }

    /** Displacement along y at a position, px. */
    double dy(double x, double y) {
        return amplitude * Math.cos(1.3 * Math.PI * y / height) * Math.sin(Math.PI * x / width);
    }

    /** Deforms an image of native floats in place. */
    void apply(MemorySegment image) {
        double[] c = coefficients(image);
        double[] wx = new double[4], wy = new double[4];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sx = x - dx(x, y), sy = y - dy(x, y);
                int x0 = (int) Math.floor(sx), y0 = (int) Math.floor(sy);
                basis(sx - x0, wx);
                basis(sy - y0, wy);
                double sum = 0;
                for (int j = 0; j < 4; j++) {
                    int row = mirror(y0 - 1 + j, height) * width;
                    double line = 0;
                    for (int i = 0; i < 4; i++) {
                        line += wx[i] * c[row + mirror(x0 - 1 + i, width)];
                    }
                    sum += wy[j] * line;
                }
                image.setAtIndex(ValueLayout.JAVA_FLOAT, (long) y * width + x, (float) sum);
            }
        }
    }

    private double[] coefficients(MemorySegment image) {
        double[] c = new double[width * height];
        for (int i = 0; i < c.length; i++) {
            c[i] = image.getAtIndex(ValueLayout.JAVA_FLOAT, i);
        }
        for (int y = 0; y < height; y++) {
            prefilter(c, y * width, 1, width);
        }
        for (int x = 0; x < width; x++) {
            prefilter(c, x, width, height);
        }
        return c;
    }

    /** Turns n samples into B-spline coefficients, mirrored at both ends. */
    private static void prefilter(double[] c, int start, int stride, int n) {
        double first = 0, power = 1;
        // The pole's powers vanish after 30 samples.
        for (int i = 0; i < Math.min(n, 30); i++) {
            first += power * c[start + i * stride];
            power *= POLE;
        }
        c[start] = first;
        for (int i = 1; i < n; i++) {
            c[start + i * stride] += POLE * c[start + (i - 1) * stride];
        }
        int last = start + (n - 1) * stride;
        c[last] = POLE / (POLE * POLE - 1) * (c[last] + POLE * c[last - stride]);
        for (int i = n - 2; i >= 0; i--) {
            int at = start + i * stride;
            c[at] = POLE * (c[at + stride] - c[at]);
        }
        for (int i = 0; i < n; i++) {
            c[start + i * stride] *= 6;
        }
    }

    private static void basis(double t, double[] w) {
        double s = 1 - t;
        w[0] = s * s * s / 6;
        w[1] = (4 - 3 * t * t * (1 + s)) / 6;
        w[2] = (4 - 3 * s * s * (1 + t)) / 6;
        w[3] = t * t * t / 6;
    }

    private static int mirror(int i, int n) {
        int m = i < 0 ? -i : i;
        return m < n ? m : Math.max(0, 2 * (n - 1) - m);
    }
}
