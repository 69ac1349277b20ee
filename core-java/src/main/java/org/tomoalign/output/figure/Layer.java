package org.tomoalign.output.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Something drawn in one colour in the plane of a plot, as a single path: thousands of points or lines cost a few bytes
 * each in the file instead of an element each. Coordinates are x0 y0 x1 y1 ... in the units of the axes.
 */
sealed interface Layer {
    /** Draws the layer. */
    void draw(Graphics2D g, UnaryOperator<Point2D> onPaper);

    /** Poly-lines, each an array of its own. */
    record Lines(Ink ink, double width, List<float[]> lines) implements Layer {
        @Override
        public void draw(Graphics2D g, UnaryOperator<Point2D> onPaper) {
            g.setColor(ink.colour());
            g.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.draw(path(lines, onPaper, false));
        }
    }

    /** Filled polygons, each an array of its own. */
    record Areas(Ink ink, List<float[]> polygons) implements Layer {
        @Override
        public void draw(Graphics2D g, UnaryOperator<Point2D> onPaper) {
            g.setColor(ink.colour());
            g.fill(path(polygons, onPaper, true));
        }
    }

    /** Points drawn as marks of a given shape (centred, in pt). */
    record Marks(Ink ink, Shape shape, float[] points) implements Layer {
        @Override
        public void draw(Graphics2D g, UnaryOperator<Point2D> onPaper) {
            g.setColor(ink.colour());
            Path2D.Float path = new Path2D.Float(Path2D.WIND_NON_ZERO);
            for (int i = 0; i < points.length; i += 2) {
                Point2D at = onPaper.apply(new Point2D.Float(points[i], points[i + 1]));
                path.append(shape.getPathIterator(AffineTransform.getTranslateInstance(at.getX(), at.getY())), false);
            }
            g.fill(path);
        }
    }

    /** Points drawn as round dots of a diameter in pt: lines of no length with round caps, the shortest to write. */
    record Dots(Ink ink, double diameter, float[] points) implements Layer {
        @Override
        public void draw(Graphics2D g, UnaryOperator<Point2D> onPaper) {
            g.setColor(ink.colour());
            g.setStroke(new BasicStroke((float) diameter, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            Path2D.Float path = new Path2D.Float();
            for (int i = 0; i < points.length; i += 2) {
                Point2D at = onPaper.apply(new Point2D.Float(points[i], points[i + 1]));
                path.moveTo(at.getX(), at.getY());
                path.lineTo(at.getX(), at.getY());
            }
            g.draw(path);
        }
    }

    private static Path2D path(List<float[]> lines, UnaryOperator<Point2D> onPaper, boolean closed) {
        Path2D.Float path = new Path2D.Float(Path2D.WIND_NON_ZERO);
        for (float[] line : lines) {
            for (int i = 0; i < line.length; i += 2) {
                Point2D at = onPaper.apply(new Point2D.Float(line[i], line[i + 1]));
                if (i == 0) {
                    path.moveTo(at.getX(), at.getY());
                } else {
                    path.lineTo(at.getX(), at.getY());
                }
            }
            if (closed && line.length > 0) {
                path.closePath();
            }
        }
        return path;
    }
}
