package org.tomoalign.project;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Problems;
import org.tomoalign.star.StarBlock;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.star.StarWriter;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.Trajectories;

/** The trajectories of particles, by particle name. */
public final class TrajectorySet {
    private static final String GENERAL = "general";

    /** Offsets x, y, z per tilt image, Å. */
    private final Map<String, double[]> offsets;

    private TrajectorySet(Map<String, double[]> offsets) {
        this.offsets = offsets;
    }

    /** A set to be filled. */
    TrajectorySet() {
        this(new LinkedHashMap<>());
    }

    /** Takes over the trajectories of a tomogram's particles. */
    void put(TiltSeries series, List<Particle> particles, Trajectories trajectories) {
        for (int p = 0; p < particles.size(); p++) {
            double[] out = new double[3 * series.images().size()];
            for (int t = 0; t < series.images().size(); t++) {
                Vec3 offset = trajectories.displacement(p, t).times(series.pixelSize());
                int f = series.images().get(t).row();
                out[3 * f] = offset.x();
                out[3 * f + 1] = offset.y();
                out[3 * f + 2] = offset.z();
            }
            offsets.put(particles.get(p).name(), out);
        }
    }

    /** Takes over a particle's trajectory from another set; one that is not there rests, for some images. */
    void keep(String name, Optional<TrajectorySet> other, int images) {
        offsets.put(name, other.map(set -> set.offsets.get(name)).orElseGet(() -> new double[3 * images]));
    }

    /**
     * Reads the trajectories of all particles of a set, one table per particle name; old files have numbers instead of
     * names, and are read in the order of the particles, with a warning.
     *
     * @param file      path, resolved
     * @param particles that must have one; those of unknown tomograms may have any length
     * @param tomograms with the number of images that each must have
     * @throws InputException if it is not a file of trajectories; single wrong trajectories go to the context
     */
    public static TrajectorySet read(Path file, ParticleSet particles, TomogramSet tomograms, ReadContext context) {
        StarDocument document = context.star(file);
        List<String> names = particles.names();
        List<StarBlock> tables = document.blocks().stream().filter(b -> !b.name().equals(GENERAL)).toList();
        StarColumn number = document.table(GENERAL).column(Labels.PARTICLE_NUMBER);
        if (number.integer(0) < names.size()) {
            throw number.expected(0, "at least " + names.size() + ", the particles of " + particles.file());
        }
        if (number.integer(0) != tables.size()) {
            throw number.expected(0, tables.size() + ", the trajectories in the file");
        }
        Map<String, double[]> offsets = HashMap.newHashMap(names.size());
        Map<String, StarBlock> blocks = blocks(document, tables, particles, context);
        int problemsBefore = context.problems().count();
        for (String name : names) {
            context.problems().attempt(() -> {
                StarBlock block = blocks.get(name);
                if (block == null) {
                    throw new InputException(document.file() + ": no trajectory data_" + name + " for the particle of "
                            + "that name in " + particles.file());
                }
                offsets.put(name, offsets(block.table()));
            });
            if (context.problems().count() - problemsBefore >= Problems.ENOUGH_ROWS) {
                context.problems().add(document.file() + ": further trajectories not checked");
                return new TrajectorySet(offsets);
            }
        }
        checkLengths(document.file(), offsets, particles, tomograms, context.problems());
        return new TrajectorySet(offsets);
    }

    /** Where the particles or the trajectories have no names, all that tells whose a trajectory is, is the order. */
    private static Map<String, StarBlock> blocks(
            StarDocument document, List<StarBlock> tables, ParticleSet particles, ReadContext context) {
        List<String> names = particles.names();
        Map<String, StarBlock> blocks = HashMap.newHashMap(tables.size());
        boolean numbered =
                !tables.isEmpty() && (tables.getFirst().name().equals("0") || tables.getFirst().name().isEmpty());
        if (numbered || !particles.hasNames()) {
            if (tables.size() != names.size()) {
                throw new InputException(document.file() + ": found " + tables.size() + " trajectories, expected "
                        + names.size() + ", as " + particles.file() + " has particles, since "
                        + (numbered ? "the trajectories" : "the particles") + " have no names");
            }
            context.warn(document.file() + ": trajectories " + (numbered ? "without particle names" : "of particles "
                    + "without names") + " are taken in the order of the particles; it must not have changed since they "
                    + "were written");
        }
        if (numbered) {
            for (int i = 0; i < names.size(); i++) {
                blocks.put(names.get(i), tables.get(i));
            }
            return blocks;
        }
        for (StarBlock block : tables) {
            if (blocks.put(block.name(), block) != null) {
                context.problems().add(document.file() + ": two blocks data_" + block.name()
                        + ", expected one trajectory per particle");
            }
        }
        return blocks;
    }

    /**
     * Reads the trajectories of one tomogram's particles, which are in the order of the particles.
     *
     * @param tables one per particle
     */
    static Trajectories inOrder(String file, List<StarBlock> tables, Tomogram tomogram) {
        List<Particle> particles = tomogram.particles();
        if (tables.size() != particles.size()) {
            throw new InputException(file + ": " + tables.size() + " trajectories, expected " + particles.size()
                    + ", the particles of " + tomogram.name());
        }
        TrajectorySet set = new TrajectorySet();
        for (int p = 0; p < particles.size(); p++) {
            StarTable table = tables.get(p).table();
            if (table.rows() != tomogram.series().images().size()) {
                throw new InputException(file + ": block data_" + table.blockName() + " has " + table.rows()
                        + " rows, expected " + tomogram.series().images().size() + ", the images of " + tomogram.name());
            }
            set.offsets.put(particles.get(p).name(), offsets(table));
        }
        return set.of(tomogram.series(), particles);
    }

    private static double[] offsets(StarTable table) {
        table.require(Labels.ORIGINS);
        double[] out = new double[3 * table.rows()];
        for (int axis = 0; axis < 3; axis++) {
            StarColumn column = table.column(Labels.ORIGINS.get(axis));
            for (int f = 0; f < table.rows(); f++) {
                out[3 * f + axis] = column.number(f);
            }
        }
        return out;
    }

    private static void checkLengths(
            String file, Map<String, double[]> offsets, ParticleSet particles, TomogramSet tomograms,
            Problems problems) {
        int wrong = 0;
        for (Particle particle : particles.particles()) {
            double[] found = offsets.get(particle.name());
            int images = tomograms.find(particle.tomogram()).orElseThrow().images().size();
            if (found != null && found.length != 3 * images && wrong++ < Problems.ENOUGH_ROWS) {
                problems.add(file + ": block data_" + particle.name() + " has " + found.length / 3
                        + " rows, expected " + images + ", the images of tilt series " + particle.tomogram());
            }
        }
    }

    /**
     * Returns the trajectories of a tomogram's particles.
     *
     * @throws java.util.NoSuchElementException if one is missing
     */
    public Trajectories of(TiltSeries series, List<Particle> particles) {
        int images = series.images().size();
        double[] values = new double[Math.multiplyExact(3 * images, particles.size())];
        for (int p = 0; p < particles.size(); p++) {
            double[] angstroms = Optional.ofNullable(offsets.get(particles.get(p).name())).orElseThrow();
            for (int t = 0; t < images; t++) {
                for (int axis = 0; axis < 3; axis++) {
                    values[(3 * p + axis) * images + t] =
                            angstroms[3 * series.images().get(t).row() + axis] * (1 / series.pixelSize());
                }
            }
        }
        return new Trajectories(images, values);
    }

    /**
     * Writes all trajectories as RELION does, in the order in which they were put.
     */
    void write(OutputStream out, FileVersion version) throws IOException {
        StarWriter writer = new StarWriter(out, version.starVersion());
        writer.list(GENERAL, Map.of(Labels.PARTICLE_NUMBER, offsets.size()));
        for (Map.Entry<String, double[]> entry : offsets.entrySet()) {
            writer.loop(entry.getKey(), Labels.ORIGINS);
            double[] values = entry.getValue();
            for (int i = 0; i < values.length; i += 3) {
                writer.cell(values[i]).cell(values[i + 1]).cell(values[i + 2]).endRow();
            }
            writer.endTable();
        }
    }
}
