package org.tomoalign.output;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tomoalign.geometry.DeformationField;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.output.figure.TomogramFigures.ImageNumbers;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.ImageScore;
import org.tomoalign.tomogram.ParticleScore;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.TomogramScores;

/** The numbers of one tomogram that the web page draws, as JSON; {@code report.js} says what each is. */
public final class PageData {
    /** Of a trajectory; the page draws straight lines between them. */
    private static final int VERTICES = 14;
    private static final int ARROWS = 10;
    private static final int DEFORMED_IMAGES = 3;
    private static final int MOST_COSTS = 120;
    private static final int WORST = 20;

    private final TomogramAlignment alignment;
    private final TiltSeries series;
    private final Optional<TomogramScores> scores;
    private final PageJson json = new PageJson();

    private PageData(TomogramAlignment alignment) {
        this.alignment = alignment;
        this.series = alignment.series();
        this.scores = alignment.scores();
    }

    /** Returns the numbers of a tomogram. */
    public static String of(
            TomogramAlignment alignment, ImageDisplacements displacements, List<ImageNumbers> images, PageDetail detail) {
        PageData data = new PageData(alignment);
        data.json.open('{').field("px", data.series.pixelSize(), 5);
        data.json.key("size").open('[');
        for (double side : new double[] {data.series.size().x(), data.series.size().y(), data.series.size().z()}) {
            data.json.number(side, 0);
        }
        data.json.close(']').key("image").open('[').number(data.series.imageWidth(), 0).number(data.series.imageHeight(), 0)
                .close(']');
        data.images(displacements, images);
        int[] shown = data.shown(detail.particles());
        data.particles(shown);
        data.motion(Arrays.copyOf(shown, Math.min(shown.length, detail.tracks())));
        data.deformation();
        data.costs();
        return data.json.close('}').toString();
    }

    private void images(ImageDisplacements displacements, List<ImageNumbers> images) {
        int n = images.size();
        Vec3 centre = series.centre();
        json.key("img").open('{').column("row", n, 0, t -> images.get(t).file() + 1)
                .column("tilt", n, 2, t -> TiltAngles.of(alignment.after().projections().get(t), centre, Vec3.ZERO).yTilt())
                .column("dose", n, 2, t -> images.get(t).dose()).column("n", n, 0, t -> images.get(t).pairs())
                .column("c10", n, 3, t -> displacements.lengths(t).at(0.1))
                .column("c50", n, 3, t -> displacements.lengths(t).at(0.5))
                .column("c90", n, 3, t -> displacements.lengths(t).at(0.9))
                .column("sx", n, 3, t -> images.get(t).pose().shiftX()).column("sy", n, 3, t -> images.get(t).pose().shiftY())
                .column("rx", n, 4, t -> Math.toDegrees(images.get(t).pose().phi()))
                .column("ry", n, 4, t -> Math.toDegrees(images.get(t).pose().theta()))
                .column("rz", n, 4, t -> Math.toDegrees(images.get(t).pose().psi()));
        scores.ifPresent(s -> imageScores(n, s.images()));
        if (alignment.moving()) {
            int particles = alignment.before().particles().size();
            Quantiles[] motion = IntStream.range(0, n).mapToObj(t -> new Quantiles(
                    IntStream.range(0, particles).mapToDouble(p -> alignment.motion(p, t)).toArray())).toArray(Quantiles[]::new);
            json.column("m10", n, 2, t -> motion[t].at(0.1)).column("m50", n, 2, t -> motion[t].at(0.5))
                    .column("m90", n, 2, t -> motion[t].at(0.9));
        }
        json.close('}');
    }

    private void imageScores(int n, List<ImageScore> s) {
        json.column("w", n, 3, t -> s.get(t).weight()).column("win", n, 0, t -> s.get(t).windows())
                .column("b", n, 4, t -> per(s.get(t).correlationBefore(), s.get(t).windows()))
                .column("a", n, 4, t -> per(s.get(t).correlationAfter(), s.get(t).windows()))
                .column("g", n, 3, t -> s.get(t).gain().windows() > 0 ? s.get(t).gain().gain() : Double.NaN)
                .column("ge", n, 3, t -> s.get(t).gain().windows() > 0 ? s.get(t).gain().error() : Double.NaN)
                .column("esx", n, 4, t -> s.get(t).shiftError()[0]).column("esy", n, 4, t -> s.get(t).shiftError()[1])
                .column("erx", n, 5, t -> Math.toDegrees(s.get(t).rotationError()[0]))
                .column("ery", n, 5, t -> Math.toDegrees(s.get(t).rotationError()[1]))
                .column("erz", n, 5, t -> Math.toDegrees(s.get(t).rotationError()[2]))
                .column("pe", n, 4, t -> s.get(t).projectedError());
    }

    private static double per(double sum, int windows) {
        return windows > 0 ? sum / windows : Double.NaN;
    }

    /** Returns the particles to show, the worst first, then others in equal steps. */
    private int[] shown(int most) {
        int n = alignment.before().particles().size();
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
        if (scores.isEmpty()) {
            return -moved(p).norm();
        }
        ParticleScore s = scores.get().particles().get(p);
        return s.windows() == 0 ? Double.POSITIVE_INFINITY : s.correlationAfter() / s.windows();
    }

    private Vec3 moved(int p) {
        return alignment.after().positions().get(p).minus(alignment.before().geometry().positions().get(p));
    }

    private void particles(int[] shown) {
        int n = shown.length;
        double px = series.pixelSize();
        Vec3 centre = series.centre();
        json.key("par").open('{').field("all", alignment.before().particles().size(), 0);
        json.key("name").open('[');
        for (int p : shown) {
            json.text(alignment.before().particles().get(p).name());
        }
        json.close(']').column("x", n, 0, i -> px * (at(shown[i]).x() - centre.x()))
                .column("y", n, 0, i -> px * (at(shown[i]).y() - centre.y()))
                .column("z", n, 0, i -> px * (at(shown[i]).z() - centre.z())).column("d", n, 3, i -> moved(shown[i]).norm());
        scores.ifPresent(score -> {
            List<ParticleScore> s = score.particles();
            json.column("w", n, 3, i -> s.get(shown[i]).weight()).column("win", n, 0, i -> s.get(shown[i]).windows())
                    .column("out", n, 0, i -> s.get(shown[i]).outOfRange())
                    .column("b", n, 4, i -> per(s.get(shown[i]).correlationBefore(), s.get(shown[i]).windows()))
                    .column("a", n, 4, i -> per(s.get(shown[i]).correlationAfter(), s.get(shown[i]).windows()))
                    .column("g", n, 3, i -> s.get(shown[i]).gain().windows() > 0 ? s.get(shown[i]).gain().gain() : Double.NaN)
                    .column("e", n, 3, i -> norm(s.get(shown[i]).positionError()))
                    .column("pe", n, 3, i -> s.get(shown[i]).projectedError());
            histogram(s);
        });
        json.close('}');
    }

    /** Of all particles, whatever is shown. */
    private void histogram(List<ParticleScore> s) {
        double[] before = s.stream().filter(p -> p.windows() > 0).mapToDouble(p -> p.correlationBefore() / p.windows()).toArray();
        double[] after = s.stream().filter(p -> p.windows() > 0).mapToDouble(p -> p.correlationAfter() / p.windows()).toArray();
        if (before.length < 2) {
            return;
        }
        double low = Math.min(new Quantiles(before).at(0), new Quantiles(after).at(0));
        double high = Math.max(new Quantiles(before).at(1), new Quantiles(after).at(1));
        if (!(high > low)) {
            return;
        }
        int bins = Math.clamp(Math.round(2 * Math.cbrt(before.length)), 6, 40);
        json.key("hist").open('{').field("low", low, 5).field("high", high, 5)
                .column("b", bins, 0, i -> count(before, low, high, bins, i))
                .column("a", bins, 0, i -> count(after, low, high, bins, i)).close('}');
    }

    private static double count(double[] values, double low, double high, int bins, int bin) {
        return Arrays.stream(values).filter(v -> Math.min(bins - 1, (int) ((v - low) / (high - low) * bins)) == bin).count();
    }

    private static double norm(double[] v) {
        return Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
    }

    private Vec3 at(int p) {
        return alignment.after().positions().get(p);
    }

    /** Displacements in tenths of an Å. */
    private void motion(int[] shown) {
        if (!alignment.moving() || shown.length == 0) {
            return;
        }
        int images = series.images().size();
        int[] kept = IntStream.range(0, Math.min(VERTICES, images))
                .map(i -> (int) Math.round((double) i * (images - 1) / Math.max(1, Math.min(VERTICES, images) - 1))).toArray();
        json.key("mot").open('{').column("t", kept.length, 0, i -> kept[i]).field("n", shown.length, 0)
                .field("expected", alignment.expectedMotion(), 2);
        int vertices = kept.length;
        json.column("v", 3 * vertices * shown.length, 0, i -> {
            Vec3 d = alignment.after().trajectories().displacement(shown[i / (3 * vertices)], kept[i / 3 % vertices])
                    .times(10 * series.pixelSize());
            return i % 3 == 0 ? d.x() : i % 3 == 1 ? d.y() : d.z();
        }).close('}');
    }

    /** On a grid over the image, px; of the images that differ, the first, the middle and the last. */
    private void deformation() {
        Deformation deformation = alignment.after().deformation();
        if (!deformation.isPresent()) {
            return;
        }
        List<double[]> c = deformation.coefficients();
        boolean alike = c.stream().allMatch(one -> Arrays.equals(one, c.getFirst()));
        int images = alike ? 1 : Math.min(DEFORMED_IMAGES, c.size());
        int rows = Math.max(2, Math.round((float) ARROWS * series.imageHeight() / series.imageWidth()));
        DeformationField field = deformation.field(series);
        DeformationField.Displacement g = new DeformationField.Displacement();
        json.key("def").open('{').field("nx", ARROWS, 0).field("ny", rows, 0).field("kind", deformation.kind().label())
                .key("alike").flag(alike).key("of").open('[');
        for (int i = 0; i < images; i++) {
            int t = images == 1 ? 0 : i * (c.size() - 1) / (images - 1);
            double[] arrows = new double[2 * ARROWS * rows];
            for (int node = 0; node < ARROWS * rows; node++) {
                field.evaluate((node % ARROWS + 0.5) * series.imageWidth() / ARROWS,
                        (node / ARROWS + 0.5) * series.imageHeight() / rows, c.get(t), 0, g);
                arrows[2 * node] = g.x;
                arrows[2 * node + 1] = g.y;
            }
            json.open('{').field("t", t, 0).column("v", arrows.length, 3, k -> arrows[k]).close('}');
        }
        json.close(']').close('}');
    }

    private void costs() {
        double[] costs = alignment.costs();
        if (costs.length > 1) {
            int n = Math.min(MOST_COSTS, costs.length);
            json.column("costAt", n, 0, i -> Math.round((double) i * (costs.length - 1) / (n - 1)));
            json.key("cost").open('[');
            for (int i = 0; i < n; i++) {
                double cost = costs[(int) Math.round((double) i * (costs.length - 1) / (n - 1))];
                json.number(cost, Math.abs(cost) < 1e4 ? 4 : 2);
            }
            json.close(']');
        }
        json.field("why", alignment.whyStopped());
    }
}
