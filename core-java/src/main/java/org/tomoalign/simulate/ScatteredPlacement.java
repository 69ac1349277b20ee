package org.tomoalign.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Vec3;

/** Particles anywhere in the tomogram, or in a layer of it, turned any way, most of them apart from each other. */
record ScatteredPlacement(SimulationOptions options) implements Placement {
    /** Closest approach of particle centres, in boxes; a few overlap as in real tomograms. */
    private static final double DISTANCE = 0.62;
    private static final double OVERLAPPING = 0.02;

    @Override
    public List<Place> draw(RandomGenerator random) {
        List<Place> places = new ArrayList<>();
        for (Vec3 position : positions(random)) {
            places.add(new Place(position, new EulerAngles(random.nextDouble(-180, 180),
                    Math.toDegrees(Math.acos(random.nextDouble(-1, 1))), random.nextDouble(-180, 180))));
        }
        return places;
    }

    private List<Vec3> positions(RandomGenerator random) {
        double margin = Placement.margin(options.box());
        double middle = options.depth() / 2.0;
        List<Vec3> positions = new ArrayList<>();
        while (positions.size() < options.particles()) {
            double x = random.nextDouble(margin, options.width() - margin);
            double y = random.nextDouble(margin, options.height() - margin);
            double z = options.flat() ? 6 * random.nextGaussian() : 0.4 * options.depth() * random.nextDouble(-1, 1);
            Vec3 q = new Vec3(x, y, middle + z);
            boolean free = positions.stream().allMatch(o -> o.minus(q).norm() > DISTANCE * options.box());
            // The second draw keeps the search finite when the tomogram is full.
            if (random.nextDouble() < OVERLAPPING || free) {
                positions.add(q);
            }
        }
        return positions;
    }
}
