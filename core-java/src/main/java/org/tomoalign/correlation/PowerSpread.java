package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.RealFft2d;
import org.tomoalign.kernels.Kernels;

/**
 * How the weighted power of a tilt image's predictions is spread around the particle, along each axis: says what part of
 * it is left where a box hangs over the rim of the image. The particle itself is on the image then; what is lost is
 * signal that the defocus has carried away from it.
 */
final class PowerSpread {
    private final int size;
    /* Element i: the part of the power at offsets below i - size/2, px. */
    private final double[] belowX;
    private final double[] belowY;

    private PowerSpread(int size, double[] belowX, double[] belowY) {
        this.size = size;
        this.belowX = belowX;
        this.belowY = belowY;
    }

    /**
     * One prediction.
     *
     * @param slice         the reference, seen from the particle's direction
     * @param filter        of the image and the particle's optics group
     * @param defocusOffset Å, the particle's defocus relative to the tomogram's centre
     */
    record Prediction(SliceReader slice, ImageFilter filter, double defocusOffset) {
    }

    /**
     * Measures the spread over some predictions for one image.
     *
     * @param fft        of a box, rows without gaps
     * @param phaseSlope d gamma / d defocus over the half plane
     */
    static PowerSpread measure(
            HalfPlane plane, Kernels kernels, RealFft2d fft, MemorySegment phaseSlope, List<Prediction> predictions) {
        int s = plane.size();
        double[] alongX = new double[s];
        double[] alongY = new double[s];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment spectrum = AlignedSegments.complex(arena, (long) s * plane.width());
            MemorySegment pixels = AlignedSegments.floats(arena, (long) s * s);
            MemorySegment row = AlignedSegments.complex(arena, plane.stride());
            MemorySegment transfer = AlignedSegments.floats(arena, plane.stride());
            for (Prediction prediction : predictions) {
                spectrum.fill((byte) 0);
                for (int y = 0; y < s; y++) {
                    int n = prediction.filter().range().end(y);
                    if (n > 0) {
                        long table = 4L * y * plane.stride();
                        prediction.slice().row(plane.ky(y), n, row, 0);
                        if (prediction.filter().odd() != null) {
                            kernels.rows().multiply(row, 0, prediction.filter().odd(), 2 * table, n);
                        }
                        kernels.rows().weightedCtf(prediction.filter().phase(), table, phaseSlope, table,
                                (float) prediction.defocusOffset(), prediction.filter().weight(), table, n, transfer, 0);
                        weigh(plane, row, transfer, prediction.filter().power(), table, n, spectrum,
                                (long) y * plane.width());
                    }
                }
                fft.inverse(spectrum, pixels);
                add(pixels, s, alongX, alongY);
            }
        }
        return new PowerSpread(s, below(alongX), below(alongY));
    }

    /** Writes the prediction times the root of its weight, by which its squares add up to the weighted power. */
    private static void weigh(
            HalfPlane plane, MemorySegment row, MemorySegment transfer, MemorySegment power, long table, int n,
            MemorySegment out, long at) {
        for (int x = 0; x < n; x++) {
            double p = power.get(ValueLayout.JAVA_FLOAT, table + 4L * x) / plane.multiplicity(x);
            float f = (float) (transfer.getAtIndex(ValueLayout.JAVA_FLOAT, x) * Math.sqrt(p));
            out.setAtIndex(ValueLayout.JAVA_FLOAT, 2 * (at + x), f * row.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * x));
            out.setAtIndex(
                    ValueLayout.JAVA_FLOAT, 2 * (at + x) + 1, f * row.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * x + 1));
        }
    }

    /** Adds the squares of pixels around the origin, which is the first pixel. */
    private static void add(MemorySegment pixels, int s, double[] alongX, double[] alongY) {
        float[] values = new float[s];
        for (int y = 0; y < s; y++) {
            MemorySegment.copy(pixels, ValueLayout.JAVA_FLOAT, 4L * y * s, values, 0, s);
            double sum = 0;
            for (int x = 0; x < s; x++) {
                double square = (double) values[x] * values[x];
                alongX[(x + s / 2) % s] += square;
                sum += square;
            }
            alongY[(y + s / 2) % s] += sum;
        }
    }

    private static double[] below(double[] along) {
        double[] below = new double[along.length + 1];
        for (int i = 0; i < along.length; i++) {
            below[i + 1] = below[i] + along[i];
        }
        double total = below[along.length];
        for (int i = 0; i < below.length; i++) {
            below[i] = total > 0 ? below[i] / total : i / (double) along.length;
        }
        return below;
    }

    /**
     * Returns the part of the power that is on the image for a box that begins in column {@code left} and row
     * {@code top}; the two axes are taken to be independent.
     */
    double share(int left, int top, int width, int height) {
        return part(belowX, left, width) * part(belowY, top, height);
    }

    private double part(double[] below, int first, int length) {
        return below[Math.clamp(length - first, 0, size)] - below[Math.clamp(-first, 0, size)];
    }
}
