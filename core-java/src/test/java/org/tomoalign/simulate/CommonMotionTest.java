package org.tomoalign.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tomoalign.alignment.posterior.PriorSpreads;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

class CommonMotionTest {
    private static final int IMAGES = 9;
    private static final int PARTICLES = 40;
    private static final Vec3 CENTRE = new Vec3(200, 150, 50);
    private static final double ANGLE = Math.toRadians(0.02);
    private static final double SHIFT = 0.3;
    private static final double POSITION = 0.5;

    private static final PriorSpreads SPREADS = new PriorSpreads(ANGLE, SHIFT, POSITION, 1);

    private final SplittableRandom random = new SplittableRandom(8);

    private Vec3 noise(double sd) {
        return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()).times(sd);
    }

    private ScoredGeometry truth() {
        List<Projection> projections = new ArrayList<>();
        for (int f = 0; f < IMAGES; f++) {
            Mat3 r = Mat3.rotationZ(-1.4).times(Mat3.rotationY(0.2 * (f - 4)));
            projections.add(new Projection(r, CENTRE.minus(r.times(CENTRE)).plus(noise(2))));
        }
        List<Vec3> positions = new ArrayList<>();
        for (int p = 0; p < PARTICLES; p++) {
            positions.add(new Vec3(random.nextDouble(400), random.nextDouble(300), random.nextDouble(100)));
        }
        return new ScoredGeometry(projections, positions, resting());
    }

    private static List<List<Vec3>> resting() {
        return Collections.nCopies(PARTICLES, Collections.nCopies(IMAGES, Vec3.ZERO));
    }

    /** The same tomogram, turned and moved as a whole: nothing can be seen of it. */
    private static ScoredGeometry moved(ScoredGeometry geometry, Mat3 turn, Vec3 by) {
        List<Vec3> positions = geometry.positions().stream()
                .map(x -> turn.times(x.minus(CENTRE)).plus(CENTRE).plus(by)).toList();
        List<Projection> projections = geometry.projections().stream().map(p -> {
            Mat3 linear = p.linear().times(turn.transposed());
            return new Projection(linear, p.apply(CENTRE).minus(linear.times(CENTRE.plus(by))));
        }).toList();
        return new ScoredGeometry(projections, positions, geometry.offsets());
    }

    private ScoredGeometry disturbed(ScoredGeometry truth) {
        List<Projection> projections = truth.projections().stream().map(p -> {
            Vec3 e = noise(ANGLE);
            Mat3 turn = Mat3.rotationZ(e.z()).times(Mat3.rotationY(e.y())).times(Mat3.rotationX(e.x()));
            return p.rotatedAbout(p.apply(CENTRE), turn).shiftedBy(noise(SHIFT));
        }).toList();
        return new ScoredGeometry(projections, truth.positions().stream().map(x -> x.plus(noise(POSITION))).toList(),
                truth.offsets());
    }

    private static PredictedErrors predicted(double angle, double shift, double position) {
        return new PredictedErrors(Collections.nCopies(IMAGES, new double[] {angle, angle, angle}),
                Collections.nCopies(IMAGES, new double[] {shift, shift}),
                Collections.nCopies(PARTICLES, new double[] {position, position, position}), new double[PARTICLES],
                Collections.nCopies(PARTICLES, new double[3]));
    }

    private static ErrorRatios ratios(ScoredGeometry truth, ScoredGeometry found) {
        return new CommonMotion(truth, found, predicted(ANGLE, SHIFT, POSITION), SPREADS, CENTRE).ratios();
    }

    @Test
    void whatMovesEverythingIsNoError() {
        ScoredGeometry truth = truth();
        ScoredGeometry moved = moved(truth, Mat3.rotationY(2e-4).times(Mat3.rotationX(-3e-4)), new Vec3(4, -3, 2));
        assertEquals(0, truth.distance(moved, 3, 2), 1e-9, "the projections follow");
        ErrorRatios ratios = ratios(truth, moved);
        // Left is what is of second order: half the square of the rotation (4e-4 rad), and that times the displacement
        // (5.4 px), of which 2e-3 px is less than a hundredth of a standard error.
        assertEquals(0, ratios.angles().actualRms(), Math.toDegrees(0.5 * 4e-4 * 4e-4));
        assertEquals(0, ratios.shifts().actualRms(), 4e-4 * 5.4);
        assertEquals(0, ratios.positions().actualRms(), 4e-4 * 5.4);
        assertEquals(3 * IMAGES, ratios.angles().count());
        assertEquals(2 * IMAGES, ratios.shifts().count());
        assertEquals(3 * PARTICLES, ratios.positions().count());
    }

    @Test
    void errorsAsPredictedHaveARatioOfOne() {
        ErrorRatios sum = ErrorRatios.NONE;
        for (int i = 0; i < 30; i++) {
            ScoredGeometry truth = truth();
            sum = sum.plus(ratios(truth, moved(disturbed(truth), Mat3.rotationZ(5e-4), new Vec3(1, 2, -3))));
        }
        // Six of the unknowns' 165 freedoms go; the angles, most exact by their lever arms, lose up to three of their 27.
        // With 30 x 27 angles the ratio scatters by 0.025, with 540 shifts by 0.03, with 3600 coordinates by 0.012.
        within(Math.sqrt(24 / 27.0) - 0.08, 1.08, sum.angles());
        within(Math.sqrt(15 / 18.0) - 0.09, 1.09, sum.shifts());
        within(Math.sqrt(114 / 120.0) - 0.04, 1.04, sum.positions());
        assertEquals(Math.toDegrees(ANGLE), sum.angles().predictedRms(), 1e-12);
        assertEquals(SHIFT, sum.shifts().predictedRms(), 1e-12);
        assertEquals(POSITION, sum.positions().predictedRms(), 1e-12);
    }

    private static void within(double least, double most, ErrorSum errors) {
        assertTrue(errors.ratio() > least && errors.ratio() < most, errors + ": " + errors.ratio());
    }

    @Test
    void whatWasNotRefinedDoesNotCount() {
        ScoredGeometry truth = truth();
        ErrorRatios shiftsOnly = new CommonMotion(truth, disturbed(truth), predicted(0, SHIFT, 0), SPREADS, CENTRE).ratios();
        assertEquals(0, shiftsOnly.angles().count());
        assertEquals(0, shiftsOnly.positions().count());
        assertTrue(shiftsOnly.shifts().actualRms() > 0.5 * SHIFT && shiftsOnly.shifts().actualRms() < 1.5 * SHIFT);
        ErrorRatios nothing = new CommonMotion(truth, disturbed(truth), predicted(0, 0, 0), SPREADS, CENTRE).ratios();
        assertEquals(ErrorSum.NONE, nothing.shifts());
    }
}
