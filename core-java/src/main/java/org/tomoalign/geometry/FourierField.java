package org.tomoalign.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * A sum of waves {@code c cos(w.y) + s sin(w.y)} per component, w = pi (i / width, j / height). Rows j = 0..gridHeight-1
 * come in FFT order (j &gt;= gridHeight/2 stands for j - gridHeight, integer division, so that an odd height has one more
 * negative row), columns i = 0..gridWidth/2 ascend; i = 0 is left out where j = 0 or the row is a negative one, whose wave
 * the opposite row has. Layout [component][frequency][cos, sin].
 */
public final class FourierField implements DeformationField {
    private final double[] wx;
    private final double[] wy;

    /**
     * @param width      of the image, px
     * @param height     of the image, px
     * @param gridWidth  columns
     * @param gridHeight rows
     * @throws IllegalArgumentException if the grid has no wave
     */
    public FourierField(int width, int height, int gridWidth, int gridHeight) {
        List<double[]> waves = new ArrayList<>();
        for (int row = 0; row < gridHeight; row++) {
            int j = row < gridHeight / 2 ? row : row - gridHeight;
            for (int i = row == 0 || row >= gridHeight / 2 ? 1 : 0; i <= gridWidth / 2; i++) {
                waves.add(new double[] {Math.PI * i / width, Math.PI * j / height});
            }
        }
        if (waves.isEmpty()) {
            throw new IllegalArgumentException("no wave on a grid of " + gridWidth + " x " + gridHeight);
        }
        wx = waves.stream().mapToDouble(w -> w[0]).toArray();
        wy = waves.stream().mapToDouble(w -> w[1]).toArray();
    }

    @Override
    public int coefficients() {
        return 4 * wx.length;
    }

    @Override
    public void evaluate(double x, double y, double[] c, int at, Displacement out) {
        int second = at + 2 * wx.length;
        out.x = out.y = out.dxx = out.dxy = out.dyx = out.dyy = 0;
        for (int k = 0; k < wx.length; k++) {
            double phase = wx[k] * x + wy[k] * y;
            double cos = Math.cos(phase);
            double sin = Math.sin(phase);
            int i = at + 2 * k;
            int j = second + 2 * k;
            out.x += c[i] * cos + c[i + 1] * sin;
            out.y += c[j] * cos + c[j + 1] * sin;
            double slopeX = c[i + 1] * cos - c[i] * sin;
            double slopeY = c[j + 1] * cos - c[j] * sin;
            out.dxx += wx[k] * slopeX;
            out.dxy += wy[k] * slopeX;
            out.dyx += wx[k] * slopeY;
            out.dyy += wy[k] * slopeY;
        }
    }

    @Override
    public void addGradient(double x, double y, double gx, double gy, double[] gradient, int at) {
        int second = at + 2 * wx.length;
        for (int k = 0; k < wx.length; k++) {
            double phase = wx[k] * x + wy[k] * y;
            double cos = Math.cos(phase);
            double sin = Math.sin(phase);
            gradient[at + 2 * k] += gx * cos;
            gradient[at + 2 * k + 1] += gx * sin;
            gradient[second + 2 * k] += gy * cos;
            gradient[second + 2 * k + 1] += gy * sin;
        }
    }

    @Override
    public double unit(int coefficient) {
        return 1;
    }

    /** The squared frequency, (radians per px)^2: RELION punishes the slope. */
    @Override
    public double penalty(int coefficient) {
        int k = coefficient / 2 % wx.length;
        return wx[k] * wx[k] + wy[k] * wy[k];
    }
}
