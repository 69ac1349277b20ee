package org.tomoalign.alignment.posterior;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.SyntheticTomogram;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Projector;

/**
 * Windows drawn from the model of the likelihood: the correlation of a weighted prediction of power P with an image that holds
 * a b times the prediction, and noise. Its mean is {@code a b P rho(e - truth)}, its covariance {@code P rho(e - e')}, rho a
 * Gaussian of {@value #WIDTH} px.
 */
final class ModelWindows {
    static final double WIDTH = 2;
    static final int RANGE = 7;
    private static final int REACH = 5;

    final SyntheticTomogram tomogram;
    final Geometry truth;
    /** What the truth is in the unknowns of a static problem. */
    final double[] unknowns;
    final SyntheticTomogram.Input input;
    final double power;

    /** What the input is off by, standard deviations; the same normal draws for the same seed. */
    record Errors(double angleDegrees, double shift, double position) {
        static final Errors FAIR = new Errors(0.25, 0.7, 0.7);
    }

    /**
     * @param amplitudes of the windows, {@code p F + t}
     */
    ModelWindows(Arena arena, int particles, int images, Errors errors, double power, double[] amplitudes, long seed) {
        this.power = power;
        tomogram = new SyntheticTomogram(particles, images, 100 + seed);
        Random random = new Random(seed);
        AlignmentProblem still = emptyProblem();
        unknowns = unknowns(still.size(), errors, random);
        truth = still.geometry(unknowns);
        Projector right = new Projector(tomogram.series(400, 350), truth);
        double[][] noise = new double[particles * images][];
        for (int w = 0; w < noise.length; w++) {
            noise[w] = noise(random);
        }
        input = tomogram.input(arena, RANGE, 1, (p, t, ex, ey) -> {
            int w = p * images + t;
            Vec3 q = tomogram.projections.get(t).apply(tomogram.positions.get(p));
            Vec3 y = right.project(p, t);
            double dx = ex - (y.x() - q.x());
            double dy = ey - (y.y() - q.y());
            int at = ((int) ey + RANGE) * (2 * RANGE + 1) + (int) ex + RANGE;
            return amplitudes[w] * power * Math.exp(-(dx * dx + dy * dy) / (2 * WIDTH * WIDTH))
                    + Math.sqrt(power) * noise[w][at];
        }, null);
    }

    private AlignmentProblem emptyProblem() {
        return new SyntheticTomogram.Input(
                new CorrelationStack(Arena.ofAuto(), tomogram.particles, tomogram.images,
                        WindowShape.withoutMargin(2, 1)), tomogram.geometry(null)).problem(
                AlignmentOptions.DEFAULT, new NoMotion(), new NoDeformation(), KernelProvider.get(),
                ForkJoinPool.commonPool());
    }

    /** In units of a static problem: mrad and px. */
    private double[] unknowns(int size, Errors errors, Random random) {
        double[] x = new double[size];
        int ofImages = 5 * tomogram.images;
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextGaussian() * (i >= ofImages ? errors.position()
                    : i % 5 < 3 ? 1000 * Math.toRadians(errors.angleDegrees()) : errors.shift());
        }
        return x;
    }

    /** Smoothed white noise: variance 1, correlation rho. */
    private static double[] noise(Random random) {
        int side = 2 * RANGE + 1;
        int wide = side + 2 * REACH;
        double[] kernel = new double[2 * REACH + 1];
        double squares = 0;
        for (int k = 0; k < kernel.length; k++) {
            kernel[k] = Math.exp(-(k - REACH) * (k - REACH) / (WIDTH * WIDTH));
            squares += kernel[k] * kernel[k];
        }
        double[] white = new double[wide * wide];
        for (int i = 0; i < white.length; i++) {
            white[i] = random.nextGaussian();
        }
        double[] rows = new double[wide * side];
        for (int y = 0; y < wide; y++) {
            for (int x = 0; x < side; x++) {
                for (int k = 0; k < kernel.length; k++) {
                    rows[y * side + x] += kernel[k] * white[y * wide + x + k];
                }
            }
        }
        double[] out = new double[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int k = 0; k < kernel.length; k++) {
                    out[y * side + x] += kernel[k] * rows[(y + k) * side + x] / squares;
                }
            }
        }
        return out;
    }

    AlignmentProblem problem(AlignmentOptions options, ForkJoinPool pool) {
        return problem(options, new NoMotion(), new NoDeformation(), pool);
    }

    AlignmentProblem problem(
            AlignmentOptions options, MotionModel motion, DeformationModel deformation, ForkJoinPool pool) {
        return input.problem(options, motion, deformation, KernelProvider.get(), pool);
    }

    /** Returns the predicted power by window. */
    double[] powers() {
        double[] out = new double[tomogram.particles * tomogram.images];
        Arrays.fill(out, power);
        return out;
    }

    /** Returns the sum of the squared errors of all positions on the images, px^2. */
    double squaredError(Geometry geometry) {
        double d = tomogram.distance(geometry, truth, null);
        return d * d * tomogram.particles * tomogram.images;
    }
}
