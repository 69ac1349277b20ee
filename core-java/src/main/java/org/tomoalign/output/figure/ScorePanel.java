package org.tomoalign.output.figure;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tomoalign.output.TomogramAlignment;
import org.tomoalign.output.TomogramSummary;
import org.tomoalign.output.figure.ChartPanel.Side;
import org.tomoalign.tomogram.ImageScore;

/** What an alignment found out about the images, against tilt angle: one or two numbers, some with errors. */
final class ScorePanel {
    private static final Shape DOT = new Ellipse2D.Double(-1.6, -1.6, 3.2, 3.2);
    private static final Shape RING = new Ellipse2D.Double(-3.4, -3.4, 6.8, 6.8);

    /** A number per image; NaN: none. */
    private record Curve(Ink ink, String name, double[] values, double[] errors) {
    }

    private ScorePanel() {
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
        double[] tilts = TiltOrder.tilts(alignment);
        int[] order = TiltOrder.of(tilts);
        List<PanelFrame.Entry> key = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        double low = 0;
        double high = 0;
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
                float[] point = {(float) tilts[t], (float) value};
                double error = curve.errors() == null ? 0 : curve.errors()[t];
                points.add(point);
                bars.addAll(ChartPanel.bars(point, new double[] {error}));
                if (weak[t]) {
                    rings.add(point);
                }
                low = Math.min(low, value - error);
                high = Math.max(high, value + error);
            }
            layers.add(new Layer.Marks(Ink.LIMIT, RING, ChartPanel.flat(rings)));
            layers.add(curve.errors() == null ? new Layer.Lines(curve.ink(), 0.7, List.of(ChartPanel.flat(points)))
                    : new Layer.Lines(Ink.FRAME, 0.7, bars));
            layers.add(new Layer.Marks(curve.ink(), DOT, ChartPanel.flat(points)));
        }
        return new ChartPanel(title, key, layers, Side.over("tilt angle (°)", tilts), Side.around(label, low, high), note);
    }

    private static double[] column(TomogramAlignment alignment, ToDoubleFunction<ImageScore> value) {
        return alignment.scores().orElseThrow().images().stream()
                .mapToDouble(s -> s.windows() > 0 ? value.applyAsDouble(s) : Double.NaN).toArray();
    }
}
