package org.tomoalign.export;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectories;

/** Alignments made up for the tests of the exports. */
final class Tomograms {
    static final double PIXEL = 1.7;

    private Tomograms() {
    }

    /** Dose-symmetric: rows are sorted by tilt, the dose by its size. */
    static TiltSeries series(int images, Vec3 size, int width, int height) {
        List<TiltImage> list = new ArrayList<>();
        for (int t = 0; t < images; t++) {
            int row = row(t, images);
            list.add(new TiltImage(new ImageSource(Path.of("a & b/stack.mrc"), row), row, 3.1 * t,
                    new Defocus(31_000, 30_000, 0.3), 0, 1, 0, 0));
        }
        return new TiltSeries("TS_1", PIXEL, size, width, height, -1, 1, new Microscope(300, 2.7, 0.1), 3.1, list);
    }

    /** 0, 1, -1, 2, -2, ... about the middle. */
    private static int row(int t, int images) {
        return images / 2 + (t % 2 == 1 ? (t + 1) / 2 : -t / 2);
    }

    static TiltSeries series() {
        return series(11, new Vec3(1000, 800, 300), 960, 928);
    }

    /** @param xTilt standard deviation of the tilts about x, degrees, about 1.5 of them */
    static List<Projection> projections(TiltSeries series, double xTilt) {
        Random random = new Random(5);
        List<Projection> out = new ArrayList<>();
        for (TiltImage image : series.images()) {
            double tilt = 9 * (image.row() - series.images().size() / 2) + random.nextGaussian();
            Mat3 linear = Mat3.rotationZ(Math.toRadians(84 + random.nextGaussian()))
                    .times(Mat3.rotationY(Math.toRadians(tilt)))
                    .times(Mat3.rotationX(Math.toRadians(1.5 + xTilt * random.nextGaussian())));
            Vec3 at = new Vec3(series.imageWidth() / 2.0 + 20 * random.nextGaussian(),
                    series.imageHeight() / 2.0 + 20 * random.nextGaussian(), 7);
            out.add(new Projection(linear, at.minus(linear.times(series.centre()))));
        }
        return out;
    }

    static List<Vec3> positions(TiltSeries series, int n) {
        Random random = new Random(6);
        List<Vec3> out = new ArrayList<>();
        for (int p = 0; p < n; p++) {
            out.add(new Vec3(series.size().x() * random.nextDouble(), series.size().y() * random.nextDouble(),
                    series.size().z() * random.nextDouble()));
        }
        return out;
    }

    static Sightings sightings(TiltSeries series, List<Projection> projections, int particles, Trajectories motion,
            Deformation deformation) {
        List<Particle> list = new ArrayList<>();
        for (int p = 0; p < particles; p++) {
            list.add(new Particle(p, "TS_1/" + (p + 1), "TS_1", Mat3.IDENTITY, 1, 1));
        }
        return Sightings.of(
                series, new Geometry(projections, positions(series, particles), motion, deformation), list);
    }

    static Sightings still(TiltSeries series, double xTilt) {
        return sightings(series, projections(series, xTilt), 60, Trajectories.NONE, Deformation.NONE);
    }

    /** Motion that grows with the dose and varies over the tomogram like one wave. */
    static Trajectories motion(TiltSeries series, int particles, double amplitude) {
        int images = series.images().size();
        double[] values = new double[3 * particles * images];
        List<Vec3> positions = positions(series, particles);
        for (int p = 0; p < particles; p++) {
            Vec3 at = positions.get(p);
            for (int t = 0; t < images; t++) {
                double size = amplitude * t / (images - 1.0);
                values[3 * p * images + t] = size * Math.sin(4 * at.x() / series.size().x());
                values[(3 * p + 1) * images + t] = size * Math.cos(3 * at.y() / series.size().y());
                values[(3 * p + 2) * images + t] = size * Math.sin(2 * at.x() / series.size().x());
            }
        }
        return new Trajectories(images, values);
    }

    /** Motion that no smooth grid can hold. */
    static Trajectories jumps(TiltSeries series, int particles) {
        int images = series.images().size();
        double[] values = new Random(9).doubles(3L * particles * images, -3, 3).toArray();
        for (int row = 0; row < 3 * particles; row++) {
            values[row * images] = 0;
        }
        return new Trajectories(images, values);
    }

    static Deformation linearDeformation(int images) {
        List<double[]> coefficients = new ArrayList<>();
        for (int t = 0; t < images; t++) {
            coefficients.add(new double[] {1e-3 * t, -7e-4, 5e-4 * t});
        }
        return new Deformation(DeformationKind.LINEAR, 0, 0, coefficients);
    }
}
