package org.tomoalign.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.tomoalign.input.InputException;
import org.tomoalign.project.Labels;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;

/** Collects the weights of particles and images, and their truth. */
final class WeightPool {
    private static final String WEIGHT = "tomoWeight";

    private final List<Double> there = new ArrayList<>();
    private final List<Double> absent = new ArrayList<>();
    private final List<Double> images = new ArrayList<>();
    private final List<Double> signals = new ArrayList<>();

    /**
     * Reads the weights of a tilt series from an alignment's {@code scores.star}; none if it has no tables of the series.
     *
     * @param signals of the images in truth, file order
     * @param absent  names of the particles that are only listed
     * @throws InputException if there are weights of another number of images
     */
    static WeightPool of(StarDocument scores, String series, double[] signals, Set<String> absent) {
        WeightPool pool = new WeightPool();
        if (scores.find("images_" + series).isEmpty()) {
            return pool;
        }
        StarTable ofImages = scores.table("images_" + series);
        if (ofImages.rows() != signals.length) {
            throw new InputException(scores.file() + ": " + ofImages.rows() + " images of tilt series " + series
                    + ", expected " + signals.length + " as in the truth");
        }
        for (int f = 0; f < signals.length; f++) {
            pool.addImage(ofImages.column(WEIGHT).number(f), signals[f]);
        }
        StarTable ofParticles = scores.table("particles_" + series);
        for (int p = 0; p < ofParticles.rows(); p++) {
            pool.addParticle(ofParticles.column(WEIGHT).number(p),
                    !absent.contains(ofParticles.column(Labels.TOMO_PARTICLE_NAME).text(p)));
        }
        return pool;
    }

    void addParticle(double weight, boolean isThere) {
        (isThere ? there : absent).add(weight);
    }

    void addImage(double weight, double signal) {
        images.add(weight);
        signals.add(signal);
    }

    void add(WeightPool other) {
        there.addAll(other.there);
        absent.addAll(other.absent);
        images.addAll(other.images);
        signals.addAll(other.signals);
    }

    /** Returns what was found; empty if there are no weights. */
    Optional<FoundWeights> found() {
        return there.isEmpty() && absent.isEmpty() ? Optional.empty()
                : Optional.of(new FoundWeights(there.size(), mean(there), absent.size(), mean(absent), correlation()));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** Pearson's coefficient. */
    private OptionalDouble correlation() {
        double x = mean(images), y = mean(signals), xx = 0, xy = 0, yy = 0;
        for (int i = 0; i < images.size(); i++) {
            double dx = images.get(i) - x, dy = signals.get(i) - y;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        // Equal values may differ from their mean by rounding.
        double least = 1e-12 * images.size();
        return xx > least && yy > least ? OptionalDouble.of(xy / Math.sqrt(xx * yy)) : OptionalDouble.empty();
    }
}
