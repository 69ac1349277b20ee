package org.tomoalign.job;

import java.util.concurrent.ForkJoinPool;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.input.Problems;
import org.tomoalign.project.FscTable;
import org.tomoalign.project.Project;
import org.tomoalign.project.ReferencePaths;
import org.tomoalign.reference.ReferenceMap;

/** Loads the reference that a project names. */
public final class ReferenceLoader {
    private ReferenceLoader() {
    }

    /**
     * Reads half maps, mask and FSC, and prepares them for an alignment. The caller closes the result.
     *
     * @param settings box and weights of the alignment
     * @param pool     runs the work
     * @throws org.tomoalign.input.InputException if a file is missing or damaged, or a map does not suit the box
     */
    public static ReferenceMap load(Project project, AlignSettings settings, ForkJoinPool pool) {
        Problems problems = new Problems();
        ReferenceMap.Source source = source(project, problems);
        problems.throwIfAny();
        return load(source, settings, pool);
    }

    static ReferenceMap load(ReferenceMap.Source source, AlignSettings settings, ForkJoinPool pool) {
        return ReferenceMap.load(
                source, settings.box(), settings.shells(), settings.compat(), Fftw.get(), pool);
    }

    /** Returns where the reference comes from; what is wrong with its FSC is added to the problems. */
    static ReferenceMap.Source source(Project project, Problems problems) {
        ReferencePaths paths = project.reference();
        // The same for all with particles.
        double pixelSize = project.tomograms().series().stream()
                .filter(series -> !project.particles().of(series.name()).isEmpty())
                .findFirst().orElseThrow().pixelSize();
        return new ReferenceMap.Source(paths.half1(), paths.half2(), paths.mask(),
                paths.fsc().flatMap(file -> problems.attempt(() -> FscTable.read(file, pixelSize))), pixelSize);
    }
}
