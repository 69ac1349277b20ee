package org.tomoalign.output.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import org.tomoalign.tomogram.WindowPair;

/** The mean correlation window of a tomogram, before and after. */
record WindowPanel(WindowPair pair) implements Panel {
    private static final double LEFT = 12;
    private static final double GAP = 18;
    private static final double TOP = 36;
    private static final double SIDE = (HALF_WIDTH - 2 * LEFT - GAP) / 2;
    private static final double SIZE = 8;

    @Override
    public String title() {
        return "Mean correlation window";
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
        WindowPicture.ramp(g, LEFT, Texts.brief(pair.low()), Texts.brief(pair.high()));
        one(g, pair.before(), LEFT, "before");
        one(g, pair.after(), LEFT + SIDE + GAP, "after");
        double px = SIDE / (2 * pair.half() + 1);
        int length = (int) Math.max(1, Axes.step(pair.half() / 2.0));
        g.setColor(Ink.TEXT.colour());
        g.setStroke(new BasicStroke(1.2f));
        double y = TOP + SIDE + 30;
        g.draw(new Line2D.Double(LEFT, y, LEFT + length * px, y));
        g.setFont(ReportFont.size(SIZE));
        g.drawString(length + " px", (float) (LEFT + length * px + 4), (float) y + 2.8f);
        PanelFrame.note(g, this, "mean of " + pair.windows() + " particle images, around where they are; units of log-likelihood");
    }

    private void one(Graphics2D g, byte[] pixels, double x, String name) {
        WindowPicture.draw(g, pixels, x, TOP, SIDE);
        WindowPicture.ticks(g, x, TOP, SIDE);
        g.setFont(ReportFont.size(SIZE));
        g.setColor(Ink.TEXT.colour());
        g.drawString(name + ": " + Texts.brief(pair.value(pixels[pixels.length / 2])) + " in the middle", (float) x,
                (float) (TOP + SIDE + 15));
    }
}
