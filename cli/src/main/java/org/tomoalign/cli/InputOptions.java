package org.tomoalign.cli;

import java.nio.file.Path;
import org.tomoalign.project.ProjectFile;
import org.tomoalign.project.ProjectPaths;
import picocli.CommandLine.Option;

/** The files of a project: an optimisation set, and options that override its entries. */
final class InputOptions {
    @Option(names = "--i", paramLabel = "STAR", description = "optimisation set")
    private Path optimisationSet;

    @Option(names = "--p", paramLabel = "STAR", description = "particle set")
    private Path particles;

    @Option(names = "--t", paramLabel = "STAR", description = "tomogram set")
    private Path tomograms;

    @Option(names = "--mot", paramLabel = "STAR", description = "particle trajectories")
    private Path trajectories;

    @Option(names = "--man", paramLabel = "STAR", description = "manifolds (only passed on)")
    private Path manifolds;

    @Option(names = "--ref1", paramLabel = "MRC", description = "reference map, half 1")
    private Path reference1;

    @Option(names = "--ref2", paramLabel = "MRC", description = "reference map, half 2")
    private Path reference2;

    @Option(names = "--mask", paramLabel = "MRC", description = "mask of the reference")
    private Path mask;

    @Option(names = "--fsc", paramLabel = "STAR", description = "FSC of the reference")
    private Path fsc;

    ProjectPaths paths() {
        return ProjectPaths.of(optimisationSet)
                .with(ProjectFile.PARTICLES, particles)
                .with(ProjectFile.TOMOGRAMS, tomograms)
                .with(ProjectFile.TRAJECTORIES, trajectories)
                .with(ProjectFile.MANIFOLDS, manifolds)
                .with(ProjectFile.REFERENCE_1, reference1)
                .with(ProjectFile.REFERENCE_2, reference2)
                .with(ProjectFile.MASK, mask)
                .with(ProjectFile.FSC, fsc);
    }
}
