package org.tomoalign.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.linalg.Cholesky;
import org.tomoalign.tomogram.TiltSeries;

/**
 * What of an alignment Warp's numbers and grids can hold. A tilt about x that differs between the images, and everything
 * else that is affine, fits into a grid of 2 x 2 x 2 nodes per image; motion and deformation into finer ones, if at all.
 */
final class WarpFit {
    /** Below this (px, the largest) there is nothing to be put into a grid. */
    private static final double NOTHING = 0.002;
    private static final int[][] GRIDS = {{3, 3, 2}, {4, 4, 2}, {5, 5, 3}, {7, 7, 3}, {9, 9, 4}};
    /** Of a particle's worth: nodes without particles stay at rest. */
    private static final double RIDGE = 1e-3;

    private final Sightings sightings;
    private final TiltSeries series;
    private final List<WarpView> views = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private Optional<WarpGrid> grid = Optional.empty();

    /** @param error largest root mean square that may remain of motion put into a grid, px */
    WarpFit(Sightings sightings, double error) {
        this.sightings = sightings;
        this.series = sightings.series();
        fitViews();
        if (largest() > NOTHING) {
            DoseNodes.of(series).ifPresentOrElse(nodes -> fitGrid(nodes, error), () -> remarks.add(
                    "the doses of the images are alike or uneven: Warp's grids cannot tell the images apart and stay empty"));
        }
    }

    List<WarpView> views() {
        return views;
    }

    Optional<WarpGrid> grid() {
        return grid;
    }

    List<String> remarks() {
        return remarks;
    }

    ImagePoint project(int image, Vec3 position) {
        return views.get(image).project(position, moved(image, position), series);
    }

    private Vec3 moved(int image, Vec3 position) {
        return grid.map(g -> g.at(place(position), DoseNodes.fraction(series, image))).orElse(Vec3.ZERO);
    }

    private Vec3 place(Vec3 position) {
        return new Vec3(
                position.x() / series.size().x(), position.y() / series.size().y(), position.z() / series.size().z());
    }

    private void fitViews() {
        List<TiltAngles> angles = sightings.geometry().projections().stream().map(p -> TiltAngles.of(p, series.centre(),
                new Vec3(series.imageWidth() / 2.0, series.imageHeight() / 2.0, 0))).toList();
        double levelX = angles.stream().mapToDouble(TiltAngles::xTilt).average().orElse(0);
        double pixel = Math.toDegrees(2 / Math.max(series.size().x(), series.size().y()));
        for (int t = 0; t < sightings.images(); t++) {
            TiltAngles start = angles.get(t);
            double[] n = ImageFit.of(sightings, t, (numbers, position) -> view(levelX, numbers).project(position, Vec3.ZERO, series),
                    new double[] {pixel, pixel, 1, 1},
                    new double[] {-start.yTilt(), start.zRot(), start.xShift(), start.yShift()});
            views.add(view(levelX, n));
        }
    }

    private static WarpView view(double levelX, double[] n) {
        return new WarpView(levelX, n[0], n[1], n[2], n[3]);
    }

    private double largest() {
        return new Residuals(sightings, this::project).largest();
    }

    private double rms() {
        return new Residuals(sightings, this::project).rms();
    }

    private void fitGrid(DoseNodes nodes, double error) {
        List<Projection> affine = AffineFit.of(sightings);
        grid = Optional.of(affineGrid(affine, nodes, 2, 2, 2));
        double without = rms();
        if (without <= error) {
            return;
        }
        WarpGrid fallback = grid.orElseThrow();
        for (int[] size : GRIDS) {
            if (2 * size[0] * size[1] * size[2] > sightings.count()) {
                break;
            }
            WarpGrid finer = affineGrid(affine, nodes, size[0], size[1], size[2]);
            grid = Optional.of(finer);
            addRest(finer, nodes);
            if (rms() <= error) {
                return;
            }
        }
        grid = Optional.of(fallback);
        remarks.add("motion and deformation do not fit into Warp's grids within " + Residuals.px(error)
                + ": only their affine part is written");
    }

    /** Affine maps are linear between nodes too: the grid holds them as they are. */
    private WarpGrid affineGrid(List<Projection> affine, DoseNodes nodes, int width, int height, int depth) {
        WarpGrid out = WarpGrid.of(width, height, depth, nodes.count());
        for (int t = 0; t < sightings.images(); t++) {
            for (int node = 0; node < out.nodesPerDose(); node++) {
                Vec3 f = out.place(node);
                Vec3 position = new Vec3(
                        f.x() * series.size().x(), f.y() * series.size().y(), f.z() * series.size().z());
                add(out, nodes.of()[t] * out.nodesPerDose() + node, views.get(t).inVolume(
                        ImagePoint.of(affine.get(t).apply(position)).minus(views.get(t).project(position, Vec3.ZERO, series))));
            }
        }
        fillBetween(out, nodes);
        return out;
    }

    /** Adds what is left of the sightings, in the least squares sense. */
    private void addRest(WarpGrid target, DoseNodes nodes) {
        int n = target.nodesPerDose();
        double[] normal = new double[n * n];
        List<WarpGrid.Corners> corners = sightings.positions().stream().map(p -> target.corners(place(p))).toList();
        for (WarpGrid.Corners c : corners) {
            for (int i = 0; i < c.nodes().length; i++) {
                for (int j = 0; j < c.nodes().length; j++) {
                    normal[c.nodes()[i] * n + c.nodes()[j]] += c.weights()[i] * c.weights()[j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            normal[i * n + i] += RIDGE;
        }
        Cholesky factor = Cholesky.of(normal, n).orElseThrow();
        List<double[][]> rest = new ArrayList<>();
        for (int t = 0; t < sightings.images(); t++) {
            double[][] right = new double[2][n];
            for (int p = 0; p < sightings.count(); p++) {
                ImagePoint off = sightings.points()[p][t].minus(project(t, sightings.positions().get(p)));
                WarpGrid.Corners c = corners.get(p);
                for (int i = 0; i < c.nodes().length; i++) {
                    right[0][c.nodes()[i]] += c.weights()[i] * off.x();
                    right[1][c.nodes()[i]] += c.weights()[i] * off.y();
                }
            }
            factor.solve(right[0]);
            factor.solve(right[1]);
            rest.add(right);
        }
        for (int t = 0; t < rest.size(); t++) {
            for (int node = 0; node < n; node++) {
                add(target, nodes.of()[t] * n + node,
                        views.get(t).inVolume(new ImagePoint(rest.get(t)[0][node], rest.get(t)[1][node])));
            }
        }
        fillBetween(target, nodes);
    }

    private static void add(WarpGrid grid, int node, Vec3 moved) {
        grid.x()[node] += moved.x();
        grid.y()[node] += moved.y();
        grid.z()[node] += moved.z();
    }

    /** Nodes that belong to no image are on the line between their neighbours. */
    private static void fillBetween(WarpGrid grid, DoseNodes nodes) {
        int n = grid.nodesPerDose();
        for (double[] values : List.of(grid.x(), grid.y(), grid.z())) {
            for (int t = 1; t < nodes.of().length; t++) {
                int from = nodes.of()[t - 1];
                int to = nodes.of()[t];
                for (int w = from + 1; w < to; w++) {
                    double part = (w - from) / (double) (to - from);
                    for (int node = 0; node < n; node++) {
                        values[w * n + node] = (1 - part) * values[from * n + node] + part * values[to * n + node];
                    }
                }
            }
        }
    }
}
