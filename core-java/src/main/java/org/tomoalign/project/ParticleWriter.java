package org.tomoalign.project;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;

/** Writes particle sets: coordinates are new and origins 0 where positions were refined, all else is as it was. */
final class ParticleWriter {
    private final ParticleSet set;
    private final TomogramSet tomograms;
    private final StarTable table;

    ParticleWriter(ParticleSet set, TomogramSet tomograms) {
        this.set = set.copy();
        this.tomograms = tomograms;
        this.table = this.set.table();
    }

    /**
     * Writes the set.
     *
     * @param positions px, by row; rows that are not in it stay
     */
    void write(Map<Integer, Vec3> positions, Path target) {
        addNames(set);
        addOrigins(table);
        boolean centred = set.coordinates() != ParticleSet.Coordinates.V4_PIXELS;
        if (set.coordinates() == ParticleSet.Coordinates.V5_PIXELS) {
            centred = toCentred();
        }
        List<StarColumn> columns = columns(centred ? Labels.CENTERED_COORDINATES : Labels.COORDINATES);
        List<StarColumn> origins = columns(Labels.ORIGINS);
        for (Particle particle : set.particles()) {
            Vec3 position = positions.get(particle.row());
            if (position != null) {
                TiltSeries series = tomograms.find(particle.tomogram()).orElseThrow();
                ParticleSet.Coordinates written =
                        centred ? ParticleSet.Coordinates.CENTRED : set.coordinates();
                write(columns, particle.row(), written.coordinate(position, series));
                write(origins, particle.row(), Vec3.ZERO);
            }
        }
        if (set.coordinates() == ParticleSet.Coordinates.CENTRED) {
            // As in RELION 5: left behind, they would contradict the new ones.
            Labels.COORDINATES.forEach(table::remove);
        }
        AtomicFile.write(target, set.document()::write);
    }

    /** Names the particles of a set without names. */
    static void addNames(ParticleSet set) {
        StarTable table = set.table();
        if (!table.has(Labels.TOMO_PARTICLE_NAME)) {
            StarColumn names = table.columnOrNew(Labels.TOMO_PARTICLE_NAME);
            for (int row = 0; row < table.rows(); row++) {
                names.setText(row, set.names().get(row));
            }
        }
    }

    /** RELION 4 does not read particles without origins. */
    static void addOrigins(StarTable table) {
        for (String label : Labels.ORIGINS) {
            if (!table.has(label)) {
                StarColumn column = table.columnOrNew(label);
                for (int row = 0; row < table.rows(); row++) {
                    column.set(row, 0.0);
                }
            }
        }
    }

    /**
     * Replaces pixel coordinates by centred ones, as RELION 5 does. Not if there are particles of unknown tomograms:
     * their centre is not known, and RELION takes one kind of coordinates for all.
     *
     * @return whether it was done
     */
    private boolean toCentred() {
        if (set.particles().size() < table.rows()) {
            return false;
        }
        List<StarColumn> pixels = Labels.COORDINATES.stream().map(table::columnOrNew).toList();
        List<StarColumn> centred = Labels.CENTERED_COORDINATES.stream().map(table::columnOrNew).toList();
        for (Particle particle : set.particles()) {
            int row = particle.row();
            TiltSeries series = tomograms.find(particle.tomogram()).orElseThrow();
            Vec3 pixel = new Vec3(pixels.get(0).number(row), pixels.get(1).number(row), pixels.get(2).number(row));
            write(centred, row, ParticleSet.Coordinates.CENTRED.coordinate(pixel, series));
        }
        Labels.COORDINATES.forEach(table::remove);
        return true;
    }

    private List<StarColumn> columns(List<String> labels) {
        return labels.stream().map(table::column).toList();
    }

    private static void write(List<StarColumn> columns, int row, Vec3 value) {
        columns.get(0).set(row, value.x());
        columns.get(1).set(row, value.y());
        columns.get(2).set(row, value.z());
    }
}
