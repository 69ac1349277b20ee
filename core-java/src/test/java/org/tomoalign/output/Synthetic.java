package org.tomoalign.output;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectory;

/** Tilt series and alignments made up for the tests of the output. */
public final class Synthetic {
    static final double PIXEL = 2;

    private Synthetic() {
    }

    /** A tilt series of 400 x 300 px images; doses in file order. */
    static TiltSeries series(String name, double... doses) {
        List<TiltImage> images = new ArrayList<>();
        Vec3 size = new Vec3(400, 300, 100);
        Vec3 centre = size.times(0.5);
        for (int f = 0; f < doses.length; f++) {
            Mat3 linear = Mat3.rotationZ(0.1).times(Mat3.rotationY(0.2 * (f - (doses.length - 1) / 2.0)));
            Projection projection = new Projection(linear, new Vec3(200, 150, 0).minus(linear.times(centre)));
            images.add(new TiltImage(new ImageSource(Path.of("stack.mrc"), f), projection, doses[f],
                    new Defocus(30_000, 30_000, 0), 0, 1, 0, 0));
        }
        return new TiltSeries(name, PIXEL, size, 400, 300, -1, 1, new Microscope(300, 2.7, 0.1), 3, images);
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
        for (TiltImage image : series.images()) {
            Mat3 turn = Mat3.rotationX(0.01 * random.nextDouble());
            refined.add(image.projection().rotatedAbout(new Vec3(200, 150, 0), turn).shiftedBy(new Vec3(random.nextGaussian(), random.nextGaussian(), 0)));
        }
        List<Vec3> before = Stream.generate(() -> new Vec3(
                60 + 280 * random.nextDouble(), 50 + 200 * random.nextDouble(), 30 + 40 * random.nextDouble())).limit(particles).toList();
        List<Vec3> after = before.stream().map(v -> v.plus(gauss(random, 1))).toList();
        List<Trajectory> trajectories = new ArrayList<>();
        for (int p = 0; moving && p < particles; p++) {
            Vec3 way = gauss(random, 0.4);
            trajectories.add(new Trajectory(series.images().stream().map(i -> way.times(i.dose())).toList()));
        }
        return new TomogramAlignment(series, refined, before, after, List.of(), trajectories,
                new double[] {-10, -50, -90, -99, -100}, "converged: no further progress is possible", 10, 32);
    }

    private static Vec3 gauss(Random random, double scale) {
        return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).times(scale);
    }
}
