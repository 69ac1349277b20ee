package org.tomoalign.alignment.model;

/**
 * Per tilt image, sums over particles of g and of g X^T, where g is the gradient of the cost with respect to the
 * position on the image and X the position in the tomogram relative to its centre (px): all that the unknowns of the
 * image need. One row over the images per quantity.
 */
public final class ImageSums {
    public static final int GX = 0;
    public static final int GY = 1;
    public static final int GXX = 2;
    public static final int GXY = 3;
    public static final int GXZ = 4;
    public static final int GYX = 5;
    public static final int GYY = 6;
    public static final int GYZ = 7;
    private static final int ROWS = 8;

    private final double[][] rows;

    public ImageSums(int images) {
        rows = new double[ROWS][images];
    }

    public double[] row(int quantity) {
        return rows[quantity];
    }

    double get(int quantity, int image) {
        return rows[quantity][image];
    }

    public void clear() {
        for (double[] row : rows) {
            java.util.Arrays.fill(row, 0);
        }
    }

    public void add(ImageSums other) {
        for (int k = 0; k < ROWS; k++) {
            double[] a = rows[k];
            double[] b = other.rows[k];
            for (int t = 0; t < a.length; t++) {
                a[t] += b[t];
            }
        }
    }

    /**
     * Writes the 2x3 matrix sum g v^T of one image, v = l X + m.
     *
     * @param l per image nine values, row by row
     * @param m per image three values
     */
    void outerProduct(int image, double[] l, double[] m, double[] out) {
        for (int j = 0; j < 3; j++) {
            int at = 9 * image + 3 * j;
            out[j] = get(GXX, image) * l[at] + get(GXY, image) * l[at + 1] + get(GXZ, image) * l[at + 2]
                    + get(GX, image) * m[3 * image + j];
            out[3 + j] = get(GYX, image) * l[at] + get(GYY, image) * l[at + 1] + get(GYZ, image) * l[at + 2]
                    + get(GY, image) * m[3 * image + j];
        }
    }
}
