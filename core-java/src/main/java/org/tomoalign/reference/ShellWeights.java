package org.tomoalign.reference;

import java.util.Arrays;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;

/**
 * How much each shell of the reference is to be trusted: its signal-to-noise ratio (or 1), and an envelope that ends
 * behind the last good shell with a raised-cosine flank.
 *
 * @param snr       one value per shell 0..box/2
 * @param lastShell last shell with full weight
 * @param flank     width of the flank, shells ({@code --fsc_thresh_width})
 */
public record ShellWeights(double[] snr, int lastShell, double flank) {
    /** FSC below which a shell counts as noise (gold standard). */
    private static final double FSC_THRESHOLD = 0.143;
    /** SNR below which a shell of two half maps counts as noise. */
    private static final double SNR_THRESHOLD = 0.05;

    /**
     * Derives the weights from an FSC curve, {@code SNR = 2 FSC / (1 + FSC)}.
     *
     * @param fsc one value per shell of the map it was computed from; its length may differ from box/2 + 1
     * @param box box size, px
     */
    public static ShellWeights fromFsc(double[] fsc, int box, Options options, double pixelSize) {
        double[] good = new double[fsc.length];
        int firstBad = fsc.length;
        for (int i = 0; i < fsc.length; i++) {
            if (fsc[i] >= FSC_THRESHOLD) {
                good[i] = fsc[i];
            } else {
                firstBad = Math.min(firstBad, i);
            }
        }
        double scale = 2.0 * (fsc.length - 1) / box;
        double[] snr = new double[box / 2 + 1];
        for (int r = 0; r < snr.length; r++) {
            int i = (int) (scale * r);
            if (i + 1 < fsc.length) {
                double t = scale * r - i;
                double f = (1 - t) * good[i] + t * good[i + 1];
                snr[r] = 2 * f / (1 + f);
            }
        }
        return finish(snr, (int) ((firstBad - 1) / scale), box, options, pixelSize);
    }

    /**
     * Derives the weights from two half maps, {@code SNR = max(0, (tau2 - sigma2) / tau2)}.
     *
     * @param tau2   mean power of the two maps per shell
     * @param sigma2 half the mean power of their difference per shell
     */
    public static ShellWeights fromHalfMaps(
            double[] tau2, double[] sigma2, int box, Options options, double pixelSize) {
        double[] snr = new double[box / 2 + 1];
        int last = snr.length - 1;
        for (int r = snr.length - 1; r >= 0; r--) {
            snr[r] = tau2[r] > sigma2[r] ? (tau2[r] - sigma2[r]) / tau2[r] : 0;
            // Shell 0 is the mean, which the taper removes: it says nothing about the resolution.
            if (r > 0 && snr[r] < SNR_THRESHOLD) {
                last = r - 1;
            }
        }
        return finish(snr, last, box, options, pixelSize);
    }

    private static ShellWeights finish(double[] snr, int last, int box, Options options, double pixelSize) {
        int lastShell = last;
        if (options.cutoff() > 0) {
            lastShell = Math.min(lastShell, (int) (box * pixelSize / options.cutoff()));
        }
        if (!options.snrWeight()) {
            Arrays.fill(snr, 1);
        }
        return new ShellWeights(snr, lastShell, options.flank());
    }

    /**
     * What the user may choose.
     *
     * @param snrWeight weight shells by their SNR instead of 1 ({@code --use_SNR_weight})
     * @param cutoff    resolution limit, Å; not positive: none ({@code --freq_cutoff})
     * @param flank     shells ({@code --fsc_thresh_width})
     */
    public record Options(boolean snrWeight, double cutoff, double flank) {
        /** RELION's defaults. */
        public static final Options DEFAULT = new Options(false, -1, 5);

        /**
         * Checks the numbers.
         *
         * @throws org.tomoalign.input.InputException if one is no number, or the flank is negative
         */
        public Options {
            Setting.RESOLUTION_LIMIT.require(Double.isFinite(cutoff), cutoff, "a finite number");
            Setting.FLANK_WIDTH.require(flank >= 0, flank, "0 or more shells");
        }
    }

    /** Returns the weight at |k| = radius (shells), linear between shells; 0 beyond the flank and beyond Nyquist. */
    public double at(double radius) {
        int r = (int) radius;
        if (r + 1 >= snr.length || r + 1 > lastShell + flank) {
            return 0;
        }
        double t = radius - r;
        double value = (1 - t) * snr[r] + t * snr[r + 1];
        if (radius <= lastShell) {
            return value;
        }
        return radius < lastShell + flank
                ? value * (Math.cos(Math.PI * (radius - lastShell) / flank) + 1) / 2
                : 0;
    }

    /** Throws {@link InputException} if no frequency but the mean has any weight. */
    void requireSome() {
        for (double radius = 0.5; radius <= snr.length; radius += 0.5) {
            if (at(radius) > 0) {
                return;
            }
        }
        throw new InputException(Message.of("nothing is left of the reference: no shell has any weight, by its FSC (half maps "
                + "that agree nowhere, or the wrong table) or ", Setting.RESOLUTION_LIMIT));
    }

    /** Returns the largest radius at which the weight may be positive. */
    public int lastWeightedShell() {
        return Math.min(snr.length - 1, (int) Math.ceil(lastShell + flank));
    }
}
