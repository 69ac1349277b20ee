package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.output.Quantiles;
import org.tomoalign.output.ShownParticles;
import org.tomoalign.output.TomogramAlignment;
import org.tomoalign.tomogram.ParticleScore;

/** Where particles are in the tomogram, coloured by how well they fit, or, without scores, by how far they moved. */
final class ParticleMapPanel implements Panel {
    private static final double SMALLEST = 40;

    private final String title;
    private final List<Layer> layers;
    private final double halfWidth;
    private final double halfHeight;
    private final String vertical;
    private final String low;
    private final String high;
    private final String note;

    private ParticleMapPanel(String title, List<Layer> layers, double halfWidth, double halfHeight, String vertical,
            String low, String high, String note) {
        this.title = title;
        this.layers = layers;
        this.halfWidth = halfWidth;
        this.halfHeight = halfHeight;
        this.vertical = vertical;
        this.low = low;
        this.high = high;
        this.note = note;
    }

    /** Makes the maps of x against y and of x against z; none if all particles are alike. */
    static List<Panel> of(TomogramAlignment alignment, ShownParticles particles) {
        int[] shown = particles.order();
        boolean scored = alignment.scores().isPresent();
        double[] values = IntStream.of(shown).mapToDouble(p -> value(alignment, particles, p)).toArray();
        Quantiles known = new Quantiles(IntStream.range(0, values.length).mapToDouble(i -> values[i])
                .filter(Double::isFinite).toArray());
        if (known.size() == 0 || !(known.at(1) > known.at(0))) {
            return List.of();
        }
        boolean tails = known.at(0.98) > known.at(0.02);
        double from = known.at(tails ? 0.02 : 0);
        double to = known.at(tails ? 0.98 : 1);
        double x = halfExtent(alignment, particles, shown, 0);
        List<Panel> panels = new ArrayList<>();
        for (int axis = 1; axis <= 2; axis++) {
            int second = axis;
            List<Layer> layers = new ArrayList<>();
            for (int level = 0; level < Ink.DOSE_LEVELS; level++) {
                List<float[]> points = new ArrayList<>();
                // The worst come first and are drawn last of their colour.
                for (int i = shown.length - 1; i >= 0; i--) {
                    if (level(values[i], from, to) == level) {
                        Vec3 at = particles.fromCentre(shown[i]);
                        points.add(new float[] {(float) at.x(), (float) coordinate(at, second)});
                    }
                }
                // Low values last, above the others: those are to be seen.
                layers.addFirst(new Layer.Dots(Ink.dose(level), shown.length > 1000 ? 1.8 : 3, ChartPanel.flat(points)));
            }
            panels.add(new ParticleMapPanel("Particles, X" + (axis == 1 ? "Y" : "Z") + ", by "
                    + (scored ? "correlation after" : "change of the position"), layers, x,
                    halfExtent(alignment, particles, shown, axis), (axis == 1 ? "y" : "z") + " (Å)", Texts.brief(from),
                    Texts.brief(to) + (scored ? "" : " px"), shown.length + " of " + alignment.before().particles().size()
                            + " particles" + (shown.length < alignment.before().particles().size() ? ", the worst among them" : "")
                            + "; from the tomogram's centre"));
        }
        return panels;
    }

    private static double value(TomogramAlignment alignment, ShownParticles particles, int p) {
        if (alignment.scores().isEmpty()) {
            return particles.moved(p);
        }
        ParticleScore score = alignment.scores().get().particles().get(p);
        return score.windows() > 0 ? score.correlationAfter() / score.windows() : Double.NaN;
    }

    private static int level(double value, double low, double high) {
        return Double.isFinite(value)
                ? (int) Math.clamp(Ink.DOSE_LEVELS * (value - low) / (high - low), 0, Ink.DOSE_LEVELS - 1.0) : -1;
    }

    private static double coordinate(Vec3 v, int axis) {
        return axis == 0 ? v.x() : axis == 1 ? v.y() : v.z();
    }

    /** The half of the tomogram's side, or more if there are particles beyond. */
    private static double halfExtent(TomogramAlignment alignment, ShownParticles particles, int[] shown, int axis) {
        double half = coordinate(alignment.series().size(), axis) * alignment.series().pixelSize() / 2;
        for (int p : shown) {
            half = Math.max(half, Math.abs(coordinate(particles.fromCentre(p), axis)));
        }
        return Math.max(half, 1e-6);
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public double width() {
        return HALF_WIDTH;
    }

    /** Of the plot, pt; x and y on one scale. */
    private double scale() {
        Rectangle2D all = PanelFrame.halfData();
        return Math.min(all.getWidth() / halfWidth, all.getHeight() / halfHeight);
    }

    /** A thin tomogram gets some room above and below. */
    private double plotHeight() {
        return Math.max(SMALLEST, scale() * halfHeight);
    }

    @Override
    public double height() {
        return PanelFrame.TOP + plotHeight() + PanelFrame.BELOW;
    }

    @Override
    public void draw(Graphics2D g) {
        PanelFrame.title(g, title);
        PanelFrame.ramp(g, Chart.LEFT, low, DoseAxis.inks(Ink.DOSE_LEVELS), high);
        Rectangle2D all = PanelFrame.halfData();
        double w = scale() * halfWidth;
        double h = plotHeight();
        Rectangle2D data = new Rectangle2D.Double(all.getX() + (all.getWidth() - w) / 2, all.getY(), w, h);
        double up = h / scale();
        Chart.draw(g, data, Axes.horizontal("x (Å)", -halfWidth, halfWidth, w), Axes.linear(vertical, -up, up, h, 16), layers);
        PanelFrame.note(g, this, note);
    }
}
