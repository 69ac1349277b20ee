package org.tomoalign.project;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Problems;
import org.tomoalign.tomogram.Aberrations;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.Trajectories;

/**
 * A project: its tilt series, particles and, if it has them, trajectories, read and found consistent.
 *
 * @param optimisationSet the list of its files
 * @param reference       the reference's files; they exist, and are not read yet
 * @param tomograms       tilt series
 * @param particles       of those tilt series
 * @param trajectories    of those particles
 */
public record Project(
        OptimisationSet optimisationSet, ReferencePaths reference, TomogramSet tomograms, ParticleSet particles,
        Optional<TrajectorySet> trajectories) {
    /**
     * Reads a project and checks it.
     *
     * @param paths            what the user named
     * @param workingDirectory to which paths in options and files are relative
     * @param warnings         takes sentences about what is odd but usable
     * @throws InputException with all that is wrong
     */
    public static Project read(ProjectPaths paths, Path workingDirectory, Consumer<String> warnings) {
        Problems problems = new Problems();
        ReadContext context = new ReadContext(workingDirectory, ImageSizes.ofMrcHeaders(), problems, warnings);
        Optional<Project> project = read(paths, context);
        problems.throwIfAny();
        return project.orElseThrow();
    }

    /**
     * Reads a project as far as possible, and reports what is wrong with it to the context.
     *
     * @return the project, if nothing was wrong
     */
    public static Optional<Project> read(ProjectPaths paths, ReadContext context) {
        return new ProjectReader(context).read(paths);
    }

    /** Returns the tomograms that have particles, in the order of the file. */
    public List<Tomogram> tomogramsWithParticles() {
        return tomograms.series().stream().filter(series -> !particles.of(series.name()).isEmpty())
                .map(this::tomogram).toList();
    }

    private Tomogram tomogram(TiltSeries series) {
        List<Particle> own = particles.of(series.name());
        Map<Integer, Aberrations> aberrations = new HashMap<>();
        for (Particle particle : own) {
            OpticsGroup group = particles.opticsGroup(particle);
            aberrations.computeIfAbsent(particle.opticsGroup(),
                    g -> new Aberrations(group.evenZernike(), group.oddZernike()));
        }
        return new Tomogram(series, own, new Geometry(tomograms.projections(series.name()),
                particles.positions(series.name()),
                trajectories.map(set -> set.of(series, own)).orElse(Trajectories.NONE),
                tomograms.deformation(series.name())), aberrations);
    }
}
