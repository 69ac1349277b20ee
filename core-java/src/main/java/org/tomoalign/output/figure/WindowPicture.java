package org.tomoalign.output.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.tomoalign.output.Viridis;

/** Draws mean correlation windows. */
final class WindowPicture {
    private static final int LEVELS = 255;

    private WindowPicture() {
    }

    /** Draws a square picture of 8 bits with its upper left corner at (x, y). Rows of the data go upwards, as in plots. */
    static void draw(Graphics2D g, byte[] pixels, double x, double y, double side) {
        int n = (int) Math.round(Math.sqrt(pixels.length));
        BufferedImage image = new BufferedImage(n, n, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pixels.length; i++) {
            image.setRGB(i % n, n - 1 - i / n, colour(pixels[i] & LEVELS));
        }
        g.drawImage(image, new AffineTransform(side / n, 0, 0, side / n, x, y), null);
        g.setColor(Ink.FRAME.colour());
        g.setStroke(new BasicStroke(0.4f));
        g.draw(new Rectangle2D.Double(x, y, side, side));
    }

    private static int colour(int level) {
        return Viridis.rgb((double) level / LEVELS);
    }

    /** Draws ticks at the middle of the sides of a picture: where the particles are. */
    static void ticks(Graphics2D g, double x, double y, double side) {
        g.setColor(Ink.MUTED.colour());
        g.setStroke(new BasicStroke(0.8f));
        double middle = side / 2;
        g.draw(new Line2D.Double(x + middle, y - 4, x + middle, y - 1));
        g.draw(new Line2D.Double(x + middle, y + side + 1, x + middle, y + side + 4));
        g.draw(new Line2D.Double(x - 4, y + middle, x - 1, y + middle));
        g.draw(new Line2D.Double(x + side + 1, y + middle, x + side + 4, y + middle));
    }

    /** Draws a key to the colours. */
    static void ramp(Graphics2D g, double x, String low, String high) {
        double at = PanelFrame.keyText(g, low, x) + 4;
        for (int i = 0; i < 32; i++) {
            g.setColor(new Color(colour(i * LEVELS / 31)));
            g.fill(new Rectangle2D.Double(at + 2 * i, 16.5, 2.1, 7));
        }
        PanelFrame.keyText(g, high, at + 68);
    }
}
