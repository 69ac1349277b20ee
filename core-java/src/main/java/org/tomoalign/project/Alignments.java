package org.tomoalign.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Problems;
import org.tomoalign.star.StarDocument;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectories;

/**
 * Tilt series with their projections, and the particles in them: what a finished job wrote, or any tomogram set. No
 * reference is needed.
 *
 * @param tomograms    the tilt series
 * @param particles    of them, if there are any
 * @param trajectories of the particles, if there are any
 */
public record Alignments(TomogramSet tomograms, Optional<ParticleSet> particles, Optional<TrajectorySet> trajectories) {
    private static final String TOMOGRAMS = "tomograms.star";
    private static final String OPTIMISATION_SET = "optimisation_set.star";

    /**
     * Reads alignments.
     *
     * @param place            output folder of a job, an optimisation set, or a tomogram set; a job's own files go before
     *                         what its optimisation set names, so that a folder may be read where it was moved to
     * @param workingDirectory to which paths in files are relative
     * @param warnings         takes sentences about what is odd but usable
     * @throws InputException with all that is wrong
     */
    public static Alignments read(Path place, Path workingDirectory, Consumer<String> warnings) {
        Path resolved = workingDirectory.resolve(place);
        Problems problems = new Problems();
        ReadContext context = new ReadContext(workingDirectory, ImageSizes.ofMrcHeaders(), problems, warnings);
        Alignments read = Files.isDirectory(resolved) ? readFolder(place, resolved, context) : readFile(resolved, context);
        problems.throwIfAny();
        return read;
    }

    private static Alignments readFolder(Path place, Path folder, ReadContext context) {
        Path tomograms = folder.resolve(TOMOGRAMS);
        if (!Files.isRegularFile(tomograms)) {
            throw new InputException(place + ": found no " + TOMOGRAMS + ", expected the output folder of a finished job");
        }
        Path set = folder.resolve(OPTIMISATION_SET);
        ProjectPaths paths = ProjectPaths.of(Files.isRegularFile(set) ? set : null);
        return read(tomograms, override(override(paths, ProjectFile.PARTICLES, folder.resolve("particles.star")),
                ProjectFile.TRAJECTORIES, folder.resolve("motion.star")), context);
    }

    private static ProjectPaths override(ProjectPaths paths, ProjectFile file, Path path) {
        return Files.isRegularFile(path) ? paths.with(file, path.toAbsolutePath()) : paths;
    }

    private static Alignments readFile(Path file, ReadContext context) {
        if (StarDocument.read(file).find("global").isPresent()) {
            return read(file, ProjectPaths.of(null), context);
        }
        ProjectPaths paths = ProjectPaths.of(file);
        return read(OptimisationSet.read(paths, context.workingDirectory()).require(ProjectFile.TOMOGRAMS), paths, context);
    }

    private static Alignments read(Path tomogramFile, ProjectPaths paths, ReadContext context) {
        TomogramSet tomograms = TomogramSet.read(tomogramFile, context);
        context.problems().throwIfAny();
        OptimisationSet set = OptimisationSet.read(paths, context.workingDirectory());
        Optional<ParticleSet> particles = set.find(ProjectFile.PARTICLES)
                .map(file -> ParticleSet.read(set.require(ProjectFile.PARTICLES), tomograms, context));
        context.problems().throwIfAny();
        Optional<TrajectorySet> trajectories = particles.flatMap(p -> set.find(ProjectFile.TRAJECTORIES)
                .map(file -> TrajectorySet.read(set.require(ProjectFile.TRAJECTORIES), p, tomograms, context)));
        return new Alignments(tomograms, particles, trajectories);
    }

    /** Returns the particles of a tilt series, in the order of the file. */
    public List<Particle> particlesOf(TiltSeries series) {
        return particles.map(set -> set.of(series.name())).orElse(List.of());
    }

    /** Returns where everything in a tilt series' tomogram is. */
    public Geometry geometry(TiltSeries series) {
        List<Particle> own = particlesOf(series);
        return new Geometry(tomograms.projections(series.name()),
                particles.map(set -> set.positions(series.name())).orElse(List.of()),
                own.isEmpty() ? Trajectories.NONE
                        : trajectories.map(set -> set.of(series, own)).orElse(Trajectories.NONE),
                tomograms.deformation(series.name()));
    }
}
