package org.tomoalign.simulate;

import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Microscope;

/**
 * The contrast transfer function and the dose weight on the frequencies of a patch. Independent of the aligner's code
 * on purpose.
 */
final class ImageOptics {
    private final double[] phase;
    private final double[] slope;
    private final float[] weight;

    /**
     * Prepares one tilt image.
     *
     * @param side       of the patch, px
     * @param px         pixel size, Å
     * @param defocus    at the tomogram's centre
     * @param dose       before the image, e/Å^2
     */
    ImageOptics(int side, double px, Microscope microscope, Defocus defocus, double dose) {
        int half = side / 2 + 1;
        phase = new double[side * half];
        slope = new double[side * half];
        weight = new float[side * half];
        double volts = 1e3 * microscope.voltage();
        double lambda = 12.2643247 / Math.sqrt(volts * (1 + volts * 0.978466e-6));
        double cs = 1e7 * microscope.sphericalAberration(), q0 = microscope.amplitudeContrast();
        double amplitude = Math.atan(q0 / Math.sqrt(1 - q0 * q0));
        double mean = 0.5 * (defocus.u() + defocus.v()), difference = 0.5 * (defocus.u() - defocus.v());
        for (int row = 0; row < side; row++) {
            int ky = row < side / 2 ? row : row - side;
            for (int kx = 0; kx < half; kx++) {
                int i = row * half + kx;
                double u = kx / (side * px), v = ky / (side * px), k2 = u * u + v * v;
                double z = mean + difference * Math.cos(2 * (Math.atan2(v, u) - defocus.angle()));
                phase[i] = Math.PI * lambda * k2 * z - 0.5 * Math.PI * cs * lambda * lambda * lambda * k2 * k2 + amplitude;
                slope[i] = Math.PI * lambda * k2;
                weight[i] = (float) doseWeight(dose, Math.sqrt(k2));
            }
        }
    }

    /** Grant and Grigorieff 2015. */
    static double doseWeight(double dose, double k) {
        return k == 0 ? 1 : Math.exp(-0.5 * dose / (0.245 * Math.pow(k, -1.665) + 2.81));
    }

    /**
     * Writes CTF times dose weight.
     *
     * @param defocusOffset added to the image's defocus, Å
     * @param out           side rows of side/2 + 1 values
     */
    void transfer(double defocusOffset, float[] out) {
        for (int i = 0; i < phase.length; i++) {
            out[i] = weight[i] == 0 ? 0 : weight[i] * (float) Math.sin(phase[i] + defocusOffset * slope[i]);
        }
    }
}
