package org.tomoalign.output.figure;

import java.awt.Graphics2D;

/** One figure of the report; immutable, and small whatever the size of the tomogram. */
public interface Panel {
    /** Width of a panel that shares a row with another, pt. */
    double HALF_WIDTH = 250;
    /** Height of such a panel, pt. */
    double HALF_HEIGHT = 214;
    /** Width of a panel that fills a row, pt. */
    double FULL_WIDTH = 515;

    /** Returns what the panel shows, a few words. */
    String title();

    /** Returns the width, pt: {@link #HALF_WIDTH} or {@link #FULL_WIDTH}. */
    double width();

    /** Returns the height, pt. */
    double height();

    /** Draws the panel with its upper left corner at the origin; leaves the state of the graphics changed. */
    void draw(Graphics2D g);
}
