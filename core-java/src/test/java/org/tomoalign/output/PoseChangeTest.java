package org.tomoalign.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

class PoseChangeTest {
    private static final Vec3 CENTRE = new Vec3(200, 150, 50);

    /** A projection with a scale of 1.02, so that its transpose is not its inverse. */
    private static Projection before() {
        Mat3 r = Mat3.rotationZ(1.4).times(Mat3.rotationY(-0.8)).times(Mat3.rotationX(0.05));
        double s = 1.02;
        return new Projection(r.times(new Mat3(s, 0, 0, 0, s, 0, 0, 0, s)), new Vec3(30, -12, 4));
    }

    @Test
    void findsAnglesAndShift() {
        Projection before = before();
        Mat3 turn = Mat3.rotationZ(0.03).times(Mat3.rotationY(-0.2)).times(Mat3.rotationX(0.11));
        // Rotated about the centre's own image, so that only the shift moves it.
        Projection after = before.rotatedAbout(before.apply(CENTRE), turn).shiftedBy(new Vec3(2.5, -7, 9));
        PoseChange change = PoseChange.between(before, after, CENTRE);
        assertEquals(0.11, change.phi(), 1e-12);
        assertEquals(-0.2, change.theta(), 1e-12);
        assertEquals(0.03, change.psi(), 1e-12);
        assertEquals(2.5, change.shiftX(), 1e-10);
        assertEquals(-7, change.shiftY(), 1e-10);
    }

    @Test
    void noChange() {
        PoseChange change = PoseChange.between(before(), before(), CENTRE);
        assertEquals(0, change.phi(), 1e-14);
        assertEquals(0, change.theta(), 1e-14);
        assertEquals(0, change.psi(), 1e-14);
        assertEquals(0, change.shiftX());
    }

    @Test
    void refusesAFlatProjection() {
        Projection flat = new Projection(new Mat3(1, 0, 0, 0, 1, 0, 0, 0, 0), Vec3.ZERO);
        assertThrows(IllegalArgumentException.class, () -> PoseChange.between(flat, flat, CENTRE));
    }
}
