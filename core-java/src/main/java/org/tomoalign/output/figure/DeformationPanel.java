package org.tomoalign.output.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.tomoalign.output.DeformationArrows;
import org.tomoalign.output.TomogramAlignment;

/** Arrows that show where parts of an image went, enlarged, with a bar for scale. */
final class DeformationPanel implements Panel {
    /** Of the distance between two arrows. */
    private static final double LONGEST = 0.8;
    /** Of an arrow, at most this part of the distance between two. */
    private static final double HEAD = 0.15;

    private final String title;
    private final List<float[]> arrows;
    private final int imageWidth;
    private final int imageHeight;
    private final double enlargement;
    private final String note;

    private DeformationPanel(
            String title, List<float[]> arrows, int imageWidth, int imageHeight, double enlargement, String note) {
        this.title = title;
        this.arrows = arrows;
        this.imageWidth = imageWidth;
        this.imageHeight = imageHeight;
        this.enlargement = enlargement;
        this.note = note;
    }

    /** Makes a panel for each image that is shown. */
    static List<Panel> of(TomogramAlignment alignment, DeformationArrows d) {
        double[] tilts = TiltOrder.tilts(alignment);
        return d.images().stream().<Panel>map(field -> {
            double longest = field.longest();
            double cell = (double) d.width() / d.nx();
            double enlargement = longest > 0 ? LONGEST * cell / longest : 1;
            List<float[]> arrows = new ArrayList<>();
            for (int i = 0; 2 * i < field.arrows().length; i++) {
                add(arrows, d.x(i), d.y(i), enlargement * field.arrows()[2 * i], enlargement * field.arrows()[2 * i + 1],
                        HEAD * cell);
            }
            String title = "Deformation of " + (d.alike() ? "the images" : "image "
                    + (alignment.series().images().get(field.image()).row() + 1) + ", " + Texts.fixed(tilts[field.image()], 1) + "°");
            return new DeformationPanel(title, arrows, d.width(), d.height(), enlargement,
                    d.kind() + " model; largest displacement " + Texts.brief(longest) + " px");
        }).toList();
    }

    private static void add(List<float[]> arrows, double x, double y, double dx, double dy, double head) {
        double length = Math.hypot(dx, dy);
        if (length == 0) {
            return;
        }
        double size = Math.min(head, length / 2) / length;
        double backX = size * dx;
        double backY = size * dy;
        double tipX = x + dx;
        double tipY = y + dy;
        arrows.add(new float[] {(float) x, (float) y, (float) tipX, (float) tipY});
        arrows.add(new float[] {(float) (tipX - backX + 0.5 * backY), (float) (tipY - backY - 0.5 * backX), (float) tipX,
            (float) tipY, (float) (tipX - backX - 0.5 * backY), (float) (tipY - backY + 0.5 * backX)});
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
        Rectangle2D all = PanelFrame.halfData();
        double scale = Math.min(all.getWidth() / imageWidth, all.getHeight() / imageHeight);
        double w = scale * imageWidth;
        double h = scale * imageHeight;
        Rectangle2D data = new Rectangle2D.Double(all.getX() + (all.getWidth() - w) / 2, all.getY(), w, h);
        double bar = Axes.step(6 / (scale * enlargement));
        double length = bar * scale * enlargement;
        g.setColor(Ink.TEXT.colour());
        g.setStroke(new BasicStroke(1.2f));
        g.draw(new Line2D.Double(Chart.LEFT, 20, Chart.LEFT + length, 20));
        PanelFrame.keyText(g, (bar < 1 ? Texts.brief(bar) : Texts.fixed(bar, 0)) + " px", Chart.LEFT + length + 4);
        Chart.draw(g, data, Axes.horizontal("x (px)", 0, imageWidth, w), Axes.vertical("y (px)", 0, imageHeight, h),
                List.of(new Layer.Lines(Ink.SERIES_1, 0.8, arrows)));
        PanelFrame.note(g, this, note);
    }
}
