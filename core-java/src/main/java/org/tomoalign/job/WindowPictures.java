package org.tomoalign.job;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.FrequencyBands;
import org.tomoalign.correlation.WindowMeans;
import org.tomoalign.correlation.WindowMeans.Sum;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.MeanWindows;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.WindowPair;

/**
 * Averages correlation windows for the report: those around the input's geometry when they have been computed, and later
 * those of the refined geometry, which may be others.
 *
 * @param before sums by image, around the positions of the input
 */
record WindowPictures(List<Sum> before) {
    /** px: frequencies are told apart by twice that and more, but a window that is read wider costs time. */
    private static final int MOST_READ = 24;
    /** px that pictures show of it. */
    private static final int MOST_SHOWN = 12;
    /** The stage that averages. */
    static final String STAGE = "mean windows";

    /**
     * Averages around a tomogram's geometry.
     *
     * @param counts which windows count
     */
    static WindowPictures before(Tomogram tomogram, CorrelationStack windows, IntPredicate counts, ForkJoinPool pool) {
        return new WindowPictures(sums(tomogram.series(), tomogram.geometry(), windows, counts, pool));
    }

    /** Averages around a refined geometry as well. */
    MeanWindows after(
            TiltSeries series, Geometry refined, CorrelationStack windows, IntPredicate counts, ForkJoinPool pool) {
        List<Sum> after = sums(series, refined, windows, counts, pool);
        Sum allBefore = Sum.of(before);
        Sum allAfter = Sum.of(after);
        int half = half(windows);
        return new MeanWindows(pair(allBefore, allAfter, half),
                IntStream.range(0, after.size()).mapToObj(t -> pair(before.get(t), after.get(t), half)).toList(),
                1.0 / (2 * half + 1), FrequencyBands.of(allBefore.mean(), half), FrequencyBands.of(allAfter.mean(), half));
    }

    private static int half(CorrelationStack windows) {
        return Math.min(windows.range(), MOST_READ);
    }

    private static List<Sum> sums(
            TiltSeries series, Geometry geometry, CorrelationStack windows, IntPredicate counts, ForkJoinPool pool) {
        Projector projector = new Projector(series, geometry);
        return WindowMeans.byImage(windows, half(windows), counts, (p, t, xy) -> {
            Vec3 q = projector.project(p, t);
            xy[0] = q.x();
            xy[1] = q.y();
        }, pool);
    }

    private static WindowPair pair(Sum before, Sum after, int half) {
        int shown = Math.min(half, MOST_SHOWN);
        return WindowPair.of(after.windows(), middle(before.mean(), half, shown), middle(after.mean(), half, shown));
    }

    private static double[] middle(double[] picture, int half, int shown) {
        int side = 2 * half + 1;
        int n = 2 * shown + 1;
        double[] out = new double[n * n];
        for (int y = 0; y < n; y++) {
            System.arraycopy(picture, (y + half - shown) * side + half - shown, out, y * n, n);
        }
        return out;
    }
}
