package org.tomoalign.job;

import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.BicubicKernels;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/**
 * What the refined geometry says about the windows: how far particles moved on the images, and how strongly the images
 * correlate with the predictions there.
 *
 * @param windows    windows that count
 * @param outOfRange those whose displacement exceeds the range
 * @param rms        root mean square displacement, px
 * @param scale      sum of the correlations over the sum of the predicted powers, over the windows whose power is
 *                   known; 0 if there are none. It is the factor by which the reference should be multiplied to
 *                   explain the images
 */
record WindowStatistics(int windows, int outOfRange, double rms, double scale) {
    /**
     * Measures over the windows that the likelihood counts.
     *
     * @param refined  geometry of the tomogram after the alignment
     * @param counted  the images that count
     */
    static WindowStatistics measure(
            TiltSeries series, Geometry refined, AlignmentOptions counted, Correlator.Result correlation,
            BicubicKernels bicubic) {
        Projector projector = new Projector(series, refined);
        CorrelationStack stack = correlation.windows();
        int images = stack.images();
        int count = 0;
        int outOfRange = 0;
        double sumSquares = 0;
        double correlationSum = 0;
        double powerSum = 0;
        double[] x = new double[images];
        double[] y = new double[images];
        double[] value = new double[images];
        double[] gradientX = new double[images];
        double[] gradientY = new double[images];
        for (int p = 0; p < stack.particles(); p++) {
            for (int t = 0; t < images; t++) {
                Vec3 q = projector.project(p, t);
                int w = stack.window(p, t);
                double ex = q.x() - stack.x(w);
                double ey = q.y() - stack.y(w);
                x[t] = ex * stack.pad() + stack.centre();
                y[t] = ey * stack.pad() + stack.centre();
                if (stack.visible(w) && counted.counts(t)) {
                    double square = ex * ex + ey * ey;
                    count++;
                    sumSquares += square;
                    outOfRange += square > (double) stack.range() * stack.range() ? 1 : 0;
                }
            }
            bicubic.valueAndGradient(stack.segment(), stack.side(), stack.window(p, 0), images, x, y, value,
                    gradientX, gradientY);
            for (int t = 0; t < images; t++) {
                double power = correlation.predictedPower()[stack.window(p, t)];
                if (!Double.isNaN(power) && counted.counts(t)) {
                    correlationSum += value[t];
                    powerSum += power;
                }
            }
        }
        return new WindowStatistics(count, outOfRange, Math.sqrt(sumSquares / Math.max(1, count)),
                powerSum > 0 ? correlationSum / powerSum : 0);
    }

    /**
     * Returns the root mean square displacement from a tomogram's geometry, px, over the windows that the likelihood
     * counts.
     *
     * @param windows which are visible
     */
    static double rmsDisplacement(Tomogram tomogram, Geometry refined, AlignmentOptions counted, CorrelationStack windows) {
        Projector from = tomogram.projector();
        Projector to = new Projector(tomogram.series(), refined);
        double squares = 0;
        int count = 0;
        for (int p = 0; p < windows.particles(); p++) {
            for (int t = 0; t < windows.images(); t++) {
                if (windows.visible(windows.window(p, t)) && counted.counts(t)) {
                    Vec3 move = to.project(p, t).minus(from.project(p, t));
                    squares += move.x() * move.x() + move.y() * move.y();
                    count++;
                }
            }
        }
        return Math.sqrt(squares / Math.max(1, count));
    }
}
