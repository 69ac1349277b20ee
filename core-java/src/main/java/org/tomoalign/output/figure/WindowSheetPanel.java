package org.tomoalign.output.figure;

import java.awt.Graphics2D;
import java.util.List;
import org.tomoalign.tomogram.WindowPair;

/**
 * The mean correlation windows of all images by tilt angle, that before above that after; each image has a scale of its own.
 *
 * @param pairs by ascending tilt angle
 * @param tilts of them, degrees
 */
record WindowSheetPanel(List<WindowPair> pairs, List<Double> tilts) implements Panel {
    private static final double LEFT = 34;
    private static final int COLUMNS = 21;
    private static final double PITCH = (FULL_WIDTH - LEFT) / COLUMNS;
    private static final double SIDE = PITCH - 2;
    private static final double TOP = 18;
    private static final double LINE = 2 * PITCH + 14;
    private static final double FOOT = 14;
    private static final double SIZE = 7;

    WindowSheetPanel {
        pairs = List.copyOf(pairs);
        tilts = List.copyOf(tilts);
    }

    @Override
    public String title() {
        return "Mean correlation window of each image, by tilt angle";
    }

    @Override
    public double width() {
        return FULL_WIDTH;
    }

    private int lines() {
        return (pairs.size() + COLUMNS - 1) / COLUMNS;
    }

    @Override
    public double height() {
        return TOP + lines() * LINE + FOOT;
    }

    @Override
    public void draw(Graphics2D g) {
        PanelFrame.title(g, title());
        for (int i = 0; i < pairs.size(); i++) {
            WindowPair pair = pairs.get(i);
            double x = LEFT + i % COLUMNS * PITCH;
            double y = TOP + i / COLUMNS * LINE;
            if (i % COLUMNS == 0) {
                text(g, "before", 4, y + 0.5 * PITCH + 10);
                text(g, "after", 4, y + 1.5 * PITCH + 10);
            }
            String tilt = Texts.fixed(tilts.get(i), 0) + "°";
            text(g, tilt, x + (SIDE - Texts.width(tilt, SIZE)) / 2, y + 8);
            if (pair.windows() > 0) {
                WindowPicture.draw(g, pair.before(), x, y + 11, SIDE);
                WindowPicture.draw(g, pair.after(), x, y + 11 + PITCH, SIDE);
            }
        }
        PanelFrame.note(g, this, "each " + (2 * pairs.getFirst().half() + 1) + " px wide; an image's two windows share a scale of their own");
    }

    private static void text(Graphics2D g, String text, double x, double y) {
        g.setFont(ReportFont.size(SIZE));
        g.setColor(Ink.MUTED.colour());
        g.drawString(text, (float) x, (float) y);
    }
}
