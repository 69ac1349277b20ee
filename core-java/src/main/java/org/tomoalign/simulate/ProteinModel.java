package org.tomoalign.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.geometry.Vec3;

/**
 * A protein-like density: a few overlapping domains, filled with alpha helices that keep the distance in which helices
 * pack. It has the features that alignment lives on at different resolutions: an asymmetric shape, domains, rods of
 * 10 Å, turns of 5 Å.
 */
final class ProteinModel {
    /** Radius of the molecule in boxes. */
    private static final double RADIUS = 0.30;
    private static final int DOMAINS = 5;
    /** Geometry of the alpha helix, Å and radians per residue. */
    private static final double RISE = 1.5;
    private static final double TURN = Math.toRadians(100);
    private static final double BACKBONE = 2.3;
    /** Axes of neighbouring helices are not closer than this, Å. */
    private static final double PACKING = 8.5;
    private static final double CELL = 2.0;

    private final double radius;
    private final RandomGenerator random;
    private final List<Vec3> domains = new ArrayList<>();
    private final List<Double> domainRadii = new ArrayList<>();
    private final List<Vec3> atoms = new ArrayList<>();
    private final int cells;
    private final boolean[] taken;

    private ProteinModel(double radius, RandomGenerator random) {
        this.radius = radius;
        this.random = random;
        cells = 2 * (int) Math.ceil((radius + PACKING) / CELL) + 1;
        taken = new boolean[cells * cells * cells];
    }

    /**
     * Generates a map.
     *
     * @param box     px
     * @param px      pixel size, Å
     * @param bFactor Å^2
     */
    static DensityMap generate(int box, double px, double bFactor, RandomGenerator random, Fftw fftw) {
        ProteinModel model = new ProteinModel(RADIUS * box * px, random);
        model.placeDomains();
        model.placeHelices();
        return model.density(box, px, bFactor, fftw);
    }

    private void placeDomains() {
        for (int i = 0; i < DOMAINS; i++) {
            double size = radius * random.nextDouble(0.40, 0.58);
            domains.add(direction().times((radius - size) * random.nextDouble(0.75, 1)));
            domainRadii.add(size);
        }
    }

    private boolean inside(Vec3 p) {
        for (int i = 0; i < DOMAINS; i++) {
            if (p.minus(domains.get(i)).norm() < domainRadii.get(i)) {
                return true;
            }
        }
        return false;
    }

    private void placeHelices() {
        // Enough attempts to fill the volume, in proportion to it; long helices first, short ones in the gaps.
        int attempts = (int) Math.min(1_000_000, 0.2 * radius * radius * radius + 2000);
        for (int i = 0; i < attempts; i++) {
            Vec3 start = direction().times(radius * Math.cbrt(random.nextDouble()));
            Vec3 axis = direction();
            int residues = 2 * i < attempts ? random.nextInt(12, 28) : random.nextInt(4, 16);
            if (isFree(start, axis, residues)) {
                addHelix(start, axis, residues);
            }
        }
        if (atoms.isEmpty()) {
            // A molecule too small for any helix within its domains: take one through the centre.
            int residues = Math.max(3, (int) (radius / RISE));
            Vec3 axis = direction();
            addHelix(axis.times(-0.5 * RISE * residues), axis, residues);
        }
    }

    private boolean isFree(Vec3 start, Vec3 axis, int residues) {
        for (int r = 0; r < residues; r++) {
            Vec3 p = start.plus(axis.times(RISE * r));
            if (!inside(p) || taken[cell(p)]) {
                return false;
            }
        }
        return true;
    }

    private void addHelix(Vec3 start, Vec3 axis, int residues) {
        Vec3 u = perpendicular(axis);
        Vec3 v = cross(axis, u);
        double phase = random.nextDouble(2 * Math.PI);
        for (int r = 0; r < residues; r++) {
            Vec3 p = start.plus(axis.times(RISE * r));
            block(p);
            // Main-chain atoms close to the helix's radius, side chains further out and less ordered.
            for (double[] atom : new double[][] {{1.6, -0.5}, {BACKBONE, 0}, {1.7, 0.5}, {2.0, 0.9}, {3.4, 0.1}}) {
                add(p, axis, u, v, phase + TURN * r + 0.6 * atom[1], atom[0], atom[1], 0.2);
            }
            for (int side = 0; side < random.nextInt(4); side++) {
                add(p, axis, u, v, phase + TURN * r, 4.4 + 0.9 * side, 0.3, 0.9);
            }
        }
    }

    private void add(
            Vec3 p, Vec3 axis, Vec3 u, Vec3 v, double angle, double distance, double height, double disorder) {
        Vec3 jitter = direction().times(disorder * random.nextDouble());
        atoms.add(p.plus(axis.times(height)).plus(u.times(distance * Math.cos(angle)))
                .plus(v.times(distance * Math.sin(angle))).plus(jitter));
    }

    /** Marks the cells in which no other helix's axis may pass. */
    private void block(Vec3 p) {
        int reach = (int) Math.ceil(PACKING / CELL);
        for (int dz = -reach; dz <= reach; dz++) {
            for (int dy = -reach; dy <= reach; dy++) {
                for (int dx = -reach; dx <= reach; dx++) {
                    Vec3 offset = new Vec3(dx * CELL, dy * CELL, dz * CELL);
                    if (offset.norm() <= PACKING) {
                        taken[cell(p.plus(offset))] = true;
                    }
                }
            }
        }
    }

    private int cell(Vec3 p) {
        return (axisCell(p.z()) * cells + axisCell(p.y())) * cells + axisCell(p.x());
    }

    private int axisCell(double coordinate) {
        return Math.clamp((int) Math.floor(coordinate / CELL) + cells / 2, 0, cells - 1);
    }

    private DensityMap density(int box, double px, double bFactor, Fftw fftw) {
        float[] grid = new float[box * box * box];
        for (Vec3 atom : atoms) {
            splat(grid, box, atom.times(1 / px));
        }
        double limit = 0.47 / px, width = 0.01 / px;
        return new DensityMap(box, grid).filtered(fftw, (kx, ky, kz) -> {
            double k2 = ((double) kx * kx + (double) ky * ky + (double) kz * kz) / (box * px * box * px);
            double cone = 1 / (1 + Math.exp((Math.sqrt(k2) - limit) / width));
            // Trilinear spreading blurs by sinc^2 along each axis.
            double spread = sinc(kx, box) * sinc(ky, box) * sinc(kz, box);
            return Math.exp(-bFactor / 4 * k2) * cone / (spread * spread);
        });
    }

    private static double sinc(int k, int box) {
        double x = Math.PI * k / box;
        return k == 0 ? 1 : Math.sin(x) / x;
    }

    private static void splat(float[] grid, int box, Vec3 p) {
        double x = p.x() + box / 2, y = p.y() + box / 2, z = p.z() + box / 2;
        int x0 = (int) Math.floor(x), y0 = (int) Math.floor(y), z0 = (int) Math.floor(z);
        if (Math.min(x0, Math.min(y0, z0)) < 0 || Math.max(x0, Math.max(y0, z0)) >= box - 1) {
            return;
        }
        double fx = x - x0, fy = y - y0, fz = z - z0;
        for (int corner = 0; corner < 8; corner++) {
            int dx = corner & 1, dy = corner >> 1 & 1, dz = corner >> 2;
            double weight = (dx == 1 ? fx : 1 - fx) * (dy == 1 ? fy : 1 - fy) * (dz == 1 ? fz : 1 - fz);
            grid[((z0 + dz) * box + y0 + dy) * box + x0 + dx] += (float) weight;
        }
    }

    private Vec3 direction() {
        double z = random.nextDouble(-1, 1), angle = random.nextDouble(2 * Math.PI), r = Math.sqrt(1 - z * z);
        return new Vec3(r * Math.cos(angle), r * Math.sin(angle), z);
    }

    private static Vec3 perpendicular(Vec3 axis) {
        Vec3 other = Math.abs(axis.x()) < 0.8 ? new Vec3(1, 0, 0) : new Vec3(0, 1, 0);
        Vec3 u = cross(axis, other);
        return u.times(1 / u.norm());
    }

    private static Vec3 cross(Vec3 a, Vec3 b) {
        return new Vec3(a.y() * b.z() - a.z() * b.y(), a.z() * b.x() - a.x() * b.z(), a.x() * b.y() - a.y() * b.x());
    }
}
