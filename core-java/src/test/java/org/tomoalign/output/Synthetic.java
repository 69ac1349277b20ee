package org.tomoalign.output;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.HeldOutGain;
import org.tomoalign.tomogram.ImageScore;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.MeanWindows;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.ParticleScore;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.TomogramScores;
import org.tomoalign.tomogram.Trajectories;
import org.tomoalign.tomogram.WindowPair;

/** Tilt series and alignments made up for the tests of the output. */
public final class Synthetic {
    static final double PIXEL = 2;

    private Synthetic() {
    }

    /** A tilt series of 400 x 300 px images; doses in file order. */
    static TiltSeries series(String name, double... doses) {
        List<TiltImage> images = new ArrayList<>();
        for (int f = 0; f < doses.length; f++) {
            images.add(new TiltImage(new ImageSource(Path.of("stack.mrc"), f), f, doses[f],
                    new Defocus(30_000, 30_000, 0), 0, 1, 0, 0));
        }
        images.sort(Comparator.comparingDouble(TiltImage::dose));
        return new TiltSeries(
                name, PIXEL, new Vec3(400, 300, 100), 400, 300, -1, 1, new Microscope(300, 2.7, 0.1), 3, images);
    }

    /** The tilt grows along the file. */
    private static List<Projection> projections(TiltSeries series) {
        int images = series.images().size();
        return series.images().stream().map(image -> {
            Mat3 linear = Mat3.rotationZ(0.1).times(Mat3.rotationY(0.2 * (image.row() - (images - 1) / 2.0)));
            return new Projection(linear, new Vec3(200, 150, 0).minus(linear.times(series.centre())));
        }).toList();
    }

    /** Particles that stand still. */
    static Tomogram tomogram(TiltSeries series, List<Vec3> positions) {
        Particle particle = new Particle(0, series.name() + "/1", series.name(), Mat3.IDENTITY, 1, 1);
        return new Tomogram(series, Collections.nCopies(positions.size(), particle),
                new Geometry(projections(series), positions, Trajectories.NONE, Deformation.NONE), Map.of());
    }

    /** Five images, dose-symmetric: the third is the first in time. */
    static TiltSeries series(String name) {
        return series(name, 12, 6, 0, 3, 9);
    }

    /** An alignment with random changes. */
    public static TomogramAlignment alignment(String name, int particles, boolean moving) {
        Random random = new Random(7);
        TiltSeries series = series(name);
        List<Projection> refined = new ArrayList<>();
        for (Projection projection : projections(series)) {
            Mat3 turn = Mat3.rotationX(0.01 * random.nextDouble());
            refined.add(projection.rotatedAbout(new Vec3(200, 150, 0), turn)
                    .shiftedBy(new Vec3(random.nextGaussian(), random.nextGaussian(), 0)));
        }
        List<Vec3> before = Stream.generate(() -> new Vec3(
                60 + 280 * random.nextDouble(), 50 + 200 * random.nextDouble(), 30 + 40 * random.nextDouble()))
                .limit(particles).toList();
        List<Vec3> after = before.stream().map(v -> v.plus(gauss(random, 1))).toList();
        Trajectories trajectories = moving ? trajectories(series, particles, random) : Trajectories.NONE;
        return new TomogramAlignment(tomogram(series, before),
                new Geometry(refined, after, trajectories, Deformation.NONE), new double[] {-10, -50, -90, -99, -100},
                "converged: no further progress is possible", 10, 16);
    }

    /** The same alignment with scores; the first particle fits worst. */
    static TomogramAlignment scored(TomogramAlignment of, double gainPercent, boolean keptInput) {
        int particles = of.before().particles().size();
        List<ImageScore> images = new ArrayList<>();
        for (int t = 0; t < of.series().images().size(); t++) {
            images.add(new ImageScore(1 - 0.2 * t, particles, 10 - t, 11 - t, new HeldOutGain(gainPercent, 1, gainPercent, 2),
                    new double[] {0.001, 0.002, 0.001}, new double[] {0.1, 0.2}, 0.3));
        }
        List<ParticleScore> scores = new ArrayList<>();
        for (int p = 0; p < particles; p++) {
            scores.add(new ParticleScore(1, 4, 0, 1 + p, 1.2 + p, HeldOutGain.NONE, new double[] {0.1, 0.1, 0.2}, 0.3,
                    new double[0]));
        }
        return new TomogramAlignment(of.before(), of.after(), of.costs(), of.whyStopped(), of.range(), of.margin(), 1.1,
                Double.NaN, Optional.of(new TomogramScores(new HeldOutGain(5 * gainPercent, 2, gainPercent, 100), keptInput, 1.1,
                        0.01, 1, 1, images, scores)), Optional.of(windows(of.series().images().size(), 6)));
    }

    /** Mean windows of some images, 2 half + 1 px wide: a broad peak before, a narrow one twice as high after. */
    static MeanWindows windows(int images, int half) {
        int side = 2 * half + 1;
        double[] before = new double[side * side];
        double[] after = new double[side * side];
        for (int i = 0; i < before.length; i++) {
            double r2 = Math.pow(i % side - half, 2) + Math.pow(i / side - half, 2);
            before[i] = Math.exp(-r2 / 18);
            after[i] = 2 * Math.exp(-r2 / 4);
        }
        WindowPair pair = WindowPair.of(7, before, after);
        return new MeanWindows(pair, Collections.nCopies(images, pair), 1.0 / side, new double[] {0, 0.5, 0.4, 0.1, 0, 0, 0},
                new double[] {0, 0.5, 0.6, 0.5, 0.3, 0.1, 0});
    }

    /** Straight ways, as long as the dose is high. */
    private static Trajectories trajectories(TiltSeries series, int particles, Random random) {
        int images = series.images().size();
        double[] values = new double[3 * particles * images];
        for (int p = 0; p < particles; p++) {
            Vec3 way = gauss(random, 0.4 / PIXEL);
            for (int t = 0; t < images; t++) {
                Vec3 offset = way.times(series.images().get(t).dose());
                values[3 * p * images + t] = offset.x();
                values[(3 * p + 1) * images + t] = offset.y();
                values[(3 * p + 2) * images + t] = offset.z();
            }
        }
        return new Trajectories(images, values);
    }

    private static Vec3 gauss(Random random, double scale) {
        return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).times(scale);
    }
}
