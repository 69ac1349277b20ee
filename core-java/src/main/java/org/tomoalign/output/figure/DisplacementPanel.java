package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tomoalign.output.ImageDisplacements;
import org.tomoalign.output.Quantiles;
import org.tomoalign.output.TomogramAlignment;

/**
 * Where the particles' 2-D positions moved to, with the circle of the search range: a dot per particle and image,
 * coloured by dose, or, where there are many, the number of them per cell.
 */
final class DisplacementPanel implements Panel {
    /** More dots than this become a blot and a large file. */
    private static final int MOST_DOTS = 4000;
    private static final int CELLS = 60;
    private static final int CIRCLE_CORNERS = 120;

    private final List<Layer> layers;
    private final double half;
    private final DoseAxis dose;
    private final int largestCount;
    private final String note;

    private DisplacementPanel(List<Layer> layers, double half, DoseAxis dose, int largestCount, String note) {
        this.layers = layers;
        this.half = half;
        this.dose = dose;
        this.largestCount = largestCount;
        this.note = note;
    }

    /** Makes the panel. */
    static Panel of(TomogramAlignment alignment, ImageDisplacements displacements, DoseAxis dose) {
        int range = alignment.range();
        Quantiles lengths = displacements.lengths();
        double most = lengths.size() == 0 ? 0 : 1.1 * lengths.at(0.999);
        // The circle is shown unless the displacements would be lost in it.
        boolean circle = most > 0.35 * range || most == 0;
        double half = circle ? Math.clamp(most, 1.1 * range, 2.5 * range) : most;
        List<Layer> layers = new ArrayList<>();
        int largest = 0;
        if (displacements.size() <= MOST_DOTS) {
            layers.addAll(dots(displacements, dose));
        } else {
            int[] counts = counts(displacements, half);
            largest = Arrays.stream(counts).max().orElse(0);
            layers.addAll(cells(counts, largest, half));
        }
        if (circle) {
            layers.add(new Layer.Lines(Ink.LIMIT, 1, List.of(circle(range))));
        }
        int outside = 0;
        for (int i = 0; i < displacements.size(); i++) {
            outside += Math.max(Math.abs(displacements.x(i)), Math.abs(displacements.y(i))) > half ? 1 : 0;
        }
        String note = displacements.size() + " particle images; " + Texts.percent(lengths.beyond(range))
                + (circle ? " beyond the circle, the range of " + range + " px"
                        : " beyond the range of " + range + " px, not shown")
                + (outside > 0 ? "; " + outside + " outside the frame" : "");
        return new DisplacementPanel(layers, half, dose, largest, note);
    }

    private static List<Layer> dots(ImageDisplacements d, DoseAxis dose) {
        List<Layer> layers = new ArrayList<>();
        for (int level = 0; level < Ink.DOSE_LEVELS; level++) {
            float[] points = new float[2 * d.size()];
            int n = 0;
            for (int t = 0; t < d.images(); t++) {
                if (dose.level(t, Ink.DOSE_LEVELS) == level) {
                    for (int i = d.start(t); i < d.start(t + 1); i++) {
                        points[n++] = (float) d.x(i);
                        points[n++] = (float) d.y(i);
                    }
                }
            }
            if (n > 0) {
                layers.add(new Layer.Dots(Ink.dose(level), 1.6, Arrays.copyOf(points, n)));
            }
        }
        return layers;
    }

    private static int[] counts(ImageDisplacements d, double half) {
        int[] counts = new int[CELLS * CELLS];
        for (int i = 0; i < d.size(); i++) {
            int x = (int) Math.floor((d.x(i) + half) / (2 * half) * CELLS);
            int y = (int) Math.floor((d.y(i) + half) / (2 * half) * CELLS);
            if (x >= 0 && x < CELLS && y >= 0 && y < CELLS) {
                counts[CELLS * y + x]++;
            }
        }
        return counts;
    }

    /** One layer per colour; neighbours of one colour in a row are one rectangle. */
    private static List<Layer> cells(int[] counts, int largest, double half) {
        double side = 2 * half / CELLS;
        List<List<float[]>> rectangles = IntStream.range(0, Ink.COUNT_LEVELS)
                .<List<float[]>>mapToObj(i -> new ArrayList<>()).toList();
        for (int y = 0; y < CELLS; y++) {
            for (int x = 0; x < CELLS;) {
                int level = countLevel(counts[CELLS * y + x], largest);
                int end = x + 1;
                while (end < CELLS && countLevel(counts[CELLS * y + end], largest) == level) {
                    end++;
                }
                if (level >= 0) {
                    float x0 = (float) (x * side - half);
                    float x1 = (float) (end * side - half);
                    float y0 = (float) (y * side - half);
                    float y1 = (float) ((y + 1) * side - half);
                    rectangles.get(level).add(new float[] {x0, y0, x1, y0, x1, y1, x0, y1});
                }
                x = end;
            }
        }
        List<Layer> layers = new ArrayList<>();
        for (int level = 0; level < Ink.COUNT_LEVELS; level++) {
            if (!rectangles.get(level).isEmpty()) {
                layers.add(new Layer.Areas(Ink.count(level), rectangles.get(level)));
            }
        }
        return layers;
    }

    /** Equal steps of the logarithm; -1 for an empty cell. */
    private static int countLevel(int count, int largest) {
        if (count == 0) {
            return -1;
        }
        return (int) Math.min(Ink.COUNT_LEVELS - 1, Ink.COUNT_LEVELS * Math.log(count) / Math.log(largest + 1.0));
    }

    private static float[] circle(double radius) {
        float[] corners = new float[2 * (CIRCLE_CORNERS + 1)];
        for (int i = 0; i <= CIRCLE_CORNERS; i++) {
            double angle = 2 * Math.PI * i / CIRCLE_CORNERS;
            corners[2 * i] = (float) (radius * Math.cos(angle));
            corners[2 * i + 1] = (float) (radius * Math.sin(angle));
        }
        return corners;
    }

    @Override
    public String title() {
        return "2-D position changes on the images";
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
        if (largestCount > 0) {
            List<Ink> inks = IntStream.range(0, Ink.COUNT_LEVELS).mapToObj(Ink::count).toList();
            PanelFrame.ramp(g, Chart.LEFT, "1", inks, largestCount + " per cell (log)");
        } else if (dose.values().length > 0) {
            PanelFrame.ramp(g, Chart.LEFT, dose.low(), DoseAxis.inks(Ink.DOSE_LEVELS), dose.high());
        }
        // Square: the plot is as wide as it is high.
        Rectangle2D all = PanelFrame.halfData();
        Rectangle2D data = new Rectangle2D.Double(all.getX() + (all.getWidth() - all.getHeight()) / 2, all.getY(),
                all.getHeight(), all.getHeight());
        Chart.draw(g, data, Axes.horizontal("change of x (px)", -half, half, data.getWidth()),
                Axes.vertical("change of y (px)", -half, half, data.getHeight()), layers);
        PanelFrame.note(g, this, note);
    }
}
