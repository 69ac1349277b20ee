package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;

/** How far the cost was above its lowest value, after each iteration, on a logarithmic scale. */
final class ConvergencePanel implements Panel {
    private static final int MOST_POINTS = 1000;
    /** Differences below this part of the whole fall are rounding. */
    private static final double SMALLEST = 1e-9;

    private final float[] line;
    private final double low;
    private final double high;
    private final int iterations;
    private final String note;

    private ConvergencePanel(float[] line, double low, double high, int iterations, String note) {
        this.line = line;
        this.low = low;
        this.high = high;
        this.iterations = iterations;
        this.note = note;
    }

    /** Makes the panel from the cost at the start and after each iteration. */
    static Panel of(double[] costs, String whyStopped) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (double cost : costs) {
            lowest = Math.min(lowest, cost);
            highest = Math.max(highest, cost);
        }
        int iterations = costs.length - 1;
        float[] points = new float[2 * Math.min(costs.length, MOST_POINTS)];
        int n = 0;
        double smallest = highest - lowest;
        for (int i = 0; 2 * i < points.length; i++) {
            int at = points.length == 2 * costs.length ? i
                    : (int) Math.round((double) i * iterations / (points.length / 2.0 - 1));
            double above = costs[at] - lowest;
            if (above > SMALLEST * (highest - lowest)) {
                points[n++] = at;
                points[n++] = (float) above;
                smallest = Math.min(smallest, above);
            }
        }
        String note = Texts.fixed(costs[0], 2) + " to " + Texts.fixed(costs[iterations], 2) + " in " + iterations
                + " iterations; " + whyStopped;
        return new ConvergencePanel(Arrays.copyOf(points, n), smallest, highest - lowest, iterations, note);
    }

    @Override
    public String title() {
        return "Convergence";
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
        PanelFrame.title(g, title());
        boolean fell = line.length > 0;
        Rectangle2D data = PanelFrame.halfData();
        Chart.draw(g, data, Axes.horizontal("iteration", 0, Math.max(10, iterations), data.getWidth()),
                fell ? Axes.logarithmic("cost minus lowest cost", low / 1.5, high * 1.5)
                        : Axes.vertical("cost minus lowest cost", 0, 1, data.getHeight()),
                fell ? List.of(new Layer.Lines(Ink.SERIES_1, 1, List.of(line))) : List.of());
        PanelFrame.note(g, this, note);
    }
}
