package org.tomoalign.output;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.output.figure.TomogramFigures.ImageNumbers;
import org.tomoalign.tomogram.ImageScore;
import org.tomoalign.tomogram.MeanWindows;
import org.tomoalign.tomogram.ParticleScore;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.TomogramScores;
import org.tomoalign.tomogram.WindowPair;

/** The numbers of one tomogram that the web page draws, as JSON; {@code report.js} says what each is. */
public final class PageData {
    /** Of a trajectory; the page draws straight lines between them. */
    private static final int VERTICES = 14;
    private static final int MOST_COSTS = 120;

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
        ShownParticles particles = new ShownParticles(alignment, detail.particles());
        int[] shown = particles.order();
        data.particles(particles, shown);
        data.motion(Arrays.copyOf(shown, Math.min(shown.length, detail.tracks())));
        DeformationArrows.of(alignment).ifPresent(data::deformation);
        alignment.windows().ifPresent(windows -> data.windows(windows, detail.windowBytes()));
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

    private void particles(ShownParticles particles, int[] shown) {
        int n = shown.length;
        json.key("par").open('{').field("all", alignment.before().particles().size(), 0);
        json.key("name").open('[');
        for (int p : shown) {
            json.text(alignment.before().particles().get(p).name());
        }
        json.close(']').column("x", n, 0, i -> particles.fromCentre(shown[i]).x())
                .column("y", n, 0, i -> particles.fromCentre(shown[i]).y())
                .column("z", n, 0, i -> particles.fromCentre(shown[i]).z()).column("d", n, 3, i -> particles.moved(shown[i]));
        scores.ifPresent(score -> {
            List<ParticleScore> s = score.particles();
            json.column("w", n, 3, i -> s.get(shown[i]).weight()).column("win", n, 0, i -> s.get(shown[i]).windows())
                    .column("out", n, 0, i -> s.get(shown[i]).outOfRange())
                    .column("b", n, 4, i -> per(s.get(shown[i]).correlationBefore(), s.get(shown[i]).windows()))
                    .column("a", n, 4, i -> per(s.get(shown[i]).correlationAfter(), s.get(shown[i]).windows()))
                    .column("g", n, 3, i -> s.get(shown[i]).gain().windows() > 0 ? s.get(shown[i]).gain().gain() : Double.NaN)
                    .column("e", n, 3, i -> norm(s.get(shown[i]).positionError()))
                    .column("pe", n, 3, i -> s.get(shown[i]).projectedError());
            CorrelationHistogram.of(score).ifPresent(this::histogram);
        });
        json.close('}');
    }

    /** Of all particles, whatever is shown. */
    private void histogram(CorrelationHistogram h) {
        int bins = h.before().length;
        json.key("hist").open('{').field("low", h.low(), 5).field("high", h.high(), 5)
                .column("b", bins, 0, i -> h.before()[i]).column("a", bins, 0, i -> h.after()[i]).close('}');
    }

    private static double norm(double[] v) {
        return Math.sqrt(Arrays.stream(v).map(x -> x * x).sum());
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

    private void deformation(DeformationArrows d) {
        json.key("def").open('{').field("nx", d.nx(), 0).field("ny", d.ny(), 0).field("kind", d.kind()).key("alike")
                .flag(d.alike()).key("of").open('[');
        for (DeformationArrows.Field one : d.images()) {
            json.open('{').field("t", one.image(), 0).column("v", one.arrows().length, 3, k -> one.arrows()[k]).close('}');
        }
        json.close(']').close('}');
    }

    /**
     * Mean correlation windows: as bytes, so that hundreds of them fit. The pictures of the images follow each other, and are
     * as large as the page allows.
     */
    private void windows(MeanWindows w, int bytes) {
        int images = w.images().size();
        int half = PageDetail.half(images, w.all().half(), bytes);
        json.key("cc").open('{').key("all");
        pair(w.all(), List.of(w.all()));
        int bands = w.bandsToShow();
        json.field("band", w.bandWidth() / series.pixelSize(), 7).column("bb", bands, 6, k -> w.bandsBefore()[k])
                .column("ba", bands, 6, k -> w.bandsAfter()[k]);
        if (half > 0) {
            json.key("img");
            pair(w.all().within(half), w.images().stream().map(one -> one.within(half)).toList());
        }
        json.close('}');
    }

    private void pair(WindowPair like, List<WindowPair> pairs) {
        json.open('{').field("half", like.half(), 0).column("n", pairs.size(), 0, i -> pairs.get(i).windows())
                .column("low", pairs.size(), 6, i -> pairs.get(i).low())
                .column("high", pairs.size(), 6, i -> pairs.get(i).high()).field("b", base64(pairs, WindowPair::before))
                .field("a", base64(pairs, WindowPair::after)).close('}');
    }

    private static String base64(List<WindowPair> pairs, Function<WindowPair, byte[]> picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        pairs.forEach(pair -> bytes.writeBytes(picture.apply(pair)));
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
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
