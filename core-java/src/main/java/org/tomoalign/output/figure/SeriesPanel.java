package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tomoalign.output.PoseChange;
import org.tomoalign.tomogram.ImageScore;

/** Up to three quantities per image against dose, each with a colour and a mark of its own. */
final class SeriesPanel implements Panel {
    private static final List<Ink> INKS = List.of(Ink.SERIES_1, Ink.SERIES_2, Ink.SERIES_3);
    private static final List<Shape> MARKS = List.of(
            new Ellipse2D.Double(-1.7, -1.7, 3.4, 3.4), new Rectangle2D.Double(-1.5, -1.5, 3, 3), triangle());

    private final String title;
    private final String label;
    private final List<String> names;
    private final List<float[]> series;
    private final List<List<float[]>> bars;
    private final DoseAxis dose;
    private final String note;

    private SeriesPanel(String title, String label, List<String> names, List<float[]> series, List<List<float[]>> bars,
            DoseAxis dose, String note) {
        this.title = title;
        this.label = label;
        this.names = names;
        this.series = series;
        this.bars = bars;
        this.dose = dose;
        this.note = note;
    }

    /**
     * Makes the panel of the tomogram centre's way on the images.
     *
     * @param scores of the images; empty without errors
     */
    static Panel shifts(List<PoseChange> changes, List<ImageScore> scores, DoseAxis dose) {
        List<float[]> lines = List.of(line(changes, dose, PoseChange::shiftX), line(changes, dose, PoseChange::shiftY));
        return new SeriesPanel("Image shifts, refined minus input", "shift (px)", List.of("x", "y"), lines,
                List.of(bars(lines.get(0), scores, s -> s.shiftError()[0]), bars(lines.get(1), scores, s -> s.shiftError()[1])),
                dose, "of the tomogram's centre on the image" + (scores.isEmpty() ? "" : "; bars: standard errors"));
    }

    /**
     * Makes the panel of the rotations.
     *
     * @param scores of the images; empty without errors
     */
    static Panel rotations(List<PoseChange> changes, List<ImageScore> scores, DoseAxis dose) {
        List<float[]> lines = List.of(line(changes, dose, c -> Math.toDegrees(c.phi())),
                line(changes, dose, c -> Math.toDegrees(c.theta())), line(changes, dose, c -> Math.toDegrees(c.psi())));
        return new SeriesPanel("Image rotations, refined relative to input", "angle (°)",
                List.of("about x", "about y", "about z"), lines, IntStream.range(0, 3)
                .mapToObj(i -> bars(lines.get(i), scores, s -> Math.toDegrees(s.rotationError()[i]))).toList(), dose,
                "x and y are the axes of the image, z is the viewing direction");
    }

    private static List<float[]> bars(float[] line, List<ImageScore> scores, ToDoubleFunction<ImageScore> error) {
        List<float[]> bars = new ArrayList<>();
        for (int t = 0; t < scores.size(); t++) {
            float e = (float) error.applyAsDouble(scores.get(t));
            if (e > 0) {
                bars.add(new float[] {line[2 * t], line[2 * t + 1] - e, line[2 * t], line[2 * t + 1] + e});
            }
        }
        return bars;
    }

    private static float[] line(List<PoseChange> changes, DoseAxis dose, ToDoubleFunction<PoseChange> value) {
        float[] line = new float[2 * changes.size()];
        for (int t = 0; t < changes.size(); t++) {
            line[2 * t] = dose.values()[t];
            line[2 * t + 1] = (float) value.applyAsDouble(changes.get(t));
        }
        return line;
    }

    private static Shape triangle() {
        Path2D.Double path = new Path2D.Double();
        path.moveTo(0, -2.1);
        path.lineTo(2, 1.5);
        path.lineTo(-2, 1.5);
        path.closePath();
        return path;
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
        PanelFrame.title(g, title);
        List<PanelFrame.Entry> key = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        double low = 0;
        double high = 0;
        for (int i = 0; i < series.size(); i++) {
            float[] line = series.get(i);
            key.add(new PanelFrame.Entry(INKS.get(i), MARKS.get(i), names.get(i)));
            layers.add(new Layer.Lines(INKS.get(i), 0.7, List.of(line)));
            layers.add(new Layer.Lines(INKS.get(i), 0.7, bars.get(i)));
            for (float[] bar : bars.get(i)) {
                low = Math.min(low, bar[1]);
                high = Math.max(high, bar[3]);
            }
            layers.add(new Layer.Marks(INKS.get(i), MARKS.get(i), line));
            for (int t = 1; t < line.length; t += 2) {
                low = Math.min(low, line[t]);
                high = Math.max(high, line[t]);
            }
        }
        PanelFrame.key(g, key);
        double margin = Math.max(0.07 * (high - low), 1e-3);
        Rectangle2D data = PanelFrame.halfData();
        Chart.draw(g, data, dose.axis(data.getWidth()),
                Axes.vertical(label, low - margin, high + margin, data.getHeight()), layers);
        PanelFrame.note(g, this, note);
    }
}
