package org.tomoalign.correlation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.tomoalign.input.Setting;
import org.tomoalign.optics.RadiationDamage;
import org.tomoalign.reference.ShellWeights;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/**
 * The weight W(|k|) of every frequency of every tilt image (inverse noise power times the reference's shell weight)
 * and the frequency range it leaves.
 */
public final class SpectralWeights {
    /** By what the spectra are divided: the noise power, its square root ({@code --whiten_abs}), or nothing. */
    public enum Whitening {
        /** Nothing ({@code --no_whiten}). */
        NONE(0),
        /** The square root of the noise power ({@code --whiten_abs}). */
        AMPLITUDE(0.5),
        /** The noise power. */
        POWER(1);

        private final double exponent;

        Whitening(double exponent) {
            this.exponent = exponent;
        }

        /** Returns the exponent of the noise power. */
        double exponent() {
            return exponent;
        }
    }

    /**
     * What the user may choose.
     *
     * @param whitening     by what the noise is divided
     * @param perImageNoise one noise spectrum per tilt image ({@code --per_frame_noise}) instead of their mean
     * @param ramp          exponent a of a factor (r/R)^a ({@code --srp}); 0: none
     * @param highPass      sigma of a high-pass 1 - exp(-k^2 / (2 sigma^2)), px ({@code --hp}); not positive: none
     * @param cutoff        relative weight and dose weight below which a frequency is skipped
     *                      ({@code --cutoff_fract})
     */
    public record Options(
            Whitening whitening, boolean perImageNoise, double ramp, double highPass, double cutoff) {
        /** RELION's defaults. */
        public static final Options DEFAULT = new Options(Whitening.POWER, false, 0, -1, 0.02);

        /**
         * Checks the numbers.
         *
         * @throws org.tomoalign.input.InputException if one is no number, or the cutoff is negative
         */
        public Options {
            Setting.RAMP.require(Double.isFinite(ramp), ramp, "a finite number");
            Setting.HIGH_PASS.require(Double.isFinite(highPass), highPass, "a finite number");
            Setting.WEIGHT_CUTOFF.require(cutoff >= 0, cutoff, "0 or more");
            // Dose weights are at most 1.
            Setting.WEIGHT_CUTOFF.require(cutoff < 1, cutoff, "less than 1, since no frequency would be left");
        }
    }

    private final HalfPlane plane;
    private final List<double[]> weights;
    private final List<FrequencyRange> ranges;

    private SpectralWeights(HalfPlane plane, List<double[]> weights, List<FrequencyRange> ranges) {
        this.plane = plane;
        this.weights = weights;
        this.ranges = ranges;
    }

    /**
     * Combines noise spectra and shell weights.
     *
     * @param spectra    power per shell of each image's noise; not used (may be empty) without whitening
     * @param shells     weight of the reference's shells
     * @param maxColumns columns at and beyond this one are dropped (size/2 + 1: none)
     */
    public static SpectralWeights of(
            HalfPlane plane, TiltSeries series, List<double[]> spectra, ShellWeights shells, Options options,
            int maxColumns) {
        List<DoubleUnaryOperator> inverseNoise = inverseNoise(series, spectra, options);
        List<double[]> weights = new ArrayList<>();
        List<FrequencyRange> ranges = new ArrayList<>();
        double mean = 0;
        for (int f = 0; f < series.images().size(); f++) {
            if (f > 0 && inverseNoise.get(f) == inverseNoise.get(f - 1)) {
                weights.add(weights.get(f - 1));
            } else {
                double[] weight = tabulate(plane, inverseNoise.get(f), shells, options);
                mean = Arrays.stream(weight).sum() / weight.length;
                weights.add(weight);
            }
            ranges.add(range(plane, series.images().get(f), series.pixelSize(), weights.get(f), mean, options,
                    maxColumns));
        }
        return new SpectralWeights(plane, List.copyOf(weights), List.copyOf(ranges));
    }

    private static double[] tabulate(
            HalfPlane plane, DoubleUnaryOperator inverseNoise, ShellWeights shells, Options options) {
        double[] table = new double[plane.size() * plane.width()];
        for (int y = 0; y < plane.size(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                double r = plane.radius(x, y);
                double shell = shells.at(r);
                double w = shell == 0 ? 0 : inverseNoise.applyAsDouble(r) * filter(r, plane.width(), options) * shell;
                // An empty shell (a zero mean, a negative ramp at r = 0) says nothing.
                table[y * plane.width() + x] = Double.isFinite(w) ? w : 0;
            }
        }
        return table;
    }

    /** Returns 1/n per image, or one mean for all (the same object), n interpolated as 1/n between shells. */
    private static List<DoubleUnaryOperator> inverseNoise(TiltSeries series, List<double[]> spectra, Options options) {
        int images = series.images().size();
        if (options.whitening() == Whitening.NONE) {
            DoubleUnaryOperator one = r -> 1;
            return Collections.nCopies(images, one);
        }
        List<DoubleUnaryOperator> inverse = new ArrayList<>();
        for (double[] spectrum : spectra) {
            double[] values = new double[spectrum.length];
            for (int r = 0; r < values.length; r++) {
                values[r] = Math.pow(spectrum[r], -options.whitening().exponent);
            }
            inverse.add(new RadialProfile(values));
        }
        if (options.perImageNoise()) {
            return inverse;
        }
        // Added in the order of the file, so that its last digits do not depend on the exposures.
        // Blank images have no noise: they say nothing of that of the others.
        List<DoubleUnaryOperator> inFile = IntStream.range(0, images).boxed()
                .filter(t -> Arrays.stream(spectra.get(t)).anyMatch(power -> power > 0))
                .sorted(Comparator.comparingInt(t -> series.images().get(t).row())).map(inverse::get).toList();
        DoubleUnaryOperator harmonicMean = radius -> {
            double sum = 0;
            for (DoubleUnaryOperator profile : inFile) {
                sum += 1 / profile.applyAsDouble(radius);
            }
            return inFile.size() / sum;
        };
        return Collections.nCopies(images, harmonicMean);
    }

    /** Returns ramp and high pass at a radius, shells; columns: of the half plane. */
    static double filter(double radius, int columns, Options options) {
        double factor = 1;
        if (options.ramp() != 0) {
            factor *= Math.pow(radius / columns, options.ramp());
        }
        if (options.highPass() > 0) {
            factor *= 1 - Math.exp(-radius * radius / (2 * options.highPass() * options.highPass()));
        }
        return factor;
    }

    private static FrequencyRange range(
            HalfPlane plane, TiltImage image, double pixelSize, double[] weight, double mean, Options options,
            int maxColumns) {
        double perAngstrom = 1 / (plane.size() * pixelSize);
        return FrequencyRange.of(plane, options.cutoff(), maxColumns, (x, y) -> {
            double relative = weight[y * plane.width() + x] / mean;
            return relative > options.cutoff()
                    ? Math.min(relative, RadiationDamage.weight(image, plane.radius(x, y) * perAngstrom))
                    : relative;
        });
    }

    /** Returns W of an image in column x and row y of the half plane. */
    public double at(int image, int x, int y) {
        return weights.get(image)[y * plane.width() + x];
    }

    /** Returns the frequency range of an image. */
    public FrequencyRange range(int image) {
        return ranges.get(image);
    }
}
