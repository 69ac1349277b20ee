package org.tomoalign.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Vec3;

/**
 * Particles side by side on a hexagonal lattice that covers the top of a sphere, as in the shell of an immature virus:
 * the sites nearest the middle of the tomogram, z axes along the outward normal, x axes along one of the lattice's six
 * directions. Neighbours are in each other's boxes, and in front of each other in tilted images.
 */
record ShellPlacement(SimulationOptions options) implements Placement {
    /** Radius of the sphere, in spacings: twice that of an immature HIV-1, so that many particles have room. */
    private static final double RADIUS = 15;
    /** Largest angle from the top, rad: farther out, rows of the flat lattice would be drawn together by over 9 %. */
    private static final double WIDEST = 0.75;
    /** Irregularity of the lattice, in spacings. */
    private static final double JITTER = 0.01;

    /** A site of the flat lattice, in spacings; the middle is a site. */
    private record Site(double x, double y) {
        double distance() {
            return Math.hypot(x, y);
        }
    }

    /** Returns whether all particles have room: on the sphere, and on the image that is not tilted. */
    boolean fits() {
        double far = nearest().getLast().distance() / RADIUS;
        double free = Math.min(options.width(), options.height()) / 2.0 - Placement.margin(options.box());
        return far <= WIDEST && RADIUS * options.lattice() * Math.sin(far) <= free;
    }

    @Override
    public List<Place> draw(RandomGenerator random) {
        double turn = random.nextDouble(-180, 180), spacing = options.lattice();
        List<Place> places = new ArrayList<>();
        double height = 0;
        for (Site site : nearest()) {
            double theta = site.distance() / RADIUS;
            double phi = Math.atan2(site.y(), site.x()) + Math.toRadians(turn);
            double out = Math.sin(theta);
            Vec3 normal = new Vec3(out * Math.cos(phi), out * Math.sin(phi), Math.cos(theta));
            double jx = random.nextGaussian(), jy = random.nextGaussian();
            Vec3 jitter = new Vec3(jx, jy, random.nextGaussian()).times(JITTER);
            Vec3 position = normal.times(RADIUS).plus(jitter).times(spacing);
            height += position.z() / options.particles();
            // The turn that takes z to the normal by the shortest way, after one about z that the lattice allows.
            double twist = turn + 60 * random.nextInt(6), azimuth = Math.toDegrees(phi);
            places.add(new Place(position, new EulerAngles(within(180 - twist + azimuth), Math.toDegrees(theta),
                    within(180 - azimuth))));
        }
        Vec3 origin = new Vec3(options.width() / 2.0, options.height() / 2.0, options.depth() / 2.0 - height);
        return places.stream().map(p -> new Place(p.position().plus(origin), p.angles())).toList();
    }

    /** As many sites as there are particles, those nearest the middle, in an order that does not depend on rounding. */
    private List<Site> nearest() {
        // A circle of radius r holds 3.6 r^2 sites, and its farthest one has a coordinate of 1.2 r.
        int rings = 2 + (int) Math.ceil(Math.sqrt(options.particles()));
        List<int[]> steps = new ArrayList<>();
        for (int i = -rings; i <= rings; i++) {
            for (int j = -rings; j <= rings; j++) {
                steps.add(new int[] {i, j});
            }
        }
        // Squared distance in whole numbers.
        steps.sort(Comparator.comparingInt(s -> s[0] * s[0] + s[0] * s[1] + s[1] * s[1]));
        return steps.stream().limit(options.particles())
                .map(s -> new Site(s[0] + 0.5 * s[1], 0.5 * Math.sqrt(3) * s[1])).toList();
    }

    private static double within(double degrees) {
        return Math.IEEEremainder(degrees, 360);
    }
}
