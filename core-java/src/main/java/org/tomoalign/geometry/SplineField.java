package org.tomoalign.geometry;

/**
 * A bicubic Hermite spline over a grid that spans the image. Per component and node the value and the derivatives by x,
 * by y and by both, per cell of the grid; layout [component][row][column][value, d/dx, d/dy, d2/dxdy]. Positions outside
 * the image are moved to its border: there g does not change across the border, and its derivative is 0.
 */
public final class SplineField implements DeformationField {
    /** Keeps the last node in the last cell. */
    private static final double MARGIN = 1e-10;

    private final int columns;
    private final int rows;
    private final double perPixelX;
    private final double perPixelY;

    /**
     * @param width      of the image, px
     * @param height     of the image, px
     * @param gridWidth  columns, at least 2
     * @param gridHeight rows, at least 2
     */
    public SplineField(int width, int height, int gridWidth, int gridHeight) {
        if (gridWidth < 2 || gridHeight < 2) {
            throw new IllegalArgumentException("a spline needs a grid of at least 2 x 2, not " + gridWidth + " x "
                    + gridHeight);
        }
        columns = gridWidth;
        rows = gridHeight;
        perPixelX = (gridWidth - 1) / (double) width;
        perPixelY = (gridHeight - 1) / (double) height;
    }

    @Override
    public int coefficients() {
        return 8 * columns * rows;
    }

    @Override
    public void evaluate(double x, double y, double[] c, int at, Displacement out) {
        double u = Math.clamp(x * perPixelX, 0, columns - 1 - MARGIN);
        double v = Math.clamp(y * perPixelY, 0, rows - 1 - MARGIN);
        // Where the position is clamped it does not depend on x or y any more.
        double du = u == x * perPixelX ? perPixelX : 0;
        double dv = v == y * perPixelY ? perPixelY : 0;
        int column = (int) u;
        int row = (int) v;
        double tx = u - column;
        double ty = v - row;
        out.x = out.y = out.dxx = out.dxy = out.dyx = out.dyy = 0;
        int component = 4 * columns * rows;
        for (int j = 0; j < 2; j++) {
            double vy = value(ty, j);
            double sy = slope(ty, j);
            double dvy = dv * valueDerivative(ty, j);
            double dsy = dv * slopeDerivative(ty, j);
            for (int i = 0; i < 2; i++) {
                double vx = value(tx, i);
                double sx = slope(tx, i);
                double dvx = du * valueDerivative(tx, i);
                double dsx = du * slopeDerivative(tx, i);
                int n = at + 4 * ((row + j) * columns + column + i);
                int m = n + component;
                out.x += vy * (c[n] * vx + c[n + 1] * sx) + sy * (c[n + 2] * vx + c[n + 3] * sx);
                out.y += vy * (c[m] * vx + c[m + 1] * sx) + sy * (c[m + 2] * vx + c[m + 3] * sx);
                out.dxx += vy * (c[n] * dvx + c[n + 1] * dsx) + sy * (c[n + 2] * dvx + c[n + 3] * dsx);
                out.dyx += vy * (c[m] * dvx + c[m + 1] * dsx) + sy * (c[m + 2] * dvx + c[m + 3] * dsx);
                out.dxy += dvy * (c[n] * vx + c[n + 1] * sx) + dsy * (c[n + 2] * vx + c[n + 3] * sx);
                out.dyy += dvy * (c[m] * vx + c[m + 1] * sx) + dsy * (c[m + 2] * vx + c[m + 3] * sx);
            }
        }
    }

    @Override
    public void addGradient(double x, double y, double gx, double gy, double[] gradient, int at) {
        double u = Math.clamp(x * perPixelX, 0, columns - 1 - MARGIN);
        double v = Math.clamp(y * perPixelY, 0, rows - 1 - MARGIN);
        int column = (int) u;
        int row = (int) v;
        double tx = u - column;
        double ty = v - row;
        int component = 4 * columns * rows;
        for (int j = 0; j < 2; j++) {
            double vy = value(ty, j);
            double sy = slope(ty, j);
            for (int i = 0; i < 2; i++) {
                double vx = value(tx, i);
                double sx = slope(tx, i);
                int n = at + 4 * ((row + j) * columns + column + i);
                add(gradient, n, gx, vx, sx, vy, sy);
                add(gradient, n + component, gy, vx, sx, vy, sy);
            }
        }
    }

    private static void add(double[] gradient, int n, double g, double vx, double sx, double vy, double sy) {
        gradient[n] += g * vx * vy;
        gradient[n + 1] += g * sx * vy;
        gradient[n + 2] += g * vx * sy;
        gradient[n + 3] += g * sx * sy;
    }

    /* Hermite's cubics on [0, 1]: value 1 at one end, or slope 1 at one end, everything else 0 at both. */

    private static double value(double t, int end) {
        return end == 0 ? 1 - t * t * (3 - 2 * t) : t * t * (3 - 2 * t);
    }

    private static double slope(double t, int end) {
        return end == 0 ? t * (1 - t) * (1 - t) : t * t * (t - 1);
    }

    private static double valueDerivative(double t, int end) {
        return end == 0 ? 6 * t * (t - 1) : 6 * t * (1 - t);
    }

    private static double slopeDerivative(double t, int end) {
        return end == 0 ? (1 - t) * (1 - 3 * t) : t * (3 * t - 2);
    }

    @Override
    public double unit(int coefficient) {
        return 1;
    }

    @Override
    public double penalty(int coefficient) {
        return 1;
    }
}
