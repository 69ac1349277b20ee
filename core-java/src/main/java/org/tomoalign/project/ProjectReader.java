package org.tomoalign.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Problems;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;

/** Reads a project's files and checks them against each other. */
final class ProjectReader {
    /** RELION's tolerance between the optics of particles and tomograms: kV, mm, fractions, Å. */
    private static final double OPTICS_TOLERANCE = 1e-3;

    private final ReadContext context;
    private final Problems problems;

    ProjectReader(ReadContext context) {
        this.context = context;
        this.problems = context.problems();
    }

    Optional<Project> read(ProjectPaths paths) {
        int before = problems.count();
        Optional<OptimisationSet> set =
                problems.attempt(() -> OptimisationSet.read(paths, context.workingDirectory()));
        if (set.isEmpty()) {
            return Optional.empty();
        }
        Optional<ReferencePaths> reference = reference(set.get());
        problems.attempt(() -> set.get().requireIfNamed(ProjectFile.MANIFOLDS));
        int beforeTables = problems.count();
        Optional<TomogramSet> tomograms = problems.attempt(
                () -> TomogramSet.read(set.get().require(ProjectFile.TOMOGRAMS), context));
        if (tomograms.isEmpty()) {
            problems.attempt(() -> set.get().require(ProjectFile.PARTICLES));
            problems.attempt(() -> set.get().requireIfNamed(ProjectFile.TRAJECTORIES));
            return Optional.empty();
        }
        Optional<ParticleSet> particles = problems.attempt(
                () -> ParticleSet.read(set.get().require(ProjectFile.PARTICLES), tomograms.get(), context));
        // What is missing because of a mistake that is known already is no mistake of its own.
        if (problems.count() == beforeTables) {
            checkTogether(tomograms.get(), particles.orElseThrow());
        }
        Optional<TrajectorySet> trajectories = trajectories(set.get(), tomograms.get(), particles);
        if (problems.count() > before) {
            return Optional.empty();
        }
        return Optional.of(new Project(set.get(), reference.orElseThrow(), tomograms.get(), particles.orElseThrow(),
                trajectories));
    }

    private Optional<ReferencePaths> reference(OptimisationSet set) {
        List<Optional<?>> found = new ArrayList<>();
        for (ProjectFile file : List.of(ProjectFile.REFERENCE_1, ProjectFile.REFERENCE_2)) {
            found.add(problems.attempt(() -> set.require(file)));
        }
        problems.attempt(() -> set.requireIfNamed(ProjectFile.MASK));
        problems.attempt(() -> set.requireIfNamed(ProjectFile.FSC));
        if (found.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(new ReferencePaths(set.require(ProjectFile.REFERENCE_1),
                set.require(ProjectFile.REFERENCE_2), set.find(ProjectFile.MASK), set.find(ProjectFile.FSC)));
    }

    private Optional<TrajectorySet> trajectories(
            OptimisationSet set, TomogramSet tomograms, Optional<ParticleSet> particles) {
        if (set.find(ProjectFile.TRAJECTORIES).isEmpty()) {
            return Optional.empty();
        }
        return problems.attempt(() -> {
            var file = set.require(ProjectFile.TRAJECTORIES);
            return particles.map(p -> TrajectorySet.read(file, p, tomograms, context))
                    .orElseGet(TrajectorySet::new);
        });
    }

    private void checkTogether(TomogramSet tomograms, ParticleSet particles) {
        if (particles.particles().isEmpty()) {
            problems.add(particles.file() + ": no particle belongs to a tomogram of " + tomograms.file()
                    + ", expected the names in _rlnTomoName to agree");
            return;
        }
        List<TiltSeries> used = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        int before = problems.count();
        for (TiltSeries series : tomograms.series()) {
            if (particles.of(series.name()).isEmpty()) {
                empty.add(series.name());
            } else {
                used.add(series);
                if (problems.count() - before < Problems.ENOUGH_ROWS) {
                    problems.attempt(() -> checkOptics(series, tomograms, particles));
                }
            }
        }
        if (!empty.isEmpty()) {
            context.warn(particles.file() + ": no particles for " + String.join(", ", empty)
                    + "; these tomograms are passed on unchanged");
        }
        checkPixelSizes(used, tomograms);
    }

    private static void checkOptics(TiltSeries series, TomogramSet tomograms, ParticleSet particles) {
        Map<Integer, OpticsGroup> groups = new LinkedHashMap<>();
        for (Particle particle : particles.of(series.name())) {
            groups.putIfAbsent(particle.opticsGroup(), particles.opticsGroup(particle));
        }
        for (OpticsGroup group : groups.values()) {
            String place = particles.file() + ": optics group " + group.number() + " (" + group.name() + ")";
            String other = tomograms.file() + ": tomogram " + series.name();
            Microscope p = group.microscope();
            Microscope t = series.microscope();
            compare(place, other, "voltage", p.voltage(), t.voltage(), "kV");
            compare(place, other, "spherical aberration", p.sphericalAberration(), t.sphericalAberration(), "mm");
            compare(place, other, "amplitude contrast", p.amplitudeContrast(), t.amplitudeContrast(), "");
            compare(place, other, "tilt series pixel size", group.pixelSize(), series.pixelSize(), "Å");
        }
    }

    private static void compare(
            String place, String other, String what, double particles, double tomogram, String unit) {
        if (Math.abs(particles - tomogram) >= OPTICS_TOLERANCE) {
            String suffix = unit.isEmpty() ? "" : " " + unit;
            throw new InputException(place + ": found a " + what + " of " + particles + suffix + ", expected "
                    + tomogram + suffix + " as in " + other);
        }
    }

    /** One reference serves all tomograms, and it has one pixel size. */
    private void checkPixelSizes(List<TiltSeries> used, TomogramSet tomograms) {
        TiltSeries first = used.getFirst();
        for (TiltSeries series : used) {
            if (Math.abs(series.pixelSize() - first.pixelSize()) >= OPTICS_TOLERANCE) {
                problems.add(tomograms.file() + ": tomogram " + series.name() + " has a pixel size of "
                        + series.pixelSize() + " Å, expected " + first.pixelSize() + " Å as tomogram " + first.name()
                        + ", since one reference serves all");
                return;
            }
        }
    }
}
