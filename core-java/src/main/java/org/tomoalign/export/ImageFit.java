package org.tomoalign.export;

import org.tomoalign.geometry.Vec3;
import org.tomoalign.linalg.Cholesky;

/** Fits the numbers that a format has for one image to the sightings on it: Gauss and Newton, central differences. */
final class ImageFit {
    private static final int ROUNDS = 8;
    /** The change of a number by which derivatives are taken, in its own unit. */
    private static final double STEP = 1e-3;
    /** Of a particle's worth: keeps numbers that the particles do not determine at their start. */
    private static final double RIDGE = 1e-4;
    private static final double SETTLED = 1e-9;

    /** What a format makes of its numbers. */
    @FunctionalInterface
    interface Model {
        /** Returns where a position is on the image, px. */
        ImagePoint project(double[] numbers, Vec3 position);
    }

    private ImageFit() {
    }

    /**
     * Fits.
     *
     * @param units size of each number that moves the tomogram's rim by about one px
     * @param start not changed
     */
    static double[] of(Sightings sightings, int image, Model model, double[] units, double[] start) {
        double[] best = start.clone();
        for (int round = 0; round < ROUNDS; round++) {
            double[] step = step(sightings, image, model, units, start, best);
            double[] next = best.clone();
            double largest = 0;
            for (int i = 0; i < next.length; i++) {
                next[i] += step[i] * units[i];
                largest = Math.max(largest, Math.abs(step[i]));
            }
            if (cost(sightings, image, model, units, start, next) >= cost(sightings, image, model, units, start, best)) {
                return best;
            }
            best = next;
            if (largest < SETTLED) {
                return best;
            }
        }
        return best;
    }

    private static double[] step(
            Sightings sightings, int image, Model model, double[] units, double[] start, double[] at) {
        int n = at.length;
        double[] normal = new double[n * n];
        double[] right = new double[n];
        for (int p = 0; p < sightings.count(); p++) {
            Vec3 position = sightings.positions().get(p);
            ImagePoint off = sightings.points()[p][image].minus(model.project(at, position));
            ImagePoint[] slopes = new ImagePoint[n];
            for (int i = 0; i < n; i++) {
                double[] more = at.clone();
                double[] less = at.clone();
                more[i] += STEP * units[i];
                less[i] -= STEP * units[i];
                ImagePoint change = model.project(more, position).minus(model.project(less, position));
                slopes[i] = new ImagePoint(change.x() / (2 * STEP), change.y() / (2 * STEP));
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    normal[i * n + j] += slopes[i].x() * slopes[j].x() + slopes[i].y() * slopes[j].y();
                }
                right[i] += slopes[i].x() * off.x() + slopes[i].y() * off.y();
            }
        }
        for (int i = 0; i < n; i++) {
            normal[i * n + i] += RIDGE;
            right[i] -= RIDGE * (at[i] - start[i]) / units[i];
        }
        Cholesky.of(normal, n).orElseThrow().solve(right);
        return right;
    }

    private static double cost(
            Sightings sightings, int image, Model model, double[] units, double[] start, double[] at) {
        double sum = 0;
        for (int p = 0; p < sightings.count(); p++) {
            ImagePoint off = sightings.points()[p][image].minus(model.project(at, sightings.positions().get(p)));
            sum += off.x() * off.x() + off.y() * off.y();
        }
        for (int i = 0; i < at.length; i++) {
            double moved = (at[i] - start[i]) / units[i];
            sum += RIDGE * moved * moved;
        }
        return sum;
    }
}
