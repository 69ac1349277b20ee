package org.tomoalign.output.figure;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.tomoalign.output.PoseChange;
import org.tomoalign.output.figure.ChartPanel.Side;
import org.tomoalign.tomogram.ImageScore;

/** Up to three quantities per image against dose, each with a colour and a mark of its own. */
final class SeriesPanel {
    private static final List<Ink> INKS = List.of(Ink.SERIES_1, Ink.SERIES_2, Ink.SERIES_3);
    private static final List<Shape> MARKS = List.of(
            new Ellipse2D.Double(-1.7, -1.7, 3.4, 3.4), new Rectangle2D.Double(-1.5, -1.5, 3, 3), triangle());

    private SeriesPanel() {
    }

    /**
     * Makes the panel of the tomogram centre's way on the images.
     *
     * @param scores of the images; empty without errors
     */
    static Panel shifts(List<PoseChange> changes, List<ImageScore> scores, DoseAxis dose) {
        List<float[]> lines = List.of(line(changes, dose, PoseChange::shiftX), line(changes, dose, PoseChange::shiftY));
        return of("Image shifts, refined minus input", "shift (px)", List.of("x", "y"), lines,
                List.of(errors(scores, s -> s.shiftError()[0]), errors(scores, s -> s.shiftError()[1])), dose,
                "of the tomogram's centre on the image" + (scores.isEmpty() ? "" : "; bars: standard errors"));
    }

    /**
     * Makes the panel of the rotations.
     *
     * @param scores of the images; empty without errors
     */
    static Panel rotations(List<PoseChange> changes, List<ImageScore> scores, DoseAxis dose) {
        List<float[]> lines = List.of(line(changes, dose, c -> Math.toDegrees(c.phi())),
                line(changes, dose, c -> Math.toDegrees(c.theta())), line(changes, dose, c -> Math.toDegrees(c.psi())));
        return of("Image rotations, refined relative to input", "angle (°)", List.of("about x", "about y", "about z"), lines,
                IntStream.range(0, 3).mapToObj(i -> errors(scores, s -> Math.toDegrees(s.rotationError()[i]))).toList(), dose,
                "x and y are the axes of the image, z is the viewing direction");
    }

    private static Panel of(String title, String label, List<String> names, List<float[]> lines, List<double[]> errors,
            DoseAxis dose, String note) {
        List<PanelFrame.Entry> key = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        double low = 0;
        double high = 0;
        for (int i = 0; i < lines.size(); i++) {
            float[] line = lines.get(i);
            List<float[]> bars = ChartPanel.bars(line, errors.get(i));
            key.add(new PanelFrame.Entry(INKS.get(i), MARKS.get(i), names.get(i)));
            layers.add(new Layer.Lines(INKS.get(i), 0.7, List.of(line)));
            layers.add(new Layer.Lines(INKS.get(i), 0.7, bars));
            layers.add(new Layer.Marks(INKS.get(i), MARKS.get(i), line));
            for (float[] bar : bars) {
                low = Math.min(low, bar[1]);
                high = Math.max(high, bar[3]);
            }
            for (int t = 1; t < line.length; t += 2) {
                low = Math.min(low, line[t]);
                high = Math.max(high, line[t]);
            }
        }
        return new ChartPanel(title, key, layers, dose.side(), Side.around(label, low, high), note);
    }

    private static double[] errors(List<ImageScore> scores, ToDoubleFunction<ImageScore> error) {
        return scores.stream().mapToDouble(error).toArray();
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
}
