package org.tomoalign.output.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.junit.jupiter.api.Test;

class DecadeAxisTest {
    private static List<String> labels(double low, double high) {
        Graphics2D g = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB).createGraphics();
        List<?> ticks = new DecadeAxis("cost", low, high).refreshTicks(
                g, new AxisState(), new Rectangle2D.Double(0, 0, 100, 100), RectangleEdge.LEFT);
        return ticks.stream().map(tick -> ((NumberTick) tick).getText()).toList();
    }

    @Test
    void labelsDecadesWithinTheRange() {
        assertEquals(List.of("0.01", "0.1", "1", "10", "100"), labels(0.002, 500));
        assertEquals(List.of("1", "10"), labels(1, 10));
        assertEquals(List.of(), labels(2, 9));
    }

    @Test
    void leavesOutDecadesWhereThereAreMany() {
        assertEquals(List.of("1e-4", "0.01", "1", "100", "10000"), labels(1e-4, 1e5));
    }

    @Test
    void writesPowersOfTenShortly() {
        assertEquals("1", DecadeAxis.text(0));
        assertEquals("10000", DecadeAxis.text(4));
        assertEquals("1e5", DecadeAxis.text(5));
        assertEquals("0.001", DecadeAxis.text(-3));
        assertEquals("1e-4", DecadeAxis.text(-4));
    }
}
