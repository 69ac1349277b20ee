package org.tomoalign.export;

import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/** How far an export is from the alignment, px on the images. */
final class Residuals {
    /** Element {@code [p][t]}. */
    private final double[][] distances;
    private final int images;

    Residuals(Sightings sightings, SeriesModel model) {
        images = sightings.images();
        distances = new double[sightings.count()][images];
        for (int p = 0; p < distances.length; p++) {
            for (int t = 0; t < images; t++) {
                distances[p][t] = sightings.points()[p][t].minus(model.project(t, sightings.positions().get(p))).norm();
            }
        }
    }

    /** Returns the root mean square over particles and images. */
    double rms() {
        return Math.sqrt(IntStream.range(0, distances.length).mapToDouble(p -> square(particleRms(p))).average().orElse(0));
    }

    double largest() {
        return IntStream.range(0, distances.length).mapToDouble(this::particleLargest).max().orElse(0);
    }

    double imageRms(int image) {
        return Math.sqrt(IntStream.range(0, distances.length).mapToDouble(p -> square(distances[p][image]))
                .average().orElse(0));
    }

    double imageLargest(int image) {
        return IntStream.range(0, distances.length).mapToDouble(p -> distances[p][image]).max().orElse(0);
    }

    double particleRms(int particle) {
        return Math.sqrt(IntStream.range(0, images).mapToDouble(t -> square(distances[particle][t])).average().orElse(0));
    }

    double particleLargest(int particle) {
        return IntStream.range(0, images).mapToDouble(t -> distances[particle][t]).max().orElse(0);
    }

    /** Returns the chronological image with the largest root mean square. */
    int worstImage() {
        return IntStream.range(0, images).boxed().max(Comparator.comparingDouble(this::imageRms)).orElse(0);
    }

    /** Returns the particle with the largest root mean square. */
    int worstParticle() {
        return IntStream.range(0, distances.length).boxed().max(Comparator.comparingDouble(this::particleRms)).orElse(0);
    }

    /** Returns a length as a text. */
    static String px(double length) {
        return String.format(Locale.ROOT, "%.3f px", length);
    }

    private static double square(double value) {
        return value * value;
    }
}
