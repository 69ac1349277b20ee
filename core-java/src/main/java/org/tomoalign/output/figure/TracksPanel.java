package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jfree.chart.axis.NumberAxis;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.output.Quantiles;
import org.tomoalign.output.TomogramAlignment;
import org.tomoalign.tomogram.Geometry;

/**
 * The particles' trajectories in the tomogram, enlarged, seen along its three axes: XY, XZ below it and YZ beside it,
 * all on one scale.
 */
final class TracksPanel implements Panel {
    /** Most tracks are as long as this part of the tomogram's width. */
    private static final double LENGTH = 1 / 15.0;
    private static final double USUAL = 0.9;
    private static final String[] NAMES = {"x", "y", "z"};
    private static final double GAP = 12;
    private static final double HIGHEST_PLOT = 560;
    /** A tomogram thinner than this part of its width gets some space, so that the labels fit. */
    private static final double THINNEST = 0.16;

    private final List<Layer> xy;
    private final List<Layer> xz;
    private final List<Layer> zy;
    private final double[] low;
    private final double[] high;
    private final double scale;
    private final DoseAxis dose;
    private final int levels;
    private final String note;
    private final int enlargement;

    private TracksPanel(
            Tracks tracks, double[] low, double[] high, double scale, DoseAxis dose, String note, int enlargement) {
        this.enlargement = enlargement;
        xy = layers(tracks, 0, 1);
        xz = layers(tracks, 0, 2);
        zy = layers(tracks, 2, 1);
        this.low = low;
        this.high = high;
        this.scale = scale;
        this.dose = dose;
        this.levels = tracks.levels();
        this.note = note;
    }

    /** Makes the panel; there must be trajectories. */
    static Panel of(TomogramAlignment alignment, DoseAxis dose) {
        int enlargement = enlargement(alignment);
        List<Vec3[]> paths = paths(alignment, enlargement);
        Vec3 size = alignment.series().size();
        double[] low = {0, 0, 0};
        double[] high = {size.x(), size.y(), size.z()};
        for (Vec3[] path : paths) {
            for (Vec3 v : path) {
                double[] at = {v.x(), v.y(), v.z()};
                for (int axis = 0; axis < 3; axis++) {
                    low[axis] = Math.min(low[axis], at[axis]);
                    high[axis] = Math.max(high[axis], at[axis]);
                }
            }
        }
        double missing = THINNEST * (high[0] - low[0]) - (high[2] - low[2]);
        if (missing > 0) {
            low[2] -= missing / 2;
            high[2] += missing / 2;
        }
        double scale = Math.min(
                (FULL_WIDTH - Chart.LEFT - GAP - PanelFrame.RIGHT) / (high[0] - low[0] + high[2] - low[2]),
                (HIGHEST_PLOT - GAP) / (high[1] - low[1] + high[2] - low[2]));
        Tracks tracks = Tracks.of(paths, dose, scale);
        String note = "starting at the particle positions, px of the unbinned tomogram; "
                + tracks.shown() + " of " + paths.size() + " particles shown; "
                + "100 px in the figure are " + Texts.brief(100 * alignment.series().pixelSize() / enlargement)
                + " Å of motion";
        return new TracksPanel(tracks, low, high, scale, dose, note, enlargement);
    }

    /** Returns 1, 2, 5, 10, ... such that tracks can be seen and do not cross the tomogram. */
    private static int enlargement(TomogramAlignment alignment) {
        int images = alignment.series().images().size();
        Quantiles largest = new Quantiles(IntStream.range(0, alignment.after().positions().size()).mapToDouble(p ->
                IntStream.range(0, images).mapToDouble(t -> alignment.motion(p, t)).max().orElse(0)).toArray());
        double usual = largest.at(USUAL) / alignment.series().pixelSize();
        double wanted = usual > 0 ? Math.clamp(LENGTH * alignment.series().size().x() / usual, 1, 1e6) : 1;
        int power = (int) Math.round(Math.pow(10, Math.floor(Math.log10(wanted))));
        return wanted >= 5 * power ? 5 * power : wanted >= 2 * power ? 2 * power : power;
    }

    private static List<Vec3[]> paths(TomogramAlignment alignment, int enlargement) {
        Geometry after = alignment.after();
        List<Vec3[]> paths = new ArrayList<>();
        for (int p = 0; p < after.positions().size(); p++) {
            Vec3[] path = new Vec3[after.projections().size()];
            for (int t = 0; t < path.length; t++) {
                path[t] = after.positions().get(p)
                        .plus(after.trajectories().displacement(p, t).times(enlargement));
            }
            paths.add(path);
        }
        return paths;
    }

    private static List<Layer> layers(Tracks tracks, int horizontal, int vertical) {
        List<Layer> layers = new ArrayList<>();
        for (int level = 0; level < tracks.levels(); level++) {
            List<float[]> lines = tracks.lines(level, horizontal, vertical);
            if (!lines.isEmpty()) {
                layers.add(new Layer.Lines(DoseAxis.ink(level, tracks.levels()), 0.6, lines));
            }
        }
        return layers;
    }

    private double extent(int axis) {
        return scale * (high[axis] - low[axis]);
    }

    @Override
    public String title() {
        return "Motion, enlarged " + enlargement + (enlargement == 1 ? " time" : " times") + ": XY, YZ (right) and XZ (below)";
    }

    @Override
    public double width() {
        return FULL_WIDTH;
    }

    @Override
    public double height() {
        return PanelFrame.TOP + extent(1) + GAP + extent(2) + PanelFrame.BELOW;
    }

    @Override
    public void draw(Graphics2D g) {
        PanelFrame.title(g, title());
        PanelFrame.ramp(g, Chart.LEFT, dose.low(), DoseAxis.inks(levels), dose.high());
        double top = PanelFrame.TOP;
        double below = top + extent(1) + GAP;
        double right = Chart.LEFT + extent(0) + GAP;
        Chart.draw(g, new Rectangle2D.Double(Chart.LEFT, top, extent(0), extent(1)), bare(horizontal(0)),
                vertical(1), xy);
        Chart.draw(g, new Rectangle2D.Double(right, top, extent(2), extent(1)), horizontal(2), bare(vertical(1)), zy);
        Chart.draw(g, new Rectangle2D.Double(Chart.LEFT, below, extent(0), extent(2)), horizontal(0), vertical(2), xz);
        PanelFrame.note(g, this, note);
    }

    private NumberAxis horizontal(int axis) {
        return Axes.horizontal(NAMES[axis] + " (px)", low[axis], high[axis], extent(axis));
    }

    private NumberAxis vertical(int axis) {
        return Axes.linear(NAMES[axis] + " (px)", low[axis], high[axis], extent(axis), 34);
    }

    /** Without numbers: another plot on the same line has them. */
    private static NumberAxis bare(NumberAxis axis) {
        axis.setLabel(null);
        axis.setTickLabelsVisible(false);
        return axis;
    }
}
