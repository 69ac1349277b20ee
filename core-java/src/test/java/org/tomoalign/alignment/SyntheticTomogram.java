package org.tomoalign.alignment;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.tomoalign.alignment.model.AlignmentInput;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

/** A small tilt series with particles, and windows made by formula. */
public final class SyntheticTomogram {
    public static final Vec3 CENTRE = new Vec3(200, 150, 60);

    public final int particles;
    public final int images;
    public final List<Projection> projections;
    public final int[] order;
    public final List<Vec3> positions = new ArrayList<>();

    /** Tilts about y from -50 to 50 degrees in file order; chronologically from the middle outwards. */
    public SyntheticTomogram(int particles, int images, long seed) {
        this.particles = particles;
        this.images = images;
        order = new int[images];
        List<Projection> p = new ArrayList<>(Collections.nCopies(images, null));
        Random random = new Random(seed);
        for (int t = 0; t < images; t++) {
            order[t] = images / 2 + (t % 2 == 0 ? t / 2 : -(t + 1) / 2);
            double angle = Math.toRadians(-50 + 100.0 * order[t] / Math.max(1, images - 1));
            Mat3 rotation = Mat3.rotationZ(0.1).times(Mat3.rotationY(angle)).times(Mat3.rotationX(0.05));
            Vec3 shift = new Vec3(180 + random.nextGaussian(), 160 + random.nextGaussian(), 0);
            p.set(order[t], new Projection(rotation, shift.minus(rotation.times(CENTRE))));
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

    public AlignmentInput input(Arena arena, int range, int pad, Landscape landscape, double[] offsets) {
        CorrelationStack stack = new CorrelationStack(arena, particles, images, range, pad);
        for (int p = 0; p < particles; p++) {
            for (int t = 0; t < images; t++) {
                int w = stack.window(p, t);
                Vec3 q = projections.get(order[t]).apply(moved(positions.get(p), offsets, p, t));
                stack.setPosition(w, q.x(), q.y());
                fill(stack, w, (ex, ey) -> landscape.at(w / images, w % images, ex, ey));
            }
        }
        return new AlignmentInput(stack, projections, order, CENTRE, positions, offsets);
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
        int frame = CorrelationStack.FRAME;
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
    public Landscape peaks(AlignmentResult truth, double[] offsets) {
        return (p, t, ex, ey) -> {
            Vec3 q = projections.get(order[t]).apply(moved(positions.get(p), offsets, p, t));
            Vec3 y = truth.projections().get(order[t]).apply(moved(truth.positions().get(p), offsets, p, t));
            double dx = ex - (y.x() - q.x());
            double dy = ey - (y.y() - q.y());
            return 10 * Math.exp(-(dx * dx + dy * dy) / 8);
        };
    }

    /** Root mean square distance on the images between two geometries. */
    public double distance(AlignmentResult a, AlignmentResult b, double[] offsets) {
        double sum = 0;
        for (int p = 0; p < particles; p++) {
            for (int t = 0; t < images; t++) {
                Vec3 ya = a.projections().get(order[t]).apply(moved(a.positions().get(p), offsets, p, t));
                Vec3 yb = b.projections().get(order[t]).apply(moved(b.positions().get(p), offsets, p, t));
                sum += Math.pow(ya.x() - yb.x(), 2) + Math.pow(ya.y() - yb.y(), 2);
            }
        }
        return Math.sqrt(sum / (particles * images));
    }
}
