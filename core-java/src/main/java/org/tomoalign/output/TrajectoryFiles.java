package org.tomoalign.output;

import java.nio.file.Path;
import java.util.List;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectory;

/** A tomogram's meshes: {@code <name>_x1.ply} with the trajectories as they are, {@code <name>_x8.ply} enlarged. */
public final class TrajectoryFiles {
    private static final int[] SCALES = {1, 8};

    private TrajectoryFiles() {
    }

    /**
     * Writes both meshes into a folder (created if missing), coloured by dose.
     *
     * @param positions    refined, px
     * @param trajectories of the same particles
     * @throws IllegalArgumentException      if their numbers do not agree
     * @throws java.io.UncheckedIOException if a file cannot be written
     */
    public static void write(Path folder, TiltSeries series, List<Vec3> positions, List<Trajectory> trajectories,
            PlyEncoding encoding) {
        for (int scale : SCALES) {
            PlyFile.write(folder.resolve(FileNames.safe(series.name()) + "_x" + scale + ".ply"),
                    TrajectoryMesh.of(series, positions, trajectories, scale, TrajectoryColour.DOSE), encoding);
        }
    }
}
