package org.tomoalign.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.tomoalign.files.AtomicFile;

/**
 * Writes trajectories as PLY files (Stanford polygon format 1.0).
 *
 * <p>Vertices: x, y, z (float, px), tilt_index (int, chronological), dose (float, e/Å^2), displacement (float, Å), red,
 * green, blue (uchar). The lines are there twice: as edges, which the format has for them, and as triangles whose last
 * two corners coincide, because VTK's reader (ParaView) ignores edges, and MeshLab refuses faces with two corners. In
 * ParaView choose the representation "Wireframe" or "Surface With Edges" to see them.
 */
public final class PlyFile {
    private static final int VERTEX_BYTES = 6 * 4 + 3;
    private static final int FACE_BYTES = 1 + 3 * 4;
    private static final int EDGE_BYTES = 2 * 4;

    private PlyFile() {
    }

    /**
     * Writes a mesh, whole or not at all.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, TrajectoryMesh mesh) {
        AtomicFile.write(file, out -> {
            out.write(header(mesh).getBytes(StandardCharsets.US_ASCII));
            writeBinary(mesh, out);
        });
    }

    private static String header(TrajectoryMesh mesh) {
        return String.format(Locale.ROOT, """
                ply
                format binary_little_endian 1.0
                comment particle trajectories, scaled by %s; px of the unbinned tomogram
                comment tilt_index is chronological; dose in e/A^2; displacement in A, not scaled
                element vertex %d
                property float x
                property float y
                property float z
                property int tilt_index
                property float dose
                property float displacement
                property uchar red
                property uchar green
                property uchar blue
                element face %d
                property list uchar int vertex_indices
                element edge %d
                property int vertex1
                property int vertex2
                end_header
                """, mesh.scale(), mesh.vertices(), mesh.edges(), mesh.edges());
    }

    private static void writeBinary(TrajectoryMesh mesh, OutputStream out) throws IOException {
        ByteBuffer element = ByteBuffer.allocate(VERTEX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int v = 0; v < mesh.vertices(); v++) {
            element.clear();
            for (int axis = 0; axis < 3; axis++) {
                element.putFloat(mesh.position(v, axis));
            }
            element.putInt(mesh.tiltIndex(v)).putFloat(mesh.dose(v)).putFloat(mesh.displacement(v));
            int colour = mesh.colour(v);
            element.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
            out.write(element.array(), 0, VERTEX_BYTES);
        }
        for (int e = 0; e < mesh.edges(); e++) {
            int from = mesh.edgeStart(e);
            element.clear().put((byte) 3).putInt(from).putInt(from + 1).putInt(from + 1);
            out.write(element.array(), 0, FACE_BYTES);
        }
        for (int e = 0; e < mesh.edges(); e++) {
            int from = mesh.edgeStart(e);
            element.clear().putInt(from).putInt(from + 1);
            out.write(element.array(), 0, EDGE_BYTES);
        }
    }
}
