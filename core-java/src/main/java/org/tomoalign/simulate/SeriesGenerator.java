package org.tomoalign.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Defocus;

/** Draws the geometry of one tilt series: where everything is, and the errors with which it is reported. */
final class SeriesGenerator {
    /** Tilt axis of a common microscope, degrees from the image's y axis. */
    private static final double TILT_AXIS = 85.3;

    private final SimulationOptions options;
    private final double pixelSize;
    private final int series;
    private final RandomGenerator random;

    SeriesGenerator(SimulationOptions options, double pixelSize, int series) {
        this.options = options;
        this.pixelSize = pixelSize;
        this.series = series;
        this.random = RandomStream.GEOMETRY.generator(options.seed(), series, 0);
    }

    SimulatedSeries generate() {
        int[] order = exposureOrder();
        List<SimulatedSeries.Image> images = images(order);
        List<Placement.Place> places = Placement.of(options).draw(random);
        List<Vec3> positions = places.stream().map(Placement.Place::position).toList();
        Vec3[][] motion = options.sVel() > 0
                ? MotionField.sample(positions, order, options.sVel() * options.dose() / pixelSize,
                        options.sLen() / pixelSize, options.sDecay() / options.dose(),
                        RandomStream.MOTION.generator(options.seed(), series, 0))
                : MotionField.none(positions.size(), options.tilts());
        RandomGenerator errors = RandomStream.ERRORS.generator(options.seed(), series, 1);
        boolean[] there = presence(positions.size());
        List<SimulatedSeries.Molecule> particles = new ArrayList<>();
        for (int p = 0; p < positions.size(); p++) {
            Vec3 given = positions.get(p).plus(gaussian(errors).times(options.posErr()));
            particles.add(new SimulatedSeries.Molecule(places.get(p).angles(), positions.get(p), given,
                    Arrays.asList(motion[p]), there[p]));
        }
        return new SimulatedSeries(options.seriesName(series), images, List.copyOf(particles));
    }

    /** Tilt angle of each image in file order, degrees. */
    private double tilt(int f) {
        return (f - (options.tilts() - 1) / 2.0) * options.step();
    }

    /** File indices in the order of exposure: dose symmetric, positive tilts first. */
    private int[] exposureOrder() {
        Comparator<Integer> byTilt = Comparator.comparingDouble(f -> Math.abs(tilt(f)));
        return IntStream.range(0, options.tilts())
                .boxed()
                .sorted(byTilt.thenComparing(f -> tilt(f) < 0))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private List<SimulatedSeries.Image> images(int[] order) {
        RandomGenerator errors = RandomStream.ERRORS.generator(options.seed(), series, 0);
        RandomGenerator signal = RandomStream.SIGNAL.generator(options.seed(), series, 0);
        Vec3 centre = new Vec3(options.width() / 2.0, options.height() / 2.0, options.depth() / 2.0);
        double axis = Math.toRadians(TILT_AXIS + random.nextGaussian());
        double defocus = random.nextDouble(20000, 38000);
        double[] dose = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            dose[order[i]] = i * options.dose();
        }
        List<SimulatedSeries.Image> images = new ArrayList<>();
        for (int f = 0; f < options.tilts(); f++) {
            Mat3 tilted = Mat3.rotationZ(-axis).times(Mat3.rotationY(Math.toRadians(tilt(f))));
            Mat3 rotation = Mat3.rotationX(Math.toRadians(0.2 * random.nextGaussian())).times(tilted);
            Vec3 drift = new Vec3(random.nextGaussian(), random.nextGaussian(), 0);
            Projection truth = new Projection(rotation, centre.minus(rotation.times(centre)).plus(drift));
            Vec3 e = gaussian(errors).times(Math.toRadians(options.angErr()));
            Mat3 wrong = Mat3.rotationZ(e.z()).times(Mat3.rotationY(e.y())).times(Mat3.rotationX(e.x()));
            Vec3 shift = new Vec3(errors.nextGaussian(), errors.nextGaussian(), 0).times(options.shiftErr());
            double u = defocus + 150 * random.nextGaussian();
            double v = u - random.nextDouble(0, 400);
            images.add(new SimulatedSeries.Image(truth, truth.rotatedAbout(centre, wrong).shiftedBy(shift),
                    new Defocus(u, v, Math.toRadians(random.nextDouble(0, 180))), dose[f],
                    Math.exp(options.tiltScale() * signal.nextGaussian())));
        }
        return List.copyOf(images);
    }

    /** Whether each of n particles is there: all but the fraction asked for, at least one. */
    private boolean[] presence(int n) {
        RandomGenerator presence = RandomStream.PRESENCE.generator(options.seed(), series, 0);
        boolean[] there = new boolean[n];
        Arrays.fill(there, true);
        long junk = Math.min(n - 1, Math.round(options.junk() * n));
        for (int p = 0, left = n; p < n; p++, left--) {
            // Every choice of so many particles is equally likely.
            if (presence.nextInt(left) < junk) {
                there[p] = false;
                junk--;
            }
        }
        return there;
    }

    private static Vec3 gaussian(RandomGenerator random) {
        double x = random.nextGaussian(), y = random.nextGaussian();
        return new Vec3(x, y, random.nextGaussian());
    }
}
