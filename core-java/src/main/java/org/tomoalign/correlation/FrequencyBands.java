package org.tomoalign.correlation;

/**
 * What frequencies contribute to the value in the middle of a square picture: the real part of its Fourier transform about
 * the middle, added up over rings. With 2 h + 1 pixels in a row, ring k holds the frequencies nearest to k / (2 h + 1) per
 * pixel. The contributions of all rings add up to the value in the middle. The picture is faded out from half its radius on, as
 * its edges would else appear as frequencies; a ring therefore also shows some of its neighbours.
 */
public final class FrequencyBands {
    private FrequencyBands() {
    }

    /**
     * Returns the contributions of rings 0 to h; those of the corners beyond are left out.
     *
     * @param picture (2 h + 1) x (2 h + 1) values
     */
    public static double[] of(double[] picture, int h) {
        int n = 2 * h + 1;
        double[] cosine = new double[n];
        double[] sine = new double[n];
        for (int i = 0; i < n; i++) {
            cosine[i] = Math.cos(2 * Math.PI * i / n);
            sine[i] = Math.sin(2 * Math.PI * i / n);
        }
        // Along x, then along y; frequencies from 0 to h along x, as the rest are their complex conjugates.
        double[] real = new double[n * (h + 1)];
        double[] imaginary = new double[n * (h + 1)];
        for (int y = 0; y < n; y++) {
            for (int kx = 0; kx <= h; kx++) {
                for (int x = 0; x < n; x++) {
                    double value = fade(x - h, y - h, h) * picture[y * n + x];
                    int angle = Math.floorMod(kx * (x - h), n);
                    real[y * (h + 1) + kx] += value * cosine[angle];
                    imaginary[y * (h + 1) + kx] -= value * sine[angle];
                }
            }
        }
        double[] bands = new double[h + 1];
        for (int ky = -h; ky <= h; ky++) {
            for (int kx = 0; kx <= h; kx++) {
                int ring = (int) Math.round(Math.hypot(kx, ky));
                if (ring <= h) {
                    double sum = 0;
                    for (int y = 0; y < n; y++) {
                        int angle = Math.floorMod(ky * (y - h), n);
                        sum += real[y * (h + 1) + kx] * cosine[angle] + imaginary[y * (h + 1) + kx] * sine[angle];
                    }
                    bands[ring] += (kx == 0 ? 1 : 2) * sum / ((double) n * n);
                }
            }
        }
        return bands;
    }

    /** 1 up to half the radius, a raised cosine from there to the rim. */
    private static double fade(int x, int y, int h) {
        double r = Math.hypot(x, y) / (h + 1);
        return r <= 0.5 ? 1 : r >= 1 ? 0 : 0.5 + 0.5 * Math.cos(2 * Math.PI * (r - 0.5));
    }
}
