package org.tomoalign.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectories;

class PlyFileTest {
    private static final List<Vec3> POSITIONS = List.of(new Vec3(10, 20, 30), new Vec3(-1.5, 300.25, 7));
    /** File order; the chronological order is 2 0 1. */
    private static final TiltSeries SERIES = Synthetic.series("TS/1", 3, 6, 0);
    private static final Trajectories TRAJECTORIES = new Trajectories(3, new double[] {
        0, 1.5, 0, 0, 2, 0, 0, 0, -4,
        0, 0.5, 1, 0, 1, 2, 0, 1, 2});

    @TempDir
    private Path folder;

    private static Geometry geometry(TiltSeries series, List<Vec3> positions, Trajectories trajectories) {
        return new Geometry(Synthetic.tomogram(series, positions).geometry().projections(), positions, trajectories,
                Deformation.NONE);
    }

    private static Geometry geometry() {
        return geometry(SERIES, POSITIONS, TRAJECTORIES);
    }

    @Test
    void roundTrip() throws IOException {
        Path file = folder.resolve("a.ply");
        PlyFile.write(file, TrajectoryMesh.of(SERIES, geometry(), 8));
        PlyReader ply = PlyReader.read(file);

        assertEquals(List.of("vertex", "face", "edge"), List.copyOf(ply.names.keySet()));
        assertEquals(List.of("x", "y", "z", "tilt_index", "dose", "displacement", "red", "green", "blue"),
                ply.names.get("vertex"));
        // Pixels of 2 Å: an offset of 3 Å, times 8, is 12 px.
        double[][] vertices = {
            {10, 20, 30, 0, 0, 0, 0x44, 0x01, 0x54},
            {22, 36, 30, 1, 3, 5, 0x21, 0x91, 0x8c},
            {10, 20, -2, 2, 6, 8, 0xfd, 0xe7, 0x25},
            {-1.5, 300.25, 7, 0, 0, 0, 0x44, 0x01, 0x54},
            {2.5, 308.25, 15, 1, 3, 3, 0x21, 0x91, 0x8c},
            {6.5, 316.25, 23, 2, 6, 6, 0xfd, 0xe7, 0x25}};
        assertRows(vertices, ply.elements.get("vertex"));
        assertRows(new double[][] {{0, 1}, {1, 2}, {3, 4}, {4, 5}}, ply.elements.get("edge"));
        assertRows(new double[][] {{0, 1, 1}, {1, 2, 2}, {3, 4, 4}, {4, 5, 5}}, ply.elements.get("face"));
    }

    @Test
    void standingStillAndNoParticles() throws IOException {
        Path file = folder.resolve("a.ply");
        TiltSeries one = Synthetic.series("one", 5);
        Geometry still = geometry(one, List.of(Vec3.ZERO), new Trajectories(1, new double[3]));
        PlyFile.write(file, TrajectoryMesh.of(one, still, 1));
        PlyReader ply = PlyReader.read(file);
        assertEquals(1, ply.elements.get("vertex").size());
        assertEquals(0, ply.elements.get("edge").size());
        Geometry empty = geometry(one, List.of(), Trajectories.NONE);
        PlyFile.write(file, TrajectoryMesh.of(one, empty, 1));
        assertEquals(0, PlyReader.read(file).elements.get("vertex").size());
    }

    @Test
    void writesBothScalesUnderASafeName() throws IOException {
        TrajectoryFiles.write(folder.resolve("Trajectories"), SERIES, geometry());
        try (Stream<Path> files = Files.list(folder.resolve("Trajectories"))) {
            assertEquals(List.of("TS_1_00276ca1_x1.ply", "TS_1_00276ca1_x8.ply"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
        String file = "Trajectories/TS_1_00276ca1_x";
        double[] at1 = PlyReader.read(folder.resolve(file + "1.ply")).elements.get("vertex").get(2);
        double[] at8 = PlyReader.read(folder.resolve(file + "8.ply")).elements.get("vertex").get(2);
        assertEquals(26, at1[2]);
        assertEquals(-2, at8[2]);
        assertEquals(at1[5], at8[5], "the displacement is not scaled");
    }

    @Test
    void refusesShapesThatDoNotFit() {
        assertThrows(IllegalArgumentException.class,
                () -> geometry(SERIES, POSITIONS, new Trajectories(3, new double[9])));
        TiltSeries other = Synthetic.series("other", 0, 1);
        String message = assertThrows(IllegalArgumentException.class,
                () -> TrajectoryMesh.of(other, geometry(), 1)).getMessage();
        assertTrue(message.contains("other"), message);
    }

    private static void assertRows(double[][] expected, List<double[]> found) {
        assertEquals(expected.length, found.size());
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], found.get(i), "row " + i);
        }
    }
}
