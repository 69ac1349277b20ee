package org.tomoalign.reference;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.parallel.Workers;

/** Compares two half maps shell by shell; frequencies belong to the shell they are nearest to. */
final class HalfMapComparison {
    private final MapSpectrum first;
    private final MapSpectrum second;
    private final int box;

    private HalfMapComparison(MapSpectrum first, MapSpectrum second, int box) {
        this.first = first;
        this.second = second;
        this.box = box;
    }

    /** Returns the weights that follow from two whole spectra; the pool runs the work. */
    static ShellWeights shells(
            MapSpectrum first, MapSpectrum second, int box, ShellWeights.Options options, double pixelSize,
            ForkJoinPool pool) {
        HalfMapComparison comparison = new HalfMapComparison(first, second, box);
        int width = box / 2 + 1;
        double[] tau2 = new double[width];
        double[] sigma2 = new double[width];
        for (double[][] plane : Workers.map(pool, box, comparison::plane)) {
            for (int r = 0; r < width; r++) {
                tau2[r] += plane[0][r];
                sigma2[r] += plane[1][r];
            }
        }
        // Both sums run over the same voxels, so their ratio is that of the means.
        return ShellWeights.fromHalfMaps(tau2, sigma2, box, options, pixelSize);
    }

    private double frequency(int index) {
        return index < box / 2 ? index : index - box;
    }

    private double[][] plane(int z) {
        int width = box / 2 + 1;
        double[][] sums = new double[2][width];
        float[] a = new float[2 * width];
        float[] b = new float[2 * width];
        for (int y = 0; y < box; y++) {
            long row = ((long) z * box + y) * first.rowStride() * 2 * Float.BYTES;
            MemorySegment.copy(first.data(), ValueLayout.JAVA_FLOAT, row, a, 0, a.length);
            MemorySegment.copy(second.data(), ValueLayout.JAVA_FLOAT, row, b, 0, b.length);
            addRow(a, b, frequency(y) * frequency(y) + frequency(z) * frequency(z), sums[0], sums[1]);
        }
        return sums;
    }

    private static void addRow(float[] a, float[] b, double k2, double[] tau2, double[] sigma2) {
        for (int x = 0; x < tau2.length; x++) {
            int r = (int) (Math.sqrt(x * (double) x + k2) + 0.5);
            if (r < tau2.length) {
                double re1 = a[2 * x];
                double im1 = a[2 * x + 1];
                double re2 = b[2 * x];
                double im2 = b[2 * x + 1];
                tau2[r] += (re1 * re1 + im1 * im1 + re2 * re2 + im2 * im2) / 2;
                sigma2[r] += ((re1 - re2) * (re1 - re2) + (im1 - im2) * (im1 - im2)) / 2;
            }
        }
    }
}
