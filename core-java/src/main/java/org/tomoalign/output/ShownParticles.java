package org.tomoalign.output;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.ParticleScore;

/** Which particles of a tomogram a report shows, and where they are. */
public final class ShownParticles {
    /** The worst particles that are named. */
    public static final int WORST = 20;

    private final TomogramAlignment alignment;
    private final int[] order;

    /**
     * Chooses.
     *
     * @param most so many at most
     */
    public ShownParticles(TomogramAlignment alignment, int most) {
        this.alignment = alignment;
        order = choose(alignment.before().particles().size(), most);
    }

    /** Returns the particles to show, the worst {@link #WORST} first, then others in equal steps. */
    public int[] order() {
        return order.clone();
    }

    private int[] choose(int n, int most) {
        int[] worst = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(this::quality)).limit(Math.min(WORST, most))
                .mapToInt(p -> p).toArray();
        boolean[] taken = new boolean[n];
        int[] out = Arrays.copyOf(worst, Math.min(n, most));
        int size = worst.length;
        for (int p : worst) {
            taken[p] = true;
        }
        int left = n - size;
        int wanted = out.length - size;
        int seen = 0;
        for (int p = 0; p < n; p++) {
            if (!taken[p] && (long) (seen + 1) * wanted / Math.max(1, left) > (long) seen++ * wanted / Math.max(1, left)) {
                out[size++] = p;
            }
        }
        return Arrays.copyOf(out, size);
    }

    /** Low: the image data speak against the particle; without scores, the farther it went, the lower. */
    private double quality(int p) {
        if (alignment.scores().isEmpty()) {
            return -moved(p);
        }
        ParticleScore s = alignment.scores().get().particles().get(p);
        return s.windows() == 0 ? Double.POSITIVE_INFINITY : s.correlationAfter() / s.windows();
    }

    /** Returns how far a particle's position moved in the tomogram, px. */
    public double moved(int p) {
        return alignment.after().positions().get(p).minus(alignment.before().geometry().positions().get(p)).norm();
    }

    /** Returns the refined position of a particle from the tomogram's centre, Å. */
    public Vec3 fromCentre(int p) {
        return alignment.after().positions().get(p).minus(alignment.series().centre()).times(alignment.series().pixelSize());
    }
}
