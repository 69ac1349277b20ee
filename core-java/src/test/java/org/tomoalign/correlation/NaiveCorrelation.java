package org.tomoalign.correlation;

import org.tomoalign.geometry.Mat3;

/**
 * Sections 3 and 6 of the method by definition: plain loops, double precision, sums instead of fast transforms. Only
 * for small boxes.
 */
final class NaiveCorrelation {
    private NaiveCorrelation() {
    }

    /** A complex array. */
    record Complex(double[] re, double[] im) {
        Complex(int n) {
            this(new double[n], new double[n]);
        }
    }

    /** Returns the prepared half volume [z][y][x], x = 0..s/2, of a map of size sr in a box of size s. */
    static Complex reference(double[] map, int sr, int s, boolean emptyCentre, double strength) {
        int border = (s - sr) / 2;
        double[] padded = new double[s * s * s];
        double sum = 0;
        double norm = 0;
        for (int z = 0; z < s; z++) {
            for (int y = 0; y < s; y++) {
                for (int x = 0; x < s; x++) {
                    int xr = x - border, yr = y - border, zr = z - border;
                    boolean inside = xr >= 0 && yr >= 0 && zr >= 0 && xr < sr && yr < sr && zr < sr;
                    double v = inside ? map[(zr * sr + yr) * sr + xr] : 0;
                    padded[(z * s + y) * s + x] = v;
                    sum += taper(x, y, z, s) * v;
                    norm += taper(x, y, z, s);
                }
            }
        }
        for (int z = 0; z < s; z++) {
            for (int y = 0; y < s; y++) {
                for (int x = 0; x < s; x++) {
                    double r = distance(x, y, z, s) / s;
                    double sinc = r == 0 ? 1 : Math.sin(Math.PI * r) / (Math.PI * r);
                    double gridding = r >= 1 || r == 0 && emptyCentre ? 0 : 1 / (sinc * sinc + 0.02);
                    int i = (z * s + y) * s + x;
                    padded[i] = taper(x, y, z, s) * (padded[i] - sum / norm) * gridding;
                }
            }
        }
        int sh = s / 2 + 1;
        Complex volume = new Complex(s * s * sh);
        for (int kz = 0; kz < s; kz++) {
            for (int ky = 0; ky < s; ky++) {
                for (int kx = 0; kx < sh; kx++) {
                    double re = 0, im = 0;
                    for (int z = 0; z < s; z++) {
                        for (int y = 0; y < s; y++) {
                            for (int x = 0; x < s; x++) {
                                double v = padded[(z * s + y) * s + x];
                                if (v != 0) {
                                    // coordinates from the centre, so that it becomes the origin
                                    double a = -2 * Math.PI / s * (kx * (x - s / 2) + ky * (y - s / 2) + kz * (z - s / 2));
                                    re += v * Math.cos(a);
                                    im += v * Math.sin(a);
                                }
                            }
                        }
                    }
                    int i = (kz * s + ky) * sh + kx;
                    volume.re[i] = re * strength / Math.sqrt(s * s * s);
                    volume.im[i] = im * strength / Math.sqrt(s * s * s);
                }
            }
        }
        return volume;
    }

    private static double distance(int x, int y, int z, int s) {
        return Math.sqrt(Math.pow(x - s / 2, 2) + Math.pow(y - s / 2, 2) + Math.pow(z - s / 2, 2));
    }

    private static double taper(int x, int y, int z, int s) {
        double m = s / 2.0;
        double r = distance(x, y, z, s);
        return r < m - 10 ? 1 : r < m ? 0.5 - 0.5 * Math.cos(Math.PI * (m - r) / 10) : 0;
    }

    /** Returns the trilinear value of the volume at M^T (kx, ky, 0). */
    static double[] slice(Complex volume, int s, Mat3 m, int kx, int ky) {
        double x = kx * m.m00() + ky * m.m10();
        double y = kx * m.m01() + ky * m.m11();
        double z = kx * m.m02() + ky * m.m12();
        int sign = x < 0 ? -1 : 1;
        x *= sign;
        y *= sign;
        z *= sign;
        int sh = s / 2 + 1;
        int x0 = (int) Math.floor(x), y0 = (int) Math.floor(y), z0 = (int) Math.floor(z);
        double re = 0, im = 0;
        for (int corner = 0; corner < 8; corner++) {
            int cx = x0 + (corner & 1), cy = y0 + (corner >> 1 & 1), cz = z0 + (corner >> 2);
            double w = (1 - Math.abs(x - cx)) * (1 - Math.abs(y - cy)) * (1 - Math.abs(z - cz));
            if (cx < sh) {
                int i = (Math.floorMod(cz, s) * s + Math.floorMod(cy, s)) * sh + cx;
                re += w * volume.re[i];
                im += w * volume.im[i];
            }
        }
        return new double[] {re, sign * im};
    }

    /**
     * Returns the windowed box around (x, y), pixel (x, y) of the image at image[y * width + x]. Pixels that are not on the image
     * are 0, and have no part in the mean.
     */
    static double[] box(float[] image, int width, int s, int left, int top) {
        int height = image.length / width;
        double sum = 0;
        int n = 0;
        for (int y = 0; y < s; y++) {
            for (int x = 0; x < s; x++) {
                boolean there = left + x >= 0 && left + x < width && top + y >= 0 && top + y < height;
                if (there && Math.hypot(x - s / 2, y - s / 2) > s / 2.0) {
                    sum += image[(top + y) * width + left + x];
                    n++;
                }
            }
        }
        double[] out = new double[s * s];
        for (int y = 0; y < s; y++) {
            for (int x = 0; x < s; x++) {
                double r = Math.hypot(x - s / 2, y - s / 2);
                double w = r < s / 2.0 - 5 ? 1
                        : r < s / 2.0 ? 0.5 - 0.5 * Math.cos(Math.PI * (s / 2.0 - r) / 5) : 0;
                boolean there = left + x >= 0 && left + x < width && top + y >= 0 && top + y < height;
                out[y * s + x] = there ? w * (image[(top + y) * width + left + x] - sum / n) : 0;
            }
        }
        return out;
    }

    /** Returns sum v(x, y) exp(-2 pi i (kx (x - cx) + ky (y - cy)) / s) / s. */
    static double[] transform(double[] v, int s, int kx, int ky, double cx, double cy) {
        double re = 0, im = 0;
        for (int y = 0; y < s; y++) {
            for (int x = 0; x < s; x++) {
                double a = -2 * Math.PI / s * (kx * (x - cx) + ky * (y - cy));
                re += v[y * s + x] * Math.cos(a);
                im += v[y * s + x] * Math.sin(a);
            }
        }
        return new double[] {re / s, im / s};
    }
}
