package org.tomoalign.output;

import java.util.Arrays;
import java.util.List;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Trajectory;

/**
 * How far each particle moved on each tilt image: refined minus input 2-D position, for every pair that is visible
 * (METHOD: the whole box fits on the image, at the input position). Pairs are ordered by chronological image, then by
 * particle.
 */
public final class ImageDisplacements {
    private final int images;
    private final int[] starts;
    private final float[] x;
    private final float[] y;

    private ImageDisplacements(int images, int[] starts, float[] x, float[] y) {
        this.images = images;
        this.starts = starts;
        this.x = x;
        this.y = y;
    }

    /** Computes the displacements. */
    public static ImageDisplacements of(TomogramAlignment alignment) {
        int[] order = alignment.before().chronologicalOrder();
        int particles = alignment.positionsBefore().size();
        int[] starts = new int[order.length + 1];
        float[] x = new float[order.length * particles];
        float[] y = new float[order.length * particles];
        int size = 0;
        for (int t = 0; t < order.length; t++) {
            int f = order[t];
            Projection before = alignment.before().images().get(f).projection();
            Projection after = alignment.refined().get(f);
            for (int p = 0; p < particles; p++) {
                Vec3 from = before.apply(
                        at(alignment, alignment.positionsBefore(), alignment.trajectoriesBefore(), p, f));
                if (visible(alignment, from)) {
                    Vec3 to = after.apply(
                            at(alignment, alignment.positionsAfter(), alignment.trajectoriesAfter(), p, f));
                    x[size] = (float) (to.x() - from.x());
                    y[size++] = (float) (to.y() - from.y());
                }
            }
            starts[t + 1] = size;
        }
        return new ImageDisplacements(order.length, starts, Arrays.copyOf(x, size), Arrays.copyOf(y, size));
    }

    private static Vec3 at(TomogramAlignment alignment, List<Vec3> positions, List<Trajectory> trajectories, int p,
            int f) {
        if (trajectories.isEmpty()) {
            return positions.get(p);
        }
        Vec3 offset = trajectories.get(p).offsets().get(f);
        return positions.get(p).plus(offset.times(1 / alignment.before().pixelSize()));
    }

    private static boolean visible(TomogramAlignment alignment, Vec3 at) {
        double margin = alignment.boxSize() / 2.0;
        return at.x() > margin && at.x() < alignment.before().imageWidth() - margin
                && at.y() > margin && at.y() < alignment.before().imageHeight() - margin;
    }

    /** Returns the number of chronological images. */
    public int images() {
        return images;
    }

    /** Returns the number of visible pairs. */
    public int size() {
        return x.length;
    }

    /** Returns the first pair of a chronological image; that of image {@link #images} is {@link #size}. */
    public int start(int image) {
        return starts[image];
    }

    /** Returns the displacement of a pair along x, px. */
    public double x(int pair) {
        return x[pair];
    }

    /** Returns the displacement of a pair along y, px. */
    public double y(int pair) {
        return y[pair];
    }

    /** Returns the length of a displacement, px. */
    public double length(int pair) {
        return Math.hypot(x[pair], y[pair]);
    }

    /** Returns the lengths of all displacements, px. */
    public Quantiles lengths() {
        return lengths(0, size());
    }

    /** Returns the lengths on one chronological image, px. */
    public Quantiles lengths(int image) {
        return lengths(starts[image], starts[image + 1]);
    }

    private Quantiles lengths(int from, int to) {
        double[] lengths = new double[to - from];
        for (int i = from; i < to; i++) {
            lengths[i - from] = length(i);
        }
        return new Quantiles(lengths);
    }
}
