package org.tomoalign.output.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** What surrounds the plot of a panel: the title, the key to the colours, and a note below. */
final class PanelFrame {
    /** From the upper edge of a panel to its plot, pt. */
    static final double TOP = 30;
    /** From the lower edge of a plot to the lower edge of its panel: labels and note, pt. */
    static final double BELOW = Chart.BOTTOM + 14;
    /** From the right edge of a plot to the right edge of its panel, pt. */
    static final double RIGHT = 8;

    /** Of titles, pt. */
    static final double TITLE_SIZE = 9;
    private static final double KEY_SIZE = 8;
    private static final double NOTE_SIZE = 7;

    /** An entry of a key: a line with a mark, or (mark null) an area, and what it stands for. */
    record Entry(Ink ink, Shape mark, String text) {
    }

    private PanelFrame() {
    }

    /** Returns the rectangle of the data in a half-width panel. */
    static Rectangle2D halfData() {
        return new Rectangle2D.Double(Chart.LEFT, TOP, Panel.HALF_WIDTH - Chart.LEFT - RIGHT,
                Panel.HALF_HEIGHT - TOP - BELOW);
    }

    /** Draws the title. */
    static void title(Graphics2D g, String title) {
        g.setFont(ReportFont.size(TITLE_SIZE));
        g.setColor(Ink.TEXT.colour());
        g.drawString(title, 4f, 9f);
    }

    /** Draws the note at the lower edge of a panel. */
    static void note(Graphics2D g, Panel panel, String note) {
        g.setFont(ReportFont.size(NOTE_SIZE));
        g.setColor(Ink.MUTED.colour());
        g.drawString(Texts.shortened(note, NOTE_SIZE, panel.width() - 6), 4f, (float) panel.height() - 3f);
    }

    /** Draws a key of lines with marks. */
    static void key(Graphics2D g, List<Entry> entries) {
        double x = Chart.LEFT;
        for (Entry entry : entries) {
            g.setColor(entry.ink().colour());
            if (entry.mark() == null) {
                g.fill(new Rectangle2D.Double(x, 16.5, 14, 7));
            } else {
                g.setStroke(new BasicStroke(1f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                g.draw(new Line2D.Double(x, 20, x + 14, 20));
                g.fill(AffineTransform.getTranslateInstance(x + 7, 20).createTransformedShape(entry.mark()));
            }
            x = keyText(g, entry.text(), x + 18) + 12;
        }
    }

    /** Draws a key of colours that follow each other between two values. */
    static double ramp(Graphics2D g, double x, String low, List<Ink> inks, String high) {
        double at = keyText(g, low, x) + 4;
        for (Ink ink : inks) {
            g.setColor(ink.colour());
            g.fill(new Rectangle2D.Double(at, 16.5, 8, 7));
            at += 8;
        }
        return keyText(g, high, at + 4);
    }

    /** Draws a text of the key and returns where it ends. */
    static double keyText(Graphics2D g, String text, double x) {
        g.setFont(ReportFont.size(KEY_SIZE));
        g.setColor(Ink.TEXT.colour());
        g.drawString(text, (float) x, 22.7f);
        return x + Texts.width(text, KEY_SIZE);
    }
}
