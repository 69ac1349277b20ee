package org.tomoalign.alignment;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.Pivot;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectories;

/** A small tilt series with particles, and windows made by formula. */
public final class SyntheticTomogram {
    public static final Vec3 CENTRE = new Vec3(200, 150, 60);

    public final int particles;
    public final int images;
    public final List<Projection> projections;
    public final List<Vec3> positions = new ArrayList<>();

    /** Tilts about y from -50 to 50 degrees, chronologically from the middle outwards. */
    public SyntheticTomogram(int particles, int images, long seed) {
        this(particles, images, seed, 50);
    }

    /** Tilts about y from minus to plus {@code largest} degrees. */
    public SyntheticTomogram(int particles, int images, long seed, double largest) {
        this.particles = particles;
        this.images = images;
        List<Projection> p = new ArrayList<>();
        Random random = new Random(seed);
        for (int t = 0; t < images; t++) {
            int place = images / 2 + (t % 2 == 0 ? t / 2 : -(t + 1) / 2);
            double angle = Math.toRadians(-largest + 2 * largest * place / Math.max(1, images - 1));
            Mat3 rotation = Mat3.rotationZ(0.1).times(Mat3.rotationY(angle)).times(Mat3.rotationX(0.05));
            Vec3 shift = new Vec3(180 + random.nextGaussian(), 160 + random.nextGaussian(), 0);
            p.add(new Projection(rotation, shift.minus(rotation.times(CENTRE))));
        }
        projections = List.copyOf(p);
        for (int i = 0; i < particles; i++) {
            positions.add(CENTRE.plus(new Vec3(
                    300 * (random.nextDouble() - 0.5), 250 * (random.nextDouble() - 0.5),
                    80 * (random.nextDouble() - 0.5))));
        }
    }

    /** The value of a window at a displacement (ex, ey) px from its centre. */
    public interface Landscape {
        double at(int particle, int image, double ex, double ey);
    }

    /** Windows, and the geometry for which they were made. */
    public record Input(CorrelationStack windows, Geometry geometry) {
        public AlignmentProblem problem(
                AlignmentOptions options, MotionModel motion, DeformationModel deformation, Kernels kernels,
                ForkJoinPool pool) {
            return problem(Pivot.COORDINATES_OF_THE_CENTRE, options, motion, deformation, kernels, pool);
        }

        public AlignmentProblem problem(
                Pivot pivot, AlignmentOptions options, MotionModel motion, DeformationModel deformation, Kernels kernels,
                ForkJoinPool pool) {
            return new AlignmentProblem(windows, geometry, CENTRE, pivot, options, motion, deformation, kernels, pool);
        }
    }

    /** Returns the tilt series, with images of some size (px). */
    public TiltSeries series(int width, int height) {
        return new TiltSeries("TS", 1, CENTRE.times(2), width, height, 1, 1, new Microscope(300, 2.7, 0.1), 3,
                IntStream.range(0, images).mapToObj(t -> new TiltImage(new ImageSource(Path.of("TS.mrc"), t), t, 3 * t,
                        new Defocus(30000, 30000, 0), 0, 1, 0, 0)).toList());
    }

    /** Returns the geometry with trajectories, or null for none: element (3 p + axis) F + t, px. */
    public Geometry geometry(double[] offsets) {
        return new Geometry(projections, positions,
                offsets == null ? Trajectories.NONE : new Trajectories(images, offsets), Deformation.NONE);
    }

    public Input input(Arena arena, int range, int pad, Landscape landscape, double[] offsets) {
        CorrelationStack stack = new CorrelationStack(arena, particles, images, WindowShape.withoutMargin(range, pad));
        for (int p = 0; p < particles; p++) {
            for (int t = 0; t < images; t++) {
                int w = stack.window(p, t);
                Vec3 q = projections.get(t).apply(moved(positions.get(p), offsets, p, t));
                stack.setPosition(w, q.x(), q.y());
                fill(stack, w, (ex, ey) -> landscape.at(w / images, w % images, ex, ey));
            }
        }
        return new Input(stack, geometry(offsets));
    }

    public Vec3 moved(Vec3 position, double[] offsets, int p, int t) {
        return offsets == null ? position : position.plus(new Vec3(offsets[3 * p * images + t],
                offsets[(3 * p + 1) * images + t], offsets[(3 * p + 2) * images + t]));
    }

    private interface Window {
        double at(double ex, double ey);
    }

    private static void fill(CorrelationStack stack, int w, Window window) {
        MemorySegment memory = stack.slice(w);
        int side = stack.side();
        int frame = WindowShape.FRAME;
        for (int y = frame; y < side - frame; y++) {
            for (int x = frame; x < side - frame; x++) {
                double ex = (x - stack.centre()) / (double) stack.pad();
                double ey = (y - stack.centre()) / (double) stack.pad();
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, (long) y * side + x, (float) window.at(ex, ey));
            }
        }
    }

    /** Waves of random direction and phase: smooth, different in every window. */
    public static Landscape waves(long seed) {
        return (p, t, ex, ey) -> {
            Random random = new Random(seed + 1000L * p + t);
            double v = 0;
            for (int k = 0; k < 5; k++) {
                v += Math.cos(random.nextGaussian() * 0.5 * ex + random.nextGaussian() * 0.5 * ey
                        + 6.28 * random.nextDouble());
            }
            return v;
        };
    }

    /** One Gaussian peak of width 2 px per window, at the displacement that a true geometry causes. */
    public Landscape peaks(Geometry truth, double[] offsets) {
        return (p, t, ex, ey) -> {
            Vec3 q = projections.get(t).apply(moved(positions.get(p), offsets, p, t));
            Vec3 y = truth.projections().get(t).apply(moved(truth.positions().get(p), offsets, p, t));
            double dx = ex - (y.x() - q.x());
            double dy = ey - (y.y() - q.y());
            return 10 * Math.exp(-(dx * dx + dy * dy) / 8);
        };
    }

    /** Root mean square distance on the images between two geometries. */
    public double distance(Geometry a, Geometry b, double[] offsets) {
        double sum = 0;
        for (int p = 0; p < particles; p++) {
            for (int t = 0; t < images; t++) {
                Vec3 ya = a.projections().get(t).apply(moved(a.positions().get(p), offsets, p, t));
                Vec3 yb = b.projections().get(t).apply(moved(b.positions().get(p), offsets, p, t));
                sum += Math.pow(ya.x() - yb.x(), 2) + Math.pow(ya.y() - yb.y(), 2);
            }
        }
        return Math.sqrt(sum / (particles * images));
    }
}
