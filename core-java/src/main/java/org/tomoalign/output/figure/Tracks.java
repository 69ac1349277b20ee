package org.tomoalign.output.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tomoalign.geometry.Vec3;

/**
 * Trajectories cut into pieces by dose and thinned to what can be seen: vertices that lie on the line of their
 * neighbours are left out (Ramer 1972, Douglas and Peucker 1973), and where that is not enough, they are thinned more
 * and cut into fewer pieces, and then fewer particles are shown, chosen evenly.
 */
final class Tracks {
    /** How far a line may be off, pt. */
    private static final double FINE = 0.08;
    private static final double COARSE = 0.2;
    private static final int MOST_VERTICES = 7000;

    private final List<List<Vec3[]>> pieces;
    private final int shown;

    private Tracks(List<List<Vec3[]>> pieces, int shown) {
        this.pieces = pieces;
        this.shown = shown;
    }

    /**
     * Thins trajectories.
     *
     * @param paths px, one vertex per chronological image
     * @param scale pt per px
     */
    static Tracks of(List<Vec3[]> paths, DoseAxis dose, double scale) {
        Tracks tracks = cut(paths, 1, dose, Ink.DOSE_LEVELS, FINE / scale);
        if (tracks.vertices() > MOST_VERTICES) {
            tracks = cut(paths, 1, dose, Ink.DOSE_LEVELS / 2, COARSE / scale);
        }
        if (tracks.vertices() > MOST_VERTICES) {
            int step = (tracks.vertices() + MOST_VERTICES - 1) / MOST_VERTICES;
            tracks = cut(paths, step, dose, Ink.DOSE_LEVELS / 2, COARSE / scale);
        }
        return tracks;
    }

    private static Tracks cut(List<Vec3[]> paths, int step, DoseAxis dose, int levels, double tolerance) {
        List<List<Vec3[]>> pieces =
                IntStream.range(0, levels).<List<Vec3[]>>mapToObj(i -> new ArrayList<>()).toList();
        int shown = 0;
        for (int p = 0; p < paths.size(); p += step, shown++) {
            Vec3[] path = paths.get(p);
            for (int from = 0; from < path.length - 1;) {
                // A step has the colour of the image where it ends; a piece goes on while that stays the same.
                int level = dose.level(from + 1, levels);
                int to = from + 1;
                while (to + 1 < path.length && dose.level(to + 1, levels) == level) {
                    to++;
                }
                List<Vec3> kept = new ArrayList<>();
                kept.add(path[from]);
                thin(path, from, to, tolerance, kept);
                pieces.get(level).add(kept.toArray(Vec3[]::new));
                from = to;
            }
        }
        return new Tracks(pieces, shown);
    }

    /** Adds the vertices after {@code from} up to {@code to} that are needed. */
    private static void thin(Vec3[] path, int from, int to, double tolerance, List<Vec3> kept) {
        double farthest = 0;
        int at = -1;
        for (int i = from + 1; i < to; i++) {
            double distance = distance(path[i], path[from], path[to]);
            if (distance > farthest) {
                farthest = distance;
                at = i;
            }
        }
        if (farthest > tolerance) {
            thin(path, from, at, tolerance, kept);
            thin(path, at, to, tolerance, kept);
        } else {
            kept.add(path[to]);
        }
    }

    /** Distance of a point from the line between a and b, ends included. */
    private static double distance(Vec3 v, Vec3 a, Vec3 b) {
        Vec3 ab = b.minus(a);
        Vec3 av = v.minus(a);
        double length2 = dot(ab, ab);
        double t = length2 > 0 ? Math.clamp(dot(av, ab) / length2, 0.0, 1.0) : 0;
        return av.minus(ab.times(t)).norm();
    }

    private static double dot(Vec3 a, Vec3 b) {
        return a.x() * b.x() + a.y() * b.y() + a.z() * b.z();
    }

    private int vertices() {
        return pieces.stream().flatMap(List::stream).mapToInt(piece -> piece.length).sum();
    }

    /** Returns the number of intervals of the dose. */
    int levels() {
        return pieces.size();
    }

    /** Returns how many particles are shown. */
    int shown() {
        return shown;
    }

    /** Returns the pieces of an interval, projected onto two axes (0 to 2). */
    List<float[]> lines(int level, int horizontal, int vertical) {
        List<float[]> lines = new ArrayList<>();
        for (Vec3[] piece : pieces.get(level)) {
            float[] line = new float[2 * piece.length];
            for (int i = 0; i < piece.length; i++) {
                line[2 * i] = (float) component(piece[i], horizontal);
                line[2 * i + 1] = (float) component(piece[i], vertical);
            }
            lines.add(line);
        }
        return lines;
    }

    private static double component(Vec3 v, int axis) {
        return switch (axis) {
            case 0 -> v.x();
            case 1 -> v.y();
            default -> v.z();
        };
    }
}
