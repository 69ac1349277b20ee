package org.tomoalign.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;

/** Writes a refined project, in the version and layout in which it was read unless another version is asked for. */
public final class ProjectWriter {
    private static final String TOMOGRAMS = "tomograms.star";
    private static final String PARTICLES = "particles.star";
    private static final String MOTION = "motion.star";
    private static final String OPTIMISATION_SET = "optimisation_set.star";

    private final Project project;
    private final OutputFolder output;
    private final FileVersion version;
    private final TomogramOutput tomogramOutput;

    /**
     * Prepares to write, and makes sure that no input would be lost.
     *
     * @throws InputException if a file to be written is one of the project's own
     */
    public ProjectWriter(Project project, OutputFolder output) {
        this(project, output, project.tomograms().version(), false, warning -> { });
    }

    /**
     * Prepares to write in a version, makes sure that it can hold the project, and that no input would be lost.
     *
     * @param version  of the files to be written
     * @param replacing whether files of the project's own may be replaced: they have been read
     * @param warnings takes sentences about what RELION does not read of the new files, and about files that will be
     *                 replaced
     * @throws InputException if the version cannot hold the project, or a file to be written is one of the project's
     *                        own
     */
    public ProjectWriter(
            Project project, OutputFolder output, FileVersion version, boolean replacing, Consumer<String> warnings) {
        this.project = project;
        this.output = output;
        this.version = version;
        if (converts()) {
            ConversionCheck.run(project, version, warnings);
        }
        this.tomogramOutput = !converts() ? new TomogramWriter(project.tomograms(), output)
                : version == FileVersion.V5 ? new Version5Tomograms(project.tomograms(), output)
                : new Version4Tomograms(project.tomograms());
        List<Path> targets = new ArrayList<>(tomogramOutput.seriesTargets());
        for (String name : List.of(TOMOGRAMS, PARTICLES, MOTION, OPTIMISATION_SET)) {
            targets.add(output.file(name));
        }
        for (Path input : inputs()) {
            for (Path target : targets) {
                if (replacing && isSame(input, target)) {
                    warnings.accept(target + ": is an input of this job, and will be replaced by its result, as in RELION");
                } else if (isSame(input, target)) {
                    throw new InputException(Message.of(
                            target, ": is an input of this job and would be overwritten, expected another ", Setting.OUTPUT));
                }
            }
        }
    }

    private boolean converts() {
        return version != project.tomograms().version();
    }

    private List<Path> inputs() {
        List<Path> inputs = new ArrayList<>();
        for (ProjectFile file : ProjectFile.values()) {
            project.optimisationSet().find(file).ifPresent(inputs::add);
        }
        project.optimisationSet().file().map(Path::of).ifPresent(inputs::add);
        project.tomograms().entries().forEach(e -> inputs.add(Path.of(e.file().file())));
        return inputs;
    }

    private static boolean isSame(Path a, Path b) {
        try {
            return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes the tomogram set, the particle set if positions were refined, the trajectories if motion was, and last the
     * optimisation set that points to them. In another version than the input's, particles and trajectories are written
     * in any case. The project stays as it is.
     *
     * @param geometries by tomogram name; other tomograms and their particles are passed on unchanged
     * @param refined    what is new in them besides the projections
     * @throws IllegalArgumentException if there is a geometry of another number of images or particles than the
     *                                  tomogram has; nothing is written then
     * @throws java.util.NoSuchElementException if there is a geometry of a tomogram that the project does not have
     */
    public void write(Map<String, Geometry> geometries, Set<Refined> refined) {
        geometries.forEach(this::requireShape);
        Map<ProjectFile, String> updates = new EnumMap<>(ProjectFile.class);
        tomogramOutput.write(geometries, refined.contains(Refined.DEFORMATIONS), output.file(TOMOGRAMS));
        updates.put(ProjectFile.TOMOGRAMS, output.entry(TOMOGRAMS));
        Map<Integer, Vec3> positions = refined.contains(Refined.POSITIONS) ? positionsByRow(geometries) : Map.of();
        if (converts()) {
            new ParticleConverter(project.particles(), project.tomograms(), version)
                    .write(positions, output.file(PARTICLES));
            updates.put(ProjectFile.PARTICLES, output.entry(PARTICLES));
        } else if (!positions.isEmpty()) {
            new ParticleWriter(project.particles(), project.tomograms()).write(positions, output.file(PARTICLES));
            updates.put(ProjectFile.PARTICLES, output.entry(PARTICLES));
        }
        boolean motion = refined.contains(Refined.MOTION);
        if (motion || converts() && project.trajectories().isPresent()) {
            writeTrajectories(motion ? geometries : Map.of());
            updates.put(ProjectFile.TRAJECTORIES, output.entry(MOTION));
        }
        project.optimisationSet().write(output.file(OPTIMISATION_SET), updates, version);
    }

    private void requireShape(String name, Geometry geometry) {
        int images = project.tomograms().projections(name).size();
        int particles = project.particles().of(name).size();
        if (geometry.projections().size() != images || geometry.positions().size() != particles) {
            throw new IllegalArgumentException("tomogram " + name + ": " + geometry.projections().size()
                    + " projections and " + geometry.positions().size() + " positions, expected " + images + " and "
                    + particles);
        }
    }

    private Map<Integer, Vec3> positionsByRow(Map<String, Geometry> geometries) {
        Map<Integer, Vec3> positions = new HashMap<>();
        geometries.forEach((name, geometry) -> {
            List<Particle> particles = project.particles().of(name);
            for (int p = 0; p < particles.size(); p++) {
                positions.put(particles.get(p).row(), geometry.positions().get(p));
            }
        });
        return positions;
    }

    /**
     * RELION reads a file of trajectories only if every particle has one. Those that were not refined keep theirs, or
     * rest: with one zero per image, or a single one where the number of images is unknown.
     */
    private void writeTrajectories(Map<String, Geometry> moving) {
        TrajectorySet set = new TrajectorySet();
        Set<String> done = new HashSet<>();
        for (TiltSeries series : project.tomograms().series()) {
            List<Particle> particles = project.particles().of(series.name());
            if (moving.containsKey(series.name())) {
                set.put(series, particles, moving.get(series.name()).trajectories());
            } else {
                particles.forEach(p -> set.keep(p.name(), project.trajectories(), series.images().size()));
            }
            particles.forEach(p -> done.add(p.name()));
        }
        project.particles().names().stream().filter(name -> !done.contains(name))
                .forEach(name -> set.keep(name, project.trajectories(), 1));
        AtomicFile.write(output.file(MOTION), out -> set.write(out, version));
    }
}
