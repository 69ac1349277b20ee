package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.output.TomogramAlignment;
import org.tomoalign.output.TomogramSummary;
import org.tomoalign.tomogram.ImageScore;

/** What an alignment found out about the images, against tilt angle: one or two numbers, some with errors. */
final class ScorePanel implements Panel {
    private static final Shape DOT = new Ellipse2D.Double(-1.6, -1.6, 3.2, 3.2);
    private static final Shape RING = new Ellipse2D.Double(-3.4, -3.4, 6.8, 6.8);

    /** A number per image; NaN: none. */
    private record Curve(Ink ink, String name, double[] values, double[] errors) {
    }

    private final String title;
    private final String label;
    private final double[] tilts;
    private final List<Curve> curves;
    private final boolean[] weak;
    private final String note;

    private ScorePanel(
            String title, String label, double[] tilts, List<Curve> curves, boolean[] weak, String note) {
        this.title = title;
        this.label = label;
        this.tilts = tilts;
        this.curves = curves;
        this.weak = weak;
        this.note = note;
    }

    /** Makes the panel of the correlation of a particle image, before and after; there must be scores. */
    static Panel correlation(TomogramAlignment alignment, String title, String note) {
        return of(alignment, title, "correlation", note,
                new Curve(Ink.SERIES_2, "before", column(alignment, s -> s.correlationBefore() / s.windows()), null),
                new Curve(Ink.SERIES_1, "after", column(alignment, s -> s.correlationAfter() / s.windows()), null));
    }

    /** Makes the panel of the weights; there must be scores. */
    static Panel weights(TomogramAlignment alignment) {
        return of(alignment, "Weight of the images", "weight", "signal relative to the prediction; ringed: below "
                + TomogramSummary.WEAK, new Curve(Ink.SERIES_1, "weight", column(alignment, ImageScore::weight), null));
    }

    /** Makes the panel of what images gained that were held out; there must be scores. */
    static Panel gains(TomogramAlignment alignment) {
        ToDoubleFunction<ImageScore> gain = s -> s.gain().windows() > 0 ? s.gain().gain() : Double.NaN;
        return of(alignment, "Held-out gain of the images", "log-likelihood", "of particle images that were not refined on; "
                + "bars: standard errors", new Curve(Ink.SERIES_3, "gain", column(alignment, gain),
                column(alignment, s -> s.gain().error())));
    }

    /** Returns whether any image was held out. */
    static boolean hasGains(TomogramAlignment alignment) {
        return alignment.scores().orElseThrow().images().stream().anyMatch(s -> s.gain().windows() > 0);
    }

    private static Panel of(TomogramAlignment alignment, String title, String label, String note, Curve... curves) {
        List<ImageScore> scores = alignment.scores().orElseThrow().images();
        boolean[] weak = new boolean[scores.size()];
        for (int t = 0; t < weak.length; t++) {
            weak[t] = scores.get(t).windows() > 0 && scores.get(t).weight() < TomogramSummary.WEAK;
        }
        double[] tilts = alignment.after().projections().stream()
                .mapToDouble(p -> TiltAngles.of(p, Vec3.ZERO, Vec3.ZERO).yTilt()).toArray();
        return new ScorePanel(title, label, tilts, List.of(curves), weak, note);
    }

    private static double[] column(TomogramAlignment alignment, ToDoubleFunction<ImageScore> value) {
        return alignment.scores().orElseThrow().images().stream()
                .mapToDouble(s -> s.windows() > 0 ? value.applyAsDouble(s) : Double.NaN).toArray();
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public double width() {
        return HALF_WIDTH;
    }

    @Override
    public double height() {
        return HALF_HEIGHT;
    }

    @Override
    public void draw(Graphics2D g) {
        PanelFrame.title(g, Texts.shortenedInside(title, 9, HALF_WIDTH - 8));
        List<PanelFrame.Entry> key = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        double low = 0;
        double high = 0;
        int[] order = IntStream.range(0, tilts.length).boxed().sorted(Comparator.comparingDouble(t -> tilts[t]))
                .mapToInt(t -> t).toArray();
        for (Curve curve : curves) {
            key.add(new PanelFrame.Entry(curve.ink(), DOT, curve.name()));
            List<float[]> points = new ArrayList<>();
            List<float[]> rings = new ArrayList<>();
            List<float[]> bars = new ArrayList<>();
            for (int t : order) {
                double value = curve.values()[t];
                if (!Double.isFinite(value)) {
                    continue;
                }
                double error = curve.errors() == null ? 0 : curve.errors()[t];
                float x = (float) tilts[t];
                points.add(new float[] {x, (float) value});
                if (weak[t]) {
                    rings.add(new float[] {x, (float) value});
                }
                if (error > 0) {
                    bars.add(new float[] {x, (float) (value - error), x, (float) (value + error)});
                }
                low = Math.min(low, value - error);
                high = Math.max(high, value + error);
            }
            layers.add(new Layer.Marks(Ink.LIMIT, RING, BandPanel.flat(rings)));
            if (curve.errors() == null) {
                layers.add(new Layer.Lines(curve.ink(), 0.7, List.of(BandPanel.flat(points))));
            } else {
                layers.add(new Layer.Lines(Ink.FRAME, 0.7, bars));
            }
            layers.add(new Layer.Marks(curve.ink(), DOT, BandPanel.flat(points)));
        }
        if (key.size() > 1) {
            PanelFrame.key(g, key);
        }
        double margin = Math.max(0.07 * (high - low), 1e-6);
        Rectangle2D data = PanelFrame.halfData();
        double first = tilts.length == 0 ? 0 : tilts[order[0]];
        double last = tilts.length == 0 ? 1 : tilts[order[order.length - 1]];
        double side = 0.03 * Math.max(last - first, 1);
        Chart.draw(g, data, Axes.horizontal("tilt angle (°)", first - side, last + side, data.getWidth()),
                Axes.vertical(label, low < 0 ? low - margin : 0, high + margin, data.getHeight()), layers);
        PanelFrame.note(g, this, note);
    }
}
