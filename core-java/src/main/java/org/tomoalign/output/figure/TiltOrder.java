package org.tomoalign.output.figure;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.output.TomogramAlignment;

/** The images of a tilt series by tilt angle. */
final class TiltOrder {
    private TiltOrder() {
    }

    /** Returns the refined tilt angles, degrees, by chronological image. */
    static double[] tilts(TomogramAlignment alignment) {
        return alignment.after().projections().stream()
                .mapToDouble(p -> TiltAngles.of(p, Vec3.ZERO, Vec3.ZERO).yTilt()).toArray();
    }

    /** Returns the chronological images by ascending tilt angle. */
    static int[] of(double[] tilts) {
        return IntStream.range(0, tilts.length).boxed().sorted(Comparator.comparingDouble(t -> tilts[t]))
                .mapToInt(t -> t).toArray();
    }
}
