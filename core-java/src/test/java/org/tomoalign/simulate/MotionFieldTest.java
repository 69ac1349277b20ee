package org.tomoalign.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tomoalign.geometry.Vec3;

class MotionFieldTest {
    private static final List<Vec3> POSITIONS =
            List.of(new Vec3(0, 0, 0), new Vec3(50, 0, 0), new Vec3(0, 300, 40), new Vec3(0, 0, 1e-9));

    @Test
    void theRootSquaredIsTheCovariance() {
        double[][] root = MotionField.covarianceRoot(POSITIONS, 0.7, 100);
        for (int p = 0; p < 4; p++) {
            for (int q = 0; q <= p; q++) {
                double product = 0;
                for (int k = 0; k <= q; k++) {
                    product += root[p][k] * root[q][k];
                }
                double distance = POSITIONS.get(p).minus(POSITIONS.get(q)).norm();
                assertEquals(0.49 * Math.exp(-distance / 100), product, 1e-9);
            }
        }
    }

    @Test
    void motionStartsAtTheFirstExposureAndIsSharedByNeighbours() {
        int[] order = {2, 3, 1, 4, 0};
        double same = 0, far = 0, power = 0;
        SplittableRandom random = new SplittableRandom(8);
        for (int run = 0; run < 400; run++) {
            Vec3[][] motion = MotionField.sample(POSITIONS, order, 0.5, 100, 8, random);
            for (Vec3[] trajectory : motion) {
                assertEquals(Vec3.ZERO, trajectory[2]);
            }
            Vec3 a = motion[0][3], b = motion[3][3], c = motion[2][3];
            power += a.x() * a.x() + a.y() * a.y() + a.z() * a.z();
            same = Math.max(same, a.minus(b).norm());
            far += a.x() * c.x() + a.y() * c.y() + a.z() * c.z();
        }
        double first = Math.pow(0.5 * 1.15, 2) * 3 * 400;
        assertEquals(1, power / first, 0.1);
        assertTrue(same < 1e-3, "two particles in one place move together");
        assertTrue(Math.abs(far) < 0.2 * first, "distant ones do not");
    }

    @Test
    void stepsDecayAsAsked() {
        int images = 30;
        double[][] ratios = new double[2][images];
        for (int kind = 0; kind < 2; kind++) {
            double decay = kind == 0 ? 0 : 5;
            SplittableRandom random = new SplittableRandom(3);
            for (int run = 0; run < 300; run++) {
                Vec3[][] motion =
                        MotionField.sample(POSITIONS.subList(0, 3), IntStream.range(0, images).toArray(), 0.5, 100, decay, random);
                for (int t = 1; t < images; t++) {
                    double expected = decay == 0 ? 0.5 : 0.5 * (Math.exp(-(t - 1) / decay) + 0.15);
                    for (Vec3[] trajectory : motion) {
                        Vec3 step = trajectory[t].minus(trajectory[t - 1]);
                        ratios[kind][t] += Math.pow(step.norm() / expected, 2) / (300 * 3 * 3);
                    }
                }
            }
            for (int t = 1; t < images; t++) {
                // 2700 squares: standard error sqrt(2 / 2700) = 0.027, somewhat more as particles are correlated.
                assertEquals(1, ratios[kind][t], 0.15, "decay " + decay + ", step " + t);
            }
        }
    }
}
