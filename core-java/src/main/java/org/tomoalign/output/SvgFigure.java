package org.tomoalign.output;

import org.jfree.svg.MeetOrSlice;
import org.jfree.svg.PreserveAspectRatio;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;
import org.tomoalign.output.figure.Ink;
import org.tomoalign.output.figure.Panel;
import org.tomoalign.output.figure.Texts;

/** A panel as an SVG element for a web page; the page's style sets the colours by the variables of {@link Ink}. */
final class SvgFigure {
    private SvgFigure() {
    }

    /**
     * Draws a panel.
     *
     * @param prefix of the identifiers within the element, unique in the page
     */
    static String of(Panel panel, String prefix) {
        SVGGraphics2D g = new SVGGraphics2D(panel.width(), panel.height());
        g.setDefsKeyPrefix(prefix);
        g.setGeomDoubleConverter(SvgFigure::hundredths);
        g.setTransformDoubleConverter(SvgFigure::hundredths);
        g.setFontFunction(family -> "Liberation Sans, Arial, Helvetica, sans-serif");
        panel.draw(g);
        String svg = g.getSVGElement(null, true, new ViewBox(0, 0, (int) Math.ceil(panel.width()),
                (int) Math.ceil(panel.height())), PreserveAspectRatio.XMID_YMID, MeetOrSlice.MEET);
        for (Ink ink : Ink.values()) {
            svg = svg.replace(ink.svgColour(), "var(" + ink.variable() + ")");
        }
        return svg;
    }

    /** Two decimals, without trailing zeros. */
    private static String hundredths(double value) {
        long n = Math.round(100 * value);
        return Texts.fixed(n / 100.0, n % 100 == 0 ? 0 : n % 10 == 0 ? 1 : 2);
    }
}
