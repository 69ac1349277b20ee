package org.tomoalign.alignment.model;

/**
 * Per chronological image an affine map from a position in the tomogram (px, relative to its centre) to one on the image
 * (px): {@code (a00 X + a01 Y + a02 Z + b0, a10 X + a11 Y + a12 Z + b1)}; or a small change of such a map.
 */
public final class AffineMaps {
    public final double[] a00;
    public final double[] a01;
    public final double[] a02;
    public final double[] a10;
    public final double[] a11;
    public final double[] a12;
    public final double[] b0;
    public final double[] b1;

    public AffineMaps(int images) {
        a00 = new double[images];
        a01 = new double[images];
        a02 = new double[images];
        a10 = new double[images];
        a11 = new double[images];
        a12 = new double[images];
        b0 = new double[images];
        b1 = new double[images];
    }

    void clear(int image) {
        a00[image] = a01[image] = a02[image] = b0[image] = 0;
        a10[image] = a11[image] = a12[image] = b1[image] = 0;
    }

    /**
     * Adds {@code scale} times the first two rows of q (l, m) to an image's map: q a 3x3 matrix, v = l X + m the
     * position in the frame of the image.
     *
     * @param l per image nine values, row by row
     * @param m per image three values
     */
    void add(int image, double scale, double[] q, double[] l, double[] m) {
        a00[image] += scale * element(q, 0, l, image, 0);
        a01[image] += scale * element(q, 0, l, image, 1);
        a02[image] += scale * element(q, 0, l, image, 2);
        a10[image] += scale * element(q, 3, l, image, 0);
        a11[image] += scale * element(q, 3, l, image, 1);
        a12[image] += scale * element(q, 3, l, image, 2);
        int at = 3 * image;
        b0[image] += scale * (q[0] * m[at] + q[1] * m[at + 1] + q[2] * m[at + 2]);
        b1[image] += scale * (q[3] * m[at] + q[4] * m[at + 1] + q[5] * m[at + 2]);
    }

    private static double element(double[] q, int row, double[] l, int image, int column) {
        int at = 9 * image + column;
        return q[row] * l[at] + q[row + 1] * l[at + 3] + q[row + 2] * l[at + 6];
    }
}
