package org.tomoalign.export;

import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tomoalign.files.FileNames;
import org.tomoalign.tomogram.TiltSeries;

/**
 * Writes the XML file that Warp and M keep for a tilt series: angles, offsets and grids; nothing of the CTF. Warp reads
 * lists of numbers with nothing before the first and after the last.
 */
final class WarpExport {
    private final Sightings sightings;
    private final TiltSeries series;
    private final WarpFit fit;
    private final StringBuilder xml = new StringBuilder();

    private WarpExport(Sightings sightings, double error) {
        this.sightings = sightings;
        this.series = sightings.series();
        this.fit = new WarpFit(sightings, error);
    }

    /** @param error largest root mean square that may remain of motion put into a grid, px */
    static ExportedSeries of(Sightings sightings, double error) {
        WarpExport export = new WarpExport(sightings, error);
        return new ExportedSeries(sightings, Map.of(FileNames.safe(sightings.series().name()) + ".xml", export.text()),
                export.fit::project, export.fit.remarks());
    }

    private String text() {
        double px = series.pixelSize();
        int[] order = inFile();
        xml.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<TiltSeries DataDirectory=\"\" AreAnglesInverted=\"")
                .append(series.hand() < 0 ? "True" : "False").append("\" PlaneNormal=\"0, 0, 1\" LevelAngleX=\"")
                .append(number(fit.views().getFirst().levelX())).append("\" LevelAngleY=\"0\" ImageDimensionsAngstrom=\"")
                .append(number(series.imageWidth() * px)).append(", ").append(number(series.imageHeight() * px))
                .append("\" VolumeDimensionsAngstrom=\"").append(number(series.size().x() * px)).append(", ")
                .append(number(series.size().y() * px)).append(", ").append(number(series.size().z() * px))
                .append("\" UnselectFilter=\"False\" UnselectManual=\"null\">\n");
        list("Angles", order, t -> number(fit.views().get(t).angle()));
        list("Dose", order, t -> number(series.images().get(t).dose()));
        list("UseTilt", order, t -> "True");
        list("AxisAngle", order, t -> number(fit.views().get(t).axis()));
        list("AxisOffsetX", order, t -> number(fit.views().get(t).x() * px));
        list("AxisOffsetY", order, t -> number(fit.views().get(t).y() * px));
        list("MoviePath", order, t -> escaped(series.images().get(t).source().file().toString()));
        plane("GridMovementX");
        plane("GridMovementY");
        WarpGrid grid = fit.grid().orElseGet(() -> WarpGrid.of(1, 1, 1, 1));
        volume("GridVolumeWarpX", grid, grid.x());
        volume("GridVolumeWarpY", grid, grid.y());
        volume("GridVolumeWarpZ", grid, grid.z());
        return xml.append("</TiltSeries>\n").toString();
    }

    /** The order of the table: that of Warp itself, where the project comes from there. */
    private int[] inFile() {
        int[] order = new int[sightings.images()];
        for (int t = 0; t < order.length; t++) {
            order[series.images().get(t).row()] = t;
        }
        return order;
    }

    private void list(String name, int[] order, IntFunction<String> value) {
        xml.append("\t<").append(name).append('>')
                .append(IntStream.of(order).mapToObj(value).collect(Collectors.joining("\n")))
                .append("</").append(name).append(">\n");
    }

    private void plane(String name) {
        xml.append("\t<").append(name).append(" Width=\"1\" Height=\"1\" Depth=\"1\" MarginX=\"0\" MarginY=\"0\" MarginZ=\"0\">"
                + "\n\t\t<Node X=\"0\" Y=\"0\" Z=\"0\" Value=\"0\" />\n\t</").append(name).append(">\n");
    }

    private void volume(String name, WarpGrid grid, double[] values) {
        xml.append("\t<").append(name).append(" Width=\"").append(grid.width()).append("\" Height=\"")
                .append(grid.height()).append("\" Depth=\"").append(grid.depth()).append("\" Duration=\"")
                .append(grid.duration()).append("\">\n");
        int node = 0;
        for (int w = 0; w < grid.duration(); w++) {
            for (int z = 0; z < grid.depth(); z++) {
                for (int y = 0; y < grid.height(); y++) {
                    for (int x = 0; x < grid.width(); x++) {
                        xml.append("\t\t<Node X=\"").append(x).append("\" Y=\"").append(y).append("\" Z=\"").append(z)
                                .append("\" W=\"").append(w).append("\" Value=\"")
                                .append(number(values[node++] * series.pixelSize())).append("\" />\n");
                    }
                }
            }
        }
        xml.append("\t</").append(name).append(">\n");
    }

    /** Warp has single precision; its digits are enough for a ten-thousandth of an Å. */
    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.6f", value);
        return text.equals("-0.000000") ? "0.000000" : text;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
