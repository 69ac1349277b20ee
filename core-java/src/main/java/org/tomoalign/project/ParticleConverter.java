package org.tomoalign.project;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.star.RelionNumbers;
import org.tomoalign.star.StarBlock;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarTable;
import org.tomoalign.star.StarWriter;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;

/** Writes particle sets in another version than the one in which they were read: the coordinates of all are new. */
final class ParticleConverter {
    static final String GENERAL = "general";
    /** RELION 5's note whether particle images are 2-D stacks; those of RELION 4 are volumes. */

    private final ParticleSet set;
    private final TomogramSet tomograms;
    private final FileVersion version;

    ParticleConverter(ParticleSet set, TomogramSet tomograms, FileVersion version) {
        this.set = set.copy();
        this.tomograms = tomograms;
        this.version = version;
    }

    /** Returns how a version gives positions. */
    static ParticleSet.Coordinates coordinates(FileVersion version) {
        return version == FileVersion.V5 ? ParticleSet.Coordinates.CENTRED : ParticleSet.Coordinates.V4_PIXELS;
    }

    /**
     * Writes the set.
     *
     * @param positions px, by row; the origins of these particles become 0, others keep position and origin
     */
    void write(Map<Integer, Vec3> positions, Path target) {
        StarTable table = set.table();
        ParticleWriter.addNames(set);
        ParticleWriter.addOrigins(table);
        ParticleSet.Coordinates from = set.coordinates();
        ParticleSet.Coordinates to = coordinates(version);
        List<StarColumn> old = from.labels().stream().map(table::column).toList();
        List<StarColumn> columns = to.labels().stream().map(table::columnOrNew).toList();
        List<StarColumn> origins = Labels.ORIGINS.stream().map(table::column).toList();
        for (Particle particle : set.particles()) {
            int row = particle.row();
            TiltSeries series = tomograms.find(particle.tomogram()).orElseThrow();
            Vec3 position = positions.get(row);
            if (position != null) {
                origins.forEach(column -> column.set(row, 0.0));
            } else {
                position = from.position(
                        new Vec3(old.get(0).number(row), old.get(1).number(row), old.get(2).number(row)), series);
            }
            Vec3 coordinate = to.coordinate(position, series);
            columns.get(0).setText(row, RelionNumbers.precise(coordinate.x()));
            columns.get(1).setText(row, RelionNumbers.precise(coordinate.y()));
            columns.get(2).setText(row, RelionNumbers.precise(coordinate.z()));
        }
        (version == FileVersion.V5 ? Labels.COORDINATES : Labels.CENTERED_COORDINATES).forEach(table::remove);
        AtomicFile.write(target, this::writeBlocks);
    }

    private void writeBlocks(OutputStream out) throws IOException {
        StarWriter writer = new StarWriter(out, version.starVersion());
        if (version == FileVersion.V5 && set.document().find(GENERAL).isEmpty()) {
            writer.list(GENERAL, Map.of(Labels.TOMO_SUB_TOMOS_ARE2D_STACKS, 0));
        }
        for (StarBlock block : set.document().blocks()) {
            if (version == FileVersion.V4 && block.name().equals(GENERAL)) {
                continue;
            }
            for (StarTable table : block.tables()) {
                writer.copy(table, block.name());
            }
        }
    }
}
