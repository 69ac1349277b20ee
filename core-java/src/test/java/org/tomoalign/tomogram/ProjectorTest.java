package org.tomoalign.tomogram;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

class ProjectorTest {
    /** One image of 100 x 80 px. */
    private static final TiltSeries SERIES = new TiltSeries("TS", 2, new Vec3(100, 80, 20), 100, 80, -1, 1,
            new Microscope(300, 2.7, 0.1), 3,
            List.of(new TiltImage(new ImageSource(Path.of("a.mrc"), 0), 0, 0, new Defocus(0, 0, 0), 0, 1, 0, 0)));

    private static Projector projector(Trajectories trajectories, Deformation deformation) {
        Projection projection = new Projection(Mat3.rotationZ(Math.PI / 2), new Vec3(80, 1, 0));
        return new Projector(
                SERIES, new Geometry(List.of(projection), List.of(new Vec3(10, 20, 5)), trajectories, deformation));
    }

    @Test
    void movesProjectsAndDeforms() {
        Vec3 still = projector(Trajectories.NONE, Deformation.NONE).project(0, 0);
        assertClose(new Vec3(60, 11, 5), still);
        Trajectories trajectories = new Trajectories(1, new double[] {1, 2, -3});
        Vec3 moved = projector(trajectories, Deformation.NONE).project(0, 0);
        assertClose(new Vec3(58, 12, 2), moved);
        // About the centre of the image, from which (58, 12) is (8, -28) away.
        Deformation deformation = new Deformation(DeformationKind.LINEAR, 0, 0, List.of(new double[] {0.5, 0.25, -0.5}));
        assertClose(new Vec3(58 + 4, 12 + 2 + 14, 2), projector(trajectories, deformation).project(0, 0));
    }

    private static void assertClose(Vec3 expected, Vec3 found) {
        assertTrue(expected.minus(found).norm() < 1e-12, found.toString());
    }
}
