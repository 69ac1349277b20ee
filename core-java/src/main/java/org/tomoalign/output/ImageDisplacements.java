package org.tomoalign.output;

import java.util.Arrays;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.Visibility;

/**
 * How far each particle moved on each tilt image: refined minus input 2-D position, for every pair that is visible
 * ({@link Visibility}, at the input position). Pairs are ordered by chronological image, then by
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
        Projector before = alignment.before().projector();
        Projector after = alignment.before().at(alignment.after()).projector();
        Visibility visibility = new Visibility(alignment.margin(), false);
        int images = alignment.series().images().size();
        int particles = alignment.before().particles().size();
        int[] starts = new int[images + 1];
        float[] x = new float[images * particles];
        float[] y = new float[images * particles];
        int size = 0;
        for (int t = 0; t < images; t++) {
            for (int p = 0; p < particles; p++) {
                Vec3 from = before.project(p, t);
                if (visibility.includes(alignment.before(), p, t, from)) {
                    Vec3 to = after.project(p, t);
                    x[size] = (float) (to.x() - from.x());
                    y[size++] = (float) (to.y() - from.y());
                }
            }
            starts[t + 1] = size;
        }
        return new ImageDisplacements(images, starts, Arrays.copyOf(x, size), Arrays.copyOf(y, size));
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
