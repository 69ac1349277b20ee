package org.tomoalign.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tomoalign.geometry.DeformationField.Displacement;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Trajectories;

/** What of an alignment other programs have no place for, in words and sizes. */
final class Beyond {
    private static final double SMALL_ANGLE = 1e-4;

    private Beyond() {
    }

    /** Returns a phrase for each: how large it is, not what is left of it. */
    static List<String> of(Sightings sightings) {
        List<String> out = new ArrayList<>();
        double[] xTilts = sightings.geometry().projections().stream()
                .mapToDouble(p -> TiltAngles.of(p, Vec3.ZERO, Vec3.ZERO).xTilt()).toArray();
        double mean = IntStream.range(0, xTilts.length).mapToDouble(t -> xTilts[t]).average().orElse(0);
        double spread = Math.sqrt(IntStream.range(0, xTilts.length)
                .mapToDouble(t -> (xTilts[t] - mean) * (xTilts[t] - mean)).average().orElse(0));
        if (Math.abs(mean) > SMALL_ANGLE) {
            out.add(String.format(Locale.ROOT, "a tilt about x of %.3f°", mean));
        }
        if (spread > SMALL_ANGLE) {
            out.add(String.format(Locale.ROOT, "tilts about x that differ by %.3f° (rms)", spread));
        }
        Trajectories motion = sightings.geometry().trajectories();
        if (motion.arePresent()) {
            double sum = 0;
            for (int p = 0; p < sightings.count(); p++) {
                for (int t = 0; t < sightings.images(); t++) {
                    double length = motion.displacement(p, t).norm();
                    sum += length * length;
                }
            }
            out.add("motion of " + Residuals.px(Math.sqrt(sum / sightings.count() / sightings.images())) + " (rms)");
        }
        Deformation deformation = sightings.geometry().deformation();
        if (deformation.isPresent()) {
            out.add("a deformation of " + Residuals.px(deformation(sightings)) + " (rms)");
        }
        return out;
    }

    private static double deformation(Sightings sightings) {
        var field = sightings.geometry().deformation().field(sightings.series());
        Displacement g = new Displacement();
        double sum = 0;
        for (int t = 0; t < sightings.images(); t++) {
            for (int p = 0; p < sightings.count(); p++) {
                Vec3 q = sightings.geometry().projections().get(t).apply(sightings.geometry().position(p, t));
                field.evaluate(q.x(), q.y(), sightings.geometry().deformation().coefficients().get(t), 0, g);
                sum += g.x * g.x + g.y * g.y;
            }
        }
        return Math.sqrt(sum / sightings.count() / sightings.images());
    }
}
