package org.tomoalign.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Plural;
import org.tomoalign.input.Problems;
import org.tomoalign.project.FscTable;
import org.tomoalign.project.ImageSizes;
import org.tomoalign.project.OptimisationSet;
import org.tomoalign.project.ProjectFile;
import org.tomoalign.project.ReadContext;
import org.tomoalign.project.TomogramSet;
import org.tomoalign.reference.ReferenceFiles;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.Visibility;

/** Reads all that a job would read, every pixel included, and tells what it would need; runs and writes nothing. */
public final class JobCheck {
    private final JobPlan plan;
    private final JobListener listener;
    private final Problems problems = new Problems();

    /** Prepares a check of a job. */
    public JobCheck(JobPlan plan, JobListener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /**
     * Checks, and tells the listener about particles, images, memory and time if all is well.
     *
     * @throws InputException with every problem found
     */
    public void run() {
        MemoryLimits limits = MemoryLimits.of(plan.maxMemory(), 1);
        Optional<JobInputs> inputs = JobInputs.read(plan, problems, listener);
        Optional<List<Tomogram>> unfinished = inputs.map(in -> {
            Set<String> finished = FinishedTomograms.of(plan, in, listener).keySet();
            return in.tomograms().stream().filter(t -> !finished.contains(t.name())).toList();
        });
        inputs.ifPresent(in -> in.requireImages(unfinished.orElseThrow(), problems));
        List<TiltSeries> series = unfinished.map(all -> all.stream().map(Tomogram::series).toList())
                .orElseGet(this::whatCanBeRead);
        try (ForkJoinPool pool = new ForkJoinPool(plan.settings().threads())) {
            ImageScan.run(series, pool, listener, problems);
        }
        inputs.ifPresent(in -> ReferenceFiles.checkVoxels(in.reference(), problems));
        inputs.ifPresent(in -> problems.attempt(() -> JobEstimate.of(in, plan.settings()).requireMemory(limits, listener::warning)));
        problems.throwIfAny();
        JobInputs in = inputs.orElseThrow();
        Visibility visibility;
        try (ForkJoinPool pool = new ForkJoinPool(plan.settings().threads());
                ReferenceMap reference = ReferenceLoader.load(in.reference(), plan.settings(), pool)) {
            visibility = plan.settings().visibility(reference.particleRadius());
        }
        Map<String, Message> nothing = WindowsToAlign.nothingToAlign(
                unfinished.orElseThrow(), plan.settings(), visibility, listener);
        if (nothing.size() == in.tomograms().size()) {
            nothing.values().forEach(problems::add);
        } else {
            nothing.values().forEach(text -> listener.warning(Message.of(text, "; it will be passed on unchanged")));
        }
        problems.throwIfAny();
        report(in, visibility, limits);
    }

    /** Where the project as a whole is unusable: checks the parts of it that can be read, and returns its tilt series. */
    private List<TiltSeries> whatCanBeRead() {
        // The mistakes of tables are known already.
        Problems known = new Problems();
        Optional<OptimisationSet> set =
                known.attempt(() -> OptimisationSet.read(plan.input(), plan.workingDirectory()));
        List<TiltSeries> series = set.flatMap(s -> known.attempt(() -> TomogramSet.read(
                        s.require(ProjectFile.TOMOGRAMS), new ReadContext(plan.workingDirectory(),
                                ImageSizes.ofMrcHeaders(), known, warning -> { }))))
                .map(TomogramSet::series).orElse(List.of());
        for (TiltSeries one : series) {
            problems.attempt(() -> JobInputs.requireBoxFits(one, plan.settings().box()));
        }
        set.ifPresent(s -> {
            s.find(ProjectFile.FSC).filter(java.nio.file.Files::isRegularFile)
                    .ifPresent(file -> problems.attempt(() -> series.isEmpty() ? FscTable.read(file)
                            : FscTable.read(file, series.getFirst().pixelSize())));
            known.attempt(() -> new ReferenceMap.Source(s.require(ProjectFile.REFERENCE_1),
                    s.require(ProjectFile.REFERENCE_2), s.find(ProjectFile.MASK).filter(java.nio.file.Files::exists),
                    Optional.empty(), series.isEmpty() ? Double.NaN : series.getFirst().pixelSize()))
                    .ifPresent(source -> {
                        ReferenceFiles.check(source, plan.settings().box(), problems, listener::warning);
                        ReferenceFiles.checkVoxels(source, problems);
                    });
        });
        return series;
    }

    /** @param visibility of particles on images */
    private void report(JobInputs inputs, Visibility visibility, MemoryLimits limits) {
        List<String> lines = new ArrayList<>();
        for (Tomogram tomogram : inputs.tomograms()) {
            lines.add(String.format(Locale.ROOT, "%s: %s x %s, %.1f %% visible", tomogram.name(),
                    Plural.of(tomogram.particles().size(), "particle"),
                    Plural.of(tomogram.series().images().size(), "image"),
                    100.0 * visible(tomogram, visibility) / tomogram.particleImages()));
        }
        JobEstimate e = JobEstimate.of(inputs, plan.settings());
        int atOnce = e.tomogramsAtOnce(limits);
        lines.add(String.format(Locale.ROOT, "Memory: about %s of %s, with %s in work at a time (each: windows %s, "
                        + "filters %s; reference %s, %s %s, the rest %s; %s while the reference is read)",
                JobEstimate.text(e.peak(atOnce)), JobEstimate.text(limits.bytes()), Plural.of(atOnce, "tomogram"),
                JobEstimate.text(e.windows()), JobEstimate.text(e.filters()), JobEstimate.text(e.reference().resident()),
                Plural.of(plan.settings().threads(), "thread"), JobEstimate.text(e.workspaces()),
                JobEstimate.text(e.rest(atOnce)), JobEstimate.text(e.whileLoading())));
        lines.add(String.format(Locale.ROOT, "Time: very roughly %s with %s", duration(e.seconds()),
                Plural.of(plan.settings().threads(), "thread")));
        lines.add("No problems found");
        lines.forEach(listener::message);
    }

    private static String duration(double seconds) {
        return seconds < 100 ? Math.max(1, Math.round(seconds)) + " s"
                : seconds < 6000 ? Math.round(seconds / 60) + " minutes"
                        : String.format(Locale.ROOT, "%.1f hours", seconds / 3600);
    }

    /** Counts the particle images that take part. */
    private static long visible(Tomogram tomogram, Visibility visibility) {
        Projector projector = tomogram.projector();
        long count = 0;
        for (int p = 0; p < tomogram.particles().size(); p++) {
            for (int t = 0; t < tomogram.series().images().size(); t++) {
                count += visibility.includes(tomogram, projector, p, t) ? 1 : 0;
            }
        }
        return count;
    }
}
