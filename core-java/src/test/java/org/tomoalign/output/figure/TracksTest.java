package org.tomoalign.output.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tomoalign.geometry.Vec3;

class TracksTest {
    private static DoseAxis dose(int images) {
        float[] values = new float[images];
        for (int i = 0; i < images; i++) {
            values[i] = i;
        }
        return new DoseAxis(values, "", "", "");
    }

    private static List<Vec3[]> walks(int particles, int images) {
        Random random = new Random(3);
        List<Vec3[]> paths = new ArrayList<>();
        for (int p = 0; p < particles; p++) {
            Vec3[] path = new Vec3[images];
            Vec3 at = new Vec3(1000 * random.nextDouble(), 1000 * random.nextDouble(), 100 * random.nextDouble());
            for (int t = 0; t < images; t++) {
                path[t] = at;
                at = at.plus(new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian()));
            }
            paths.add(path);
        }
        return paths;
    }

    @Test
    void straightLinesKeepTheirEnds() {
        Vec3[] path = new Vec3[17];
        for (int t = 0; t < 17; t++) {
            path[t] = new Vec3(2 * t, -t, 5);
        }
        Tracks tracks = Tracks.of(List.<Vec3[]>of(path), dose(17), 1);
        assertEquals(8, tracks.levels());
        for (int level = 0; level < 8; level++) {
            List<float[]> lines = tracks.lines(level, 0, 1);
            assertEquals(1, lines.size());
            assertEquals(4, lines.get(0).length, "two ends");
        }
        assertEquals(0, tracks.lines(0, 0, 1).get(0)[0]);
        assertEquals(-16, tracks.lines(7, 2, 1).get(0)[3]);
    }

    @Test
    void vertexMayBeLeftOutOnlyWithinTheTolerance() {
        List<Vec3[]> paths = walks(1, 41);
        double scale = 0.3;
        Tracks tracks = Tracks.of(paths, dose(41), scale);
        List<float[]> lines = IntStream.range(0, tracks.levels()).boxed()
                .flatMap(level -> tracks.lines(level, 0, 1).stream()).toList();
        for (Vec3 v : paths.get(0)) {
            double nearest = Double.POSITIVE_INFINITY;
            for (float[] line : lines) {
                for (int i = 0; i + 3 < line.length; i += 2) {
                    nearest = Math.min(nearest, java.awt.geom.Line2D.ptSegDist(line[i], line[i + 1], line[i + 2],
                            line[i + 3], v.x(), v.y()));
                }
            }
            assertTrue(nearest * scale < 0.081, "off by " + nearest * scale + " pt");
        }
    }

    @Test
    void manyParticlesAreThinnedEvenly() {
        Tracks tracks = Tracks.of(walks(3000, 41), dose(41), 1);
        assertTrue(tracks.shown() < 3000 && tracks.shown() > 100, tracks.shown() + " shown");
        int vertices = 0;
        for (int level = 0; level < tracks.levels(); level++) {
            assertEquals(tracks.shown(), tracks.lines(level, 0, 1).size(), "each particle has a piece per colour");
            vertices += tracks.lines(level, 0, 1).stream().mapToInt(line -> line.length / 2).sum();
        }
        assertTrue(vertices < 8000, vertices + " vertices");
    }
}
