package org.tomoalign.export;

import org.tomoalign.geometry.Vec3;

/**
 * One of Warp's grids over the volume and the dose, with a displacement at every node: linear between the nodes, which
 * are spread evenly, the outer ones on the volume's faces and at the lowest and the highest dose.
 *
 * @param width    nodes along x
 * @param height   nodes along y
 * @param depth    nodes along z
 * @param duration nodes along the dose
 * @param x        displacement along x, px; element {@code ((w depth + z) height + y) width + x}
 * @param y        along y
 * @param z        along z
 */
record WarpGrid(int width, int height, int depth, int duration, double[] x, double[] y, double[] z) {
    /** The nodes around a place and their weights. */
    record Corners(int[] nodes, double[] weights) {
    }

    static WarpGrid of(int width, int height, int depth, int duration) {
        int nodes = width * height * depth * duration;
        return new WarpGrid(width, height, depth, duration, new double[nodes], new double[nodes], new double[nodes]);
    }

    int nodesPerDose() {
        return width * height * depth;
    }

    /**
     * Returns the displacement of a place.
     *
     * @param place in the volume, fractions of its size
     * @param dose  fraction of the range
     */
    Vec3 at(Vec3 place, double dose) {
        Corners corners = corners(place);
        int w = first(dose, duration);
        double fraction = dose * (duration - 1) - w;
        Vec3 here = at(corners, w);
        Vec3 next = at(corners, Math.min(w + 1, duration - 1));
        return here.plus(next.minus(here).times(fraction));
    }

    private Vec3 at(Corners corners, int w) {
        Vec3 sum = Vec3.ZERO;
        for (int i = 0; i < corners.nodes.length; i++) {
            int node = w * nodesPerDose() + corners.nodes[i];
            sum = sum.plus(new Vec3(x[node], y[node], z[node]).times(corners.weights[i]));
        }
        return sum;
    }

    /** Returns the eight nodes around a place, and how much of each it gets. */
    Corners corners(Vec3 place) {
        int[] size = {width, height, depth};
        double[] at = {place.x(), place.y(), place.z()};
        int[] nodes = new int[8];
        double[] weights = new double[8];
        for (int corner = 0; corner < 8; corner++) {
            weights[corner] = 1;
            int stride = 1;
            for (int axis = 0; axis < 3; axis++) {
                int low = first(at[axis], size[axis]);
                double fraction = at[axis] * (size[axis] - 1) - low;
                boolean upper = (corner >> axis & 1) == 1;
                weights[corner] *= upper ? fraction : 1 - fraction;
                nodes[corner] += stride * (upper ? Math.min(low + 1, size[axis] - 1) : low);
                stride *= size[axis];
            }
        }
        return new Corners(nodes, weights);
    }

    /** Returns the place of a node, fractions of the volume's size. */
    Vec3 place(int node) {
        return new Vec3(node % width / (double) Math.max(1, width - 1),
                node / width % height / (double) Math.max(1, height - 1),
                node / (width * height) / (double) Math.max(1, depth - 1));
    }

    private static int first(double at, int size) {
        return Math.clamp((int) (at * (size - 1)), 0, size - 1);
    }
}
