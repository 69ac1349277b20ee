package org.tomoalign.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.tomoalign.files.FileNames;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.TiltSeries;

/**
 * Writes AreTomo 3's {@code .aln}: a tilt and a rotation per image, and a shift in the plane of the image. It has no
 * tilt about x that its reconstruction would use ({@code BetaOffset} serves the CTF).
 */
final class AreTomoExport {
    private static final int ROTATION = 0;
    private static final int SHIFT_X = 1;
    private static final int SHIFT_Y = 2;
    private static final int TILT = 3;

    private AreTomoExport() {
    }

    static ExportedSeries of(Sightings sightings) {
        TiltSeries series = sightings.series();
        List<double[]> numbers = new ArrayList<>();
        double pixel = Math.toDegrees(2 / Math.max(series.size().x(), series.size().y()));
        for (int t = 0; t < sightings.images(); t++) {
            TiltAngles start = TiltAngles.of(sightings.geometry().projections().get(t), centre(series.size()),
                    centre(new Vec3(series.imageWidth(), series.imageHeight(), 1)));
            numbers.add(ImageFit.of(sightings, t, (n, position) -> project(n, position, series),
                    new double[] {pixel, 1, 1, pixel},
                    new double[] {start.zRot(), start.xShift(), start.yShift(), start.yTilt()}));
        }
        return new ExportedSeries(sightings, Map.of(FileNames.safe(series.name()) + ".aln", text(series, numbers)),
                (t, position) -> project(numbers.get(t), position, series), StackOrder.remarks(series));
    }

    private static ImagePoint project(double[] n, Vec3 position, TiltSeries series) {
        Vec3 tilted = Mat3.rotationY(Math.toRadians(n[TILT])).times(position.minus(centre(series.size())));
        Vec3 turned = Mat3.rotationZ(Math.toRadians(n[ROTATION])).times(tilted);
        return new ImagePoint(turned.x() + n[SHIFT_X] + (series.imageWidth() - 1) / 2.0,
                turned.y() + n[SHIFT_Y] + (series.imageHeight() - 1) / 2.0);
    }

    private static Vec3 centre(Vec3 size) {
        return new Vec3(size.x() - 1, size.y() - 1, size.z() - 1).times(0.5);
    }

    /** The lines are sorted by tilt; the program reads plain numbers, so that more decimals than its own are welcome. */
    private static String text(TiltSeries series, List<double[]> numbers) {
        int[] stack = StackOrder.of(series);
        StringBuilder text = new StringBuilder("# AreTomo Alignment / Priims bprmMn\n");
        text.append("# RawSize = ").append(series.imageWidth()).append(' ').append(series.imageHeight()).append(' ')
                .append(stack.length).append("\n# NumPatches = 0\n# AlphaOffset =     0.00\n# BetaOffset =     0.00\n")
                .append("# Thickness = ").append(Math.round(series.size().z())).append('\n')
                .append("# SEC     ROT         GMAG       TX          TY      SMEAN     SFIT    SCALE     BASE     TILT\n");
        Integer[] sections = IntStream.range(0, stack.length).boxed().toArray(Integer[]::new);
        Arrays.sort(sections, Comparator.comparingDouble(s -> numbers.get(stack[s])[TILT]));
        for (int section : sections) {
            double[] n = numbers.get(stack[section]);
            text.append(String.format(Locale.ROOT, "%5d  %10.5f  %9.5f  %10.4f  %10.4f  %7.2f  %7.2f  %7.2f  %7.2f  %10.5f\n",
                    section + 1, n[ROTATION], 1.0, n[SHIFT_X], n[SHIFT_Y], 1.0, 1.0, 1.0, 0.0, n[TILT]));
        }
        return text.toString();
    }
}
