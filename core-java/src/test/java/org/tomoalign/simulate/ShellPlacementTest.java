package org.tomoalign.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tomoalign.geometry.Vec3;

class ShellPlacementTest {
    private static final double SPACING = 30;
    private static final int PARTICLES = 91;

    private static SimulationOptions options() {
        return SimulationOptions.defaults().edit().particles(PARTICLES).box(64).size(700, 600).depth(130).lattice(SPACING)
                .build();
    }

    private static List<Placement.Place> draw(int seed) {
        return Placement.of(options()).draw(new SplittableRandom(seed));
    }

    private static double dot(Vec3 a, Vec3 b) {
        return a.x() * b.x() + a.y() * b.y() + a.z() * b.z();
    }

    @Test
    void particlesSitOnASphereAlongItsNormals() {
        for (int seed = 1; seed <= 5; seed++) {
            List<Placement.Place> places = draw(seed);
            assertEquals(PARTICLES, places.size());
            Vec3 middle = Vec3.ZERO, mean = Vec3.ZERO;
            for (Placement.Place place : places) {
                Vec3 normal = place.angles().toMatrix().times(new Vec3(0, 0, 1));
                middle = middle.plus(place.position().minus(normal.times(15 * SPACING)).times(1.0 / PARTICLES));
                mean = mean.plus(place.position().times(1.0 / PARTICLES));
            }
            for (Placement.Place place : places) {
                Vec3 normal = place.angles().toMatrix().times(new Vec3(0, 0, 1));
                // The irregularity is 0.3 px along each axis; five of them.
                assertEquals(0, place.position().minus(normal.times(15 * SPACING)).minus(middle).norm(), 2);
                assertTrue(normal.z() > 0.7, "the top of the sphere");
            }
            assertEquals(65, mean.z(), 1e-9, "the middle of the tomogram");
            assertEquals(350, middle.x(), 0.2);
            assertEquals(300, middle.y(), 0.2);
        }
    }

    @Test
    void neighboursAreASpacingApartAndInTheDirectionOfTheXAxes() {
        List<Placement.Place> places = draw(3);
        boolean[] seen = new boolean[6];
        for (Placement.Place place : places.subList(0, 37)) {
            Vec3 x = place.angles().toMatrix().times(new Vec3(1, 0, 0));
            int neighbours = 0;
            double along = -1;
            for (Placement.Place other : places) {
                Vec3 d = other.position().minus(place.position());
                if (other != place && d.norm() < 1.5 * SPACING) {
                    neighbours++;
                    assertEquals(SPACING, d.norm(), 0.1 * SPACING);
                    along = Math.max(along, dot(d, x) / d.norm());
                }
            }
            assertEquals(6, neighbours);
            assertTrue(along > 0.99, "an x axis leads to a neighbour: cosine " + along);
            Vec3 first = places.getFirst().angles().toMatrix().times(new Vec3(1, 0, 0));
            seen[Math.floorMod(Math.round(Math.toDegrees(
                    Math.atan2(x.y(), x.x()) - Math.atan2(first.y(), first.x())) / 60), 6)] = true;
        }
        for (boolean direction : seen) {
            assertTrue(direction, "each of the six is drawn");
        }
    }

    @Test
    void theWayTheLatticeIsTurnedIsDrawn() {
        Vec3 a = draw(1).get(1).position().minus(draw(1).get(0).position());
        Vec3 b = draw(2).get(1).position().minus(draw(2).get(0).position());
        double angle = Math.toDegrees(Math.atan2(a.y(), a.x()) - Math.atan2(b.y(), b.x()));
        assertTrue(Math.abs(Math.IEEEremainder(angle, 60)) > 3, "turned by " + angle);
    }

    @Test
    void whetherTheyFitIsKnownBefore() {
        // 91 sites are five rings about the middle: the farthest is five spacings away, or 148 px seen from above.
        double margin = 0.55 * 64;
        int needed = (int) Math.ceil(2 * (15 * SPACING * Math.sin(5.0 / 15) + margin));
        assertTrue(new ShellPlacement(options().edit().size(900, needed).build()).fits());
        assertFalse(new ShellPlacement(options().edit().size(900, needed - 2).build()).fits());
        assertFalse(new ShellPlacement(options().edit().particles(500).size(4000, 4000).build()).fits());
    }
}
