package org.tomoalign.correlation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleUnaryOperator;
import org.tomoalign.reference.ShellWeights;

/**
 * The weights of the frequencies of whole tilt images: inverse power of the image itself, averaged over rings, times the
 * shell weights of the reference.
 */
final class ImageWeights {
    private final int width;
    private final int height;
    private final int box;
    private final ShellWeights shells;
    private final SpectralWeights.Options options;
    private final boolean compat;

    /**
     * @param width  of the images, px
     * @param height of the images, px
     * @param box    in whose shells the weights of the reference are
     * @param compat do as RELION does. An uninitialised variable makes its compiled program average the power over
     *               columns instead of rings; the flank of its shell weights grows with the image, and it takes non-square
     *               images for square ones
     */
    ImageWeights(
            int width, int height, int box, ShellWeights shells, SpectralWeights.Options options, boolean compat) {
        this.width = width;
        this.height = height;
        this.box = box;
        this.options = options;
        this.compat = compat;
        this.shells = compat
                ? new ShellWeights(shells.snr(), shells.lastShell(), shells.flank() * height / (double) box) : shells;
    }

    private double ky(int y) {
        return y < (height + 1) / 2 ? y : y - height;
    }

    /** Distance from the origin in columns. */
    private double radius(int x, int y) {
        double ky = ky(y) * width / height;
        return Math.sqrt(x * (double) x + ky * ky);
    }

    /** Returns the inverse power per ring of an image with the given spectrum, {@code width/2 + 1} columns. */
    DoubleUnaryOperator inversePower(MemorySegment spectrum) {
        if (options.whitening() == SpectralWeights.Whitening.NONE) {
            return r -> 1;
        }
        int columns = width / 2 + 1;
        double[] sum = new double[columns];
        long[] count = new long[columns];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < columns; x++) {
                double r = compat ? Math.hypot(x, 2 * ky(y) / height) : radius(x, y);
                int ring = (int) (r + 0.5);
                if (ring < columns) {
                    long i = 2 * ((long) y * columns + x);
                    double re = spectrum.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    double im = spectrum.getAtIndex(ValueLayout.JAVA_FLOAT, i + 1);
                    sum[ring] += re * re + im * im;
                    count[ring]++;
                }
            }
        }
        for (int r = 0; r < columns; r++) {
            sum[r] = count[r] > 0 ? sum[r] / count[r] : 0;
        }
        RadialProfile power = new RadialProfile(sum);
        return r -> {
            double p = power.applyAsDouble(r);
            // An empty ring says nothing.
            return p > 0 ? Math.pow(p, -options.whitening().exponent()) : 0;
        };
    }

    /** Returns the weight of column x and row y. */
    double at(int x, int y, DoubleUnaryOperator inversePower) {
        double r = radius(x, y);
        double shell = compat ? shells.at(Math.hypot(x, ky(y)) * box / height) : shells.at(r * box / width);
        if (shell == 0) {
            return 0;
        }
        double filter = compat ? 1 : SpectralWeights.filter(r * box / width, box / 2 + 1, options);
        double w = inversePower.applyAsDouble(r) * shell * filter;
        return Double.isFinite(w) ? w : 0;
    }
}
