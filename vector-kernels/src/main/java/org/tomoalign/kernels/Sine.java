package org.tomoalign.kernels;

/**
 * The sine by Cody-Waite range reduction to [-pi/2, pi/2] and an odd polynomial of degree 9: with q = x / pi rounded
 * and r = x - q pi, sin x = (-1)^q sin r. (Cody and Waite, Software Manual for the Elementary Functions, 1980, ch. 8.)
 */
final class Sine {
    static final float ONE_OVER_PI = (float) (1 / Math.PI);

    /** pi in three parts. The first two have 8 and 11 significant bits: their products with q up to 2^13 are exact. */
    static final float PI_1 = 3.140625f;
    static final float PI_2 = 9.67502593994140625e-4f;
    static final float PI_3 = 1.509957990978376432e-7f;

    /** Coefficients of r^3, r^5, r^7, r^9: least maximum absolute error on [-pi/2, pi/2] (4.6e-9). */
    static final float C3 = -1.66666567e-1f;
    static final float C5 = 8.333017e-3f;
    static final float C7 = -1.9806615e-4f;
    static final float C9 = 2.6000548e-6f;

    private static final double PI_HIGH = 3.14159265160560607910;
    private static final double PI_LOW = 1.98418714791870343106e-9;

    private Sine() {
    }

    /** Returns the sine of x, |x| up to 1e6, with an absolute error below 1.5e-7. */
    static float of(float x) {
        double q = Math.rint(x * (1 / Math.PI));
        // The 32 bits of the high part times q are exact in double.
        float r = (float) (x - q * PI_HIGH - q * PI_LOW);
        float s = r * r;
        float sine = r + r * s * (C3 + s * (C5 + s * (C7 + s * C9)));
        return ((int) q & 1) == 0 ? sine : -sine;
    }
}
