package org.tomoalign.job;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Problems;
import org.tomoalign.input.Setting;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.output.TrajectoryFiles;
import org.tomoalign.project.RelionTemporaries;
import org.tomoalign.project.ScoreTables;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.TomogramScores;

/** A run of the program: reads a project, aligns its tomograms, a few at a time, writes the refined project. */
public final class AlignJob {
    private final JobPlan plan;
    private final JobPart part;
    private final WarningsKept listener;
    private final AtomicBoolean noted = new AtomicBoolean();

    /** Prepares a job; nothing is read or written yet. */
    public AlignJob(JobPlan plan, JobListener listener) {
        this(plan, JobPart.WHOLE, listener);
    }

    /** Prepares a part of a job; nothing is read or written yet. */
    public AlignJob(JobPlan plan, JobPart part, JobListener listener) {
        this.plan = plan;
        this.part = part;
        this.listener = new WarningsKept(listener);
    }

    /**
     * Runs the job. Tomograms that fail do not stop the others, unless the plan is strict or none is left.
     *
     * @return what {@code metrics.json} holds, where the project is written
     * @throws InputException       if the input is wrong; all that can be found before computing is found then
     * @throws UncheckedIOException if the output cannot be written
     */
    public JobMetrics run() {
        if (plan.train() && !part.equals(JobPart.WHOLE)) {
            throw new InputException(Message.of(Setting.TRAIN, ": expected in a job of one process; others take the numbers that it "
                    + "finds as ", Setting.VELOCITY, " and ", Setting.DIVERGENCE));
        }
        return plan.train() ? new AlignJob(MotionTraining.trained(plan, listener), listener).align() : align();
    }

    private JobMetrics align() {
        long start = System.nanoTime();
        StageClock clock = new StageClock();
        Problems problems = new Problems();
        Optional<JobInputs> read = JobInputs.read(plan, problems, listener);
        problems.throwIfAny();
        JobInputs inputs = read.orElseThrow().with(part.tomograms(read.orElseThrow().tomograms()));
        if (part instanceof JobPart.Shard shard && inputs.tomograms().isEmpty()) {
            listener.on(new JobEvent.Note(shard.done(0)));
            return metrics(inputs, List.of(), List.of(), new FailedTomograms(false, listener), 0, start, 0, clock);
        }
        Optional<ShardResults> shards = part instanceof JobPart.Merge merge ? Optional.of(ShardResults.collect(
                merge, plan.settings(), inputs, plan.workingDirectory(), inputs.output().file("temp"))) : Optional.empty();
        Map<String, AlignedTomogram> finished = shards.map(ShardResults::alignments)
                .orElseGet(() -> FinishedTomograms.of(plan, inputs, listener));
        List<Tomogram> unfinished = without(inputs.tomograms(), finished.keySet());
        inputs.requireImages(unfinished, problems);
        problems.throwIfAny();
        JobEstimate estimate = JobEstimate.of(inputs, plan.settings());
        MemoryLimits memory = MemoryLimits.of(plan.maxMemory(), part.processesOnNode());
        if (shards.isEmpty()) {
            estimate.requireMemory(memory, listener::warning);
        }
        int atOnce = estimate.tomogramsAtOnce(memory);
        HeapKeeper heap = new HeapKeeper(estimate.heapOf(atOnce));
        FailedTomograms failed = new FailedTomograms(plan.is(JobPlan.Manner.STRICT) || inputs.tomograms().size() == 1,
                listener);
        try (FolderLock folder = FolderLock.take(inputs.output(), part, listener::warning);
                ForkJoinPool pool = new ForkJoinPool(plan.settings().threads());
                ReferenceMap reference = loadReference(inputs.reference(), clock, pool)) {
            shards.ifPresent(results -> results.store(folder.temp()));
            if (part instanceof JobPart.Member(Team team)) {
                team.ready();
            }
            listener.on(planned(inputs, finished, atOnce));
            WindowsToAlign.nothingToAlign(unfinished, plan.settings(),
                    plan.settings().visibility(reference.particleRadius()), listener).forEach(failed::add);
            double setupSeconds = (System.nanoTime() - start) * 1e-9;
            Map<String, AlignedTomogram> aligned =
                    align(inputs, finished, failed, reference, pool, folder.temp(), atOnce, heap);
            if (aligned.isEmpty() && failed.areAny()) {
                failed.rethrow();
            }
            clock.lap("tomograms");
            List<TomogramMetrics> tomograms = aligned.values().stream().map(AlignedTomogram::metrics).toList();
            if (!part.writes()) {
                if (part instanceof JobPart.Shard shard) {
                    listener.on(new JobEvent.Note(shard.done(tomograms.size())));
                }
                return metrics(inputs, tomograms, List.of(), failed, atOnce, start, setupSeconds, clock);
            }
            note(inputs);
            List<MotionSize> motion = motion(inputs, aligned);
            List<Message> advice = JobAdvice.of(plan.settings(), tomograms, motion);
            ReportNotes notes =
                    ReportNotes.of(plan, inputs, reference, motion, advice, failed.among(inputs.tomograms()));
            notes.write(folder.temp());
            write(inputs, aligned, notes, pool);
            clock.lap("output");
            JobMetrics metrics = metrics(inputs, tomograms, advice, failed, atOnce, start, setupSeconds, clock);
            JsonFile.write(inputs.output().file("metrics.json"), metrics);
            listener.on(new JobEvent.Done(metrics, inputs.output().name(), advice));
            return metrics;
        }
    }

    private JobMetrics metrics(
            JobInputs inputs, List<TomogramMetrics> tomograms, List<Message> advice, FailedTomograms failed, int atOnce,
            long start, double setupSeconds, StageClock clock) {
        return new JobMetrics(JobMetrics.SCHEMA, ProgramVersion.text(), plan.command().orElse(null),
                JobOptions.of(plan), KernelProvider.get().name(), Fftw.get().report(),
                plan.settings().threads(), atOnce, (System.nanoTime() - start) * 1e-9, setupSeconds, clock.seconds(),
                PeakMemory.megabytes(), JobMetrics.Totals.of(tomograms), tomograms, failed.among(inputs.tomograms()),
                listener.warningsAnd(advice));
    }

    private JobEvent planned(JobInputs inputs, Map<String, AlignedTomogram> finished, int atOnce) {
        return new JobEvent.Planned(inputs.tomograms().stream().map(t -> new JobEvent.Part(
                t.name(), t.particleImages(), finished.containsKey(t.name()))).toList(), plan.settings().threads(), atOnce);
    }

    private List<MotionSize> motion(JobInputs inputs, Map<String, AlignedTomogram> aligned) {
        return plan.settings().motion().map(prior -> aligned(inputs, aligned).stream().map(t -> MotionSize.of(
                t.series(), aligned.get(t.name()).geometry().trajectories(), prior)).toList()).orElse(List.of());
    }

    private static List<Tomogram> without(List<Tomogram> tomograms, Set<String> names) {
        return tomograms.stream().filter(t -> !names.contains(t.name())).toList();
    }

    /** Returns the tomograms that have an outcome. */
    private static List<Tomogram> aligned(JobInputs inputs, Map<String, AlignedTomogram> aligned) {
        return inputs.tomograms().stream().filter(t -> aligned.containsKey(t.name())).toList();
    }

    /** Leaves the command in the folder, as RELION does. */
    private void note(JobInputs inputs) {
        if (part.writes() && !plan.is(JobPlan.Manner.WITHOUT_NOTE) && noted.compareAndSet(false, true)) {
            plan.command().ifPresent(command -> AtomicFile.write(inputs.output().file("note.txt"),
                    out -> out.write(("Command:\n\n" + command + "\n").getBytes(StandardCharsets.UTF_8))));
        }
    }

    /** Returns the outcome by tomogram name, in the order of the input, for those that did not fail. */
    private Map<String, AlignedTomogram> align(
            JobInputs inputs, Map<String, AlignedTomogram> finished, FailedTomograms failed, ReferenceMap reference,
            ForkJoinPool pool, Path temp, int atOnce, HeapKeeper heap) {
        List<Tomogram> unfinished = part.inOrder(without(inputs.tomograms(), finished.keySet()).stream()
                .filter(t -> !failed.contains(t.name())).toList());
        Map<String, AlignedTomogram> aligned = new ConcurrentHashMap<>(finished);
        RelionTemporaries relion = new RelionTemporaries(inputs.version(), temp);
        Diagnostics diagnostics =
                new Diagnostics(plan.diagnostics() ? Optional.of(inputs.output().file("")) : Optional.empty());
        try (TomogramAligner aligner = new TomogramAligner(plan.settings(), reference, diagnostics, pool)) {
            InFlight.run(pool, unfinished.size(), atOnce, part.queue(), (item, check) -> {
                Tomogram tomogram = unfinished.get(item);
                CheckedListener steps = new CheckedListener(listener, () -> {
                    heap.check();
                    check.run();
                });
                failed.attempt(tomogram.name(), steps, () -> aligner.align(tomogram, steps)).ifPresent(result -> {
                    note(inputs);
                    Checkpoint.of(plan.settings(), tomogram, inputs.reference(), result).write(temp, tomogram.series());
                    relion.write(tomogram, result.geometry(), plan.settings().refined());
                    listener.on(new JobEvent.Aligned(result.metrics(), plan.settings().mode().onlyShifts()));
                    aligned.put(tomogram.name(), result);
                });
            });
        }
        if (part instanceof JobPart.Member(Team team)) {
            team.finish();
            if (team.isFirst()) {
                team.failedTomograms().forEach(failed::addKnown);
                aligned.putAll(new OtherRanksResults(plan.settings(), inputs, temp).of(unfinished.stream()
                        .filter(t -> !aligned.containsKey(t.name()) && !failed.contains(t.name())).toList()));
            }
        }
        Map<String, AlignedTomogram> inOrder = new LinkedHashMap<>();
        aligned(inputs, aligned).forEach(t -> inOrder.put(t.name(), aligned.get(t.name())));
        return inOrder;
    }

    private void write(
            JobInputs inputs, Map<String, AlignedTomogram> aligned, ReportNotes notes, ForkJoinPool pool) {
        Map<String, Geometry> geometries = new HashMap<>();
        aligned.forEach((name, result) -> geometries.put(name, result.geometry()));
        inputs.writer().write(geometries, plan.settings().refined());
        if (plan.settings().motion().isPresent()) {
            aligned(inputs, aligned).forEach(t -> TrajectoryFiles.write(inputs.output().file("Trajectories"), t.series(),
                    geometries.get(t.name())));
        }
        Map<String, TomogramScores> scores = new HashMap<>();
        aligned.forEach((name, result) -> result.scores().ifPresent(s -> scores.put(name, s)));
        if (!scores.isEmpty()) {
            new ScoreTables(inputs.output(), inputs.version()).write(
                    inputs.tomograms().stream().filter(t -> scores.containsKey(t.name())).toList(), scores);
        }
        JobReport.write(aligned(inputs, aligned), aligned, notes, inputs.output(), listener, pool);
    }

    private ReferenceMap loadReference(ReferenceMap.Source source, StageClock clock, ForkJoinPool pool) {
        clock.lap("input");
        try (JobListener.Stage stage = listener.stage("", Activity.READING_REFERENCE, 2)) {
            ReferenceMap reference = ReferenceLoader.load(source, plan.settings(), pool);
            stage.advance(2);
            clock.lap("reference");
            return reference;
        }
    }
}
