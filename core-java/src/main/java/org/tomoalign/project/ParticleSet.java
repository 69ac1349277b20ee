package org.tomoalign.project;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;

/** The particles of a project, and the file they came from. */
public final class ParticleSet {
    /** How the file gives positions. */
    enum Coordinates {
        /** {@code rlnCoordinate*}: px, one less than here. */
        V4_PIXELS {
            @Override
            Vec3 position(Vec3 coordinate, TiltSeries series) {
                return coordinate.plus(ONE);
            }

            @Override
            Vec3 coordinate(Vec3 position, TiltSeries series) {
                return position.minus(ONE);
            }
        },
        /** {@code rlnCoordinate*} beside v5 tomograms: px. */
        V5_PIXELS {
            @Override
            Vec3 position(Vec3 coordinate, TiltSeries series) {
                return coordinate;
            }

            @Override
            Vec3 coordinate(Vec3 position, TiltSeries series) {
                return position;
            }
        },
        /** {@code rlnCenteredCoordinate*Angst}: Å from the tomogram's centre. */
        CENTRED {
            @Override
            Vec3 position(Vec3 coordinate, TiltSeries series) {
                return coordinate.times(1 / series.pixelSize()).plus(series.centre());
            }

            @Override
            Vec3 coordinate(Vec3 position, TiltSeries series) {
                return position.minus(series.centre()).times(series.pixelSize());
            }
        };

        private static final Vec3 ONE = new Vec3(1, 1, 1);

        /** Returns the position that a file's coordinate means, px, without the origin offset. */
        abstract Vec3 position(Vec3 coordinate, TiltSeries series);

        /** Returns a position (px) as the file gives it. */
        abstract Vec3 coordinate(Vec3 position, TiltSeries series);

        /** Returns the columns of x, y and z. */
        List<String> labels() {
            return this == CENTRED ? Labels.CENTERED_COORDINATES : Labels.COORDINATES;
        }
    }

    private final StarDocument document;
    private final Coordinates coordinates;
    private final List<String> names;
    private final List<Particle> particles;
    private final List<Vec3> positions;
    private final Map<Integer, OpticsGroup> opticsGroups;
    private final Map<String, List<Integer>> byTomogram = new LinkedHashMap<>();

    ParticleSet(
            StarDocument document, Coordinates coordinates, List<String> names, List<Particle> particles,
            List<Vec3> positions, Map<Integer, OpticsGroup> opticsGroups) {
        this.document = document;
        this.coordinates = coordinates;
        this.names = List.copyOf(names);
        this.particles = List.copyOf(particles);
        this.positions = List.copyOf(positions);
        this.opticsGroups = Map.copyOf(opticsGroups);
        for (int i = 0; i < particles.size(); i++) {
            byTomogram.computeIfAbsent(particles.get(i).tomogram(), k -> new ArrayList<>()).add(i);
        }
    }

    /**
     * Reads a particle set. Particles of unknown tomograms are left out, with a warning, and pass into the output
     * unchanged. Rows that cannot be read are left out, and the context has the reason.
     *
     * @param file      path of the set, resolved
     * @param tomograms whose particles are wanted
     * @throws InputException if the set as a whole cannot be read
     */
    public static ParticleSet read(Path file, TomogramSet tomograms, ReadContext context) {
        return new ParticleReader(context.star(file), tomograms, context).read();
    }

    /** Returns the particles of the set's tomograms in the order of the file. */
    public List<Particle> particles() {
        return particles;
    }

    /** Returns the particles of a tomogram in the order of the file. */
    public List<Particle> of(String tomogram) {
        return byTomogram.getOrDefault(tomogram, List.of()).stream().map(particles::get).toList();
    }

    /** Returns the positions of a tomogram's particles in the order of the file, px, origin offsets applied. */
    public List<Vec3> positions(String tomogram) {
        return byTomogram.getOrDefault(tomogram, List.of()).stream().map(positions::get).toList();
    }

    /** Returns a set with a table of its own: what is changed in it does not change this one. */
    ParticleSet copy() {
        return new ParticleSet(document.copy(), coordinates, names, particles, positions, opticsGroups);
    }

    /** Returns the optics group of a particle. */
    public OpticsGroup opticsGroup(Particle particle) {
        return opticsGroups.get(particle.opticsGroup());
    }

    /** Returns the names of all particles by row, those of unknown tomograms included. */
    public List<String> names() {
        return names;
    }

    /** Returns whether the names come from the file; otherwise they are made of tomogram and number. */
    public boolean hasNames() {
        return table().has(Labels.TOMO_PARTICLE_NAME);
    }

    /** Returns the name of the set's file, for messages. */
    public String file() {
        return document.file();
    }

    Coordinates coordinates() {
        return coordinates;
    }

    StarDocument document() {
        return document;
    }

    StarTable table() {
        return document.table("particles");
    }
}
