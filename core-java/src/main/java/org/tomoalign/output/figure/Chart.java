package org.tomoalign.output.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** Axes, grid and layers in a given rectangle; JFreeChart draws, in our style. */
final class Chart {
    /** Space for the labels of the vertical axis, pt. */
    static final double LEFT = 40;
    /** Space for the labels of the horizontal axis, pt. */
    static final double BOTTOM = 28;

    /** Space at the other two sides, for labels at the ends of the axes, pt. */
    private static final double REST = 12;
    private static final RectangleInsets NONE = new RectangleInsets(0, 0, 0, 0);

    private Chart() {
    }

    /**
     * Draws a chart.
     *
     * @param data where the data go, pt; the labels are around it
     */
    static void draw(Graphics2D g, Rectangle2D data, ValueAxis horizontal, ValueAxis vertical, List<Layer> layers) {
        XYPlot plot = new XYPlot(null, horizontal, vertical, new XYLineAndShapeRenderer());
        plot.setInsets(NONE);
        plot.setAxisOffset(NONE);
        plot.setBackgroundPaint(null);
        plot.setOutlinePaint(Ink.FRAME.colour());
        plot.setOutlineStroke(new BasicStroke(0.6f));
        BasicStroke hair = new BasicStroke(0.4f);
        plot.setDomainGridlineStroke(hair);
        plot.setRangeGridlineStroke(hair);
        plot.setDomainGridlinePaint(Ink.GRID.colour());
        plot.setRangeGridlinePaint(Ink.GRID.colour());
        plot.setFixedDomainAxisSpace(space(REST, BOTTOM, 0, 0));
        plot.setFixedRangeAxisSpace(space(0, 0, LEFT, REST));
        plot.setDomainZeroBaselineVisible(true);
        plot.setDomainZeroBaselinePaint(Ink.GRID.colour());
        plot.setRangeZeroBaselineVisible(true);
        plot.setRangeZeroBaselinePaint(Ink.FRAME.colour());
        plot.setRangeZeroBaselineStroke(hair);
        for (Layer layer : layers) {
            plot.addAnnotation(new LayerAnnotation(layer));
        }
        JFreeChart chart = new JFreeChart(null, null, plot, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(NONE);
        String label = vertical.getLabel();
        vertical.setLabel(null);
        chart.draw(g, new Rectangle2D.Double(data.getX() - LEFT, data.getY() - REST, data.getWidth() + LEFT + REST,
                data.getHeight() + REST + BOTTOM));
        if (label != null) {
            drawUpwards(g, label, data.getX() - LEFT + 9, data.getCenterY(), vertical);
        }
    }

    private static AxisSpace space(double top, double bottom, double left, double right) {
        AxisSpace space = new AxisSpace();
        space.setTop(top);
        space.setBottom(bottom);
        space.setLeft(left);
        space.setRight(right);
        return space;
    }

    /** JFreeChart would draw the label of a vertical axis as outlines: longer, and not to be searched. */
    private static void drawUpwards(Graphics2D g, String label, double x, double y, ValueAxis style) {
        AffineTransform saved = g.getTransform();
        g.translate(x, y);
        g.rotate(-Math.PI / 2);
        g.setFont(style.getLabelFont());
        g.setPaint(style.getLabelPaint());
        g.drawString(label, (float) (-Texts.width(label, style.getLabelFont().getSize2D()) / 2), 0f);
        g.setTransform(saved);
    }

    /** Draws a layer above the grid, within the frame. */
    private static final class LayerAnnotation extends AbstractXYAnnotation {
        private static final long serialVersionUID = 1L;
        private final transient Layer layer;

        LayerAnnotation(Layer layer) {
            this.layer = layer;
        }

        @Override
        public void draw(Graphics2D g, XYPlot plot, Rectangle2D area, ValueAxis horizontal, ValueAxis vertical,
                int rendererIndex, PlotRenderingInfo info) {
            layer.draw(g, at -> new Point2D.Double(
                    horizontal.valueToJava2D(at.getX(), area, RectangleEdge.BOTTOM),
                    vertical.valueToJava2D(at.getY(), area, RectangleEdge.LEFT)));
        }
    }
}
