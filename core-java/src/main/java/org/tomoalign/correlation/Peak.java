package org.tomoalign.correlation;

/**
 * The highest point of an image, to a fraction of a pixel.
 *
 * @param x     column
 * @param y     row
 * @param value of the highest pixel
 */
public record Peak(double x, double y, double value) {
    /** The pixels of an image. */
    @FunctionalInterface
    public interface Pixels {
        /** Returns the value in column x and row y. */
        float at(int x, int y);
    }

    /**
     * Finds the highest pixel (of equal ones the first, row by row), and the tops of the parabolas through it and its
     * neighbours in its row and in its column; at a border the coordinate across it stays whole.
     */
    public static Peak of(int width, int height, Pixels pixels) {
        int xMax = 0;
        int yMax = 0;
        float max = pixels.at(0, 0);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float v = pixels.at(x, y);
                if (v > max) {
                    max = v;
                    xMax = x;
                    yMax = y;
                }
            }
        }
        double fractionX = xMax > 0 && xMax < width - 1
                ? top(pixels.at(xMax - 1, yMax), max, pixels.at(xMax + 1, yMax)) : 0;
        double fractionY = yMax > 0 && yMax < height - 1
                ? top(pixels.at(xMax, yMax - 1), max, pixels.at(xMax, yMax + 1)) : 0;
        return new Peak(xMax + fractionX, yMax + fractionY, max);
    }

    /** Returns where the parabola through (-1, before), (0, middle), (1, after) is highest. */
    private static double top(double before, double middle, double after) {
        double curvature = before + after - 2 * middle;
        return curvature == 0 ? 0 : -0.5 * (after - before) / curvature;
    }
}
