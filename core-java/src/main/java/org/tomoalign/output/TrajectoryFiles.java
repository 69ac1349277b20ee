package org.tomoalign.output;

import java.nio.file.Path;
import org.tomoalign.files.FileNames;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.TiltSeries;

/** A tomogram's meshes: {@code <name>_x1.ply} with the trajectories as they are, {@code <name>_x8.ply} enlarged. */
public final class TrajectoryFiles {
    private static final int[] SCALES = {1, 8};

    private TrajectoryFiles() {
    }

    /**
     * Writes both meshes into a folder (created if missing), coloured by dose.
     *
     * @param geometry with trajectories
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    public static void write(Path folder, TiltSeries series, Geometry geometry) {
        for (int scale : SCALES) {
            PlyFile.write(folder.resolve(FileNames.safe(series.name()) + "_x" + scale + ".ply"),
                    TrajectoryMesh.of(series, geometry, scale));
        }
    }
}
