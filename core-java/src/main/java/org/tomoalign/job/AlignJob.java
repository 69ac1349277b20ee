package org.tomoalign.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.AlignmentResult;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Problems;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.output.PlyEncoding;
import org.tomoalign.output.TrajectoryFiles;
import org.tomoalign.project.OutputFolder;
import org.tomoalign.project.RefinedTomogram;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.ImageDeformations;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectory;

/** A run of the program: reads a project, aligns its tomograms, a few at a time, writes the refined project. */
public final class AlignJob {
    private final JobPlan plan;
    private final JobListener listener;

    /** Prepares a job; nothing is read or written yet. */
    public AlignJob(JobPlan plan, JobListener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /**
     * Runs the job.
     *
     * @return what {@code metrics.json} holds
     * @throws InputException       if the input is wrong; all that can be found before computing is found then
     * @throws UncheckedIOException if the output cannot be written
     */
    public JobMetrics run() {
        long start = System.nanoTime();
        StageClock clock = new StageClock();
        AlignSettings settings = plan.settings();
        Problems problems = new Problems();
        Optional<JobInputs> read = JobInputs.read(plan, problems, listener::warning);
        problems.throwIfAny();
        JobInputs inputs = read.orElseThrow();
        JobEstimate estimate = JobEstimate.of(inputs.tasks(), settings);
        estimate.requireMemory(MachineMemory.bytes(), Runtime.getRuntime().maxMemory(), listener::warning);
        int atOnce = estimate.tomogramsAtOnce(MachineMemory.bytes(), Runtime.getRuntime().maxMemory());
        OutputFolder output = inputs.output();
        Map<String, AlignedTomogram> finished = plan.onlyUnfinished() ? finished(inputs) : Map.of();
        clock.lap("input");
        try (ForkJoinPool pool = new ForkJoinPool(settings.threads());
                ReferenceMap reference = loadReference(inputs.reference(), pool)) {
            clock.lap("reference");
            ImageScan.run(inputs.tasks().stream().map(TomogramAligner.Task::series)
                    .filter(series -> !finished.containsKey(series.name())).toList(), pool, listener, problems);
            problems.throwIfAny();
            Path temp = createFolders(output);
            try (var _ = FolderLock.take(temp, plan.output())) {
                plan.command().ifPresent(command -> AtomicFile.write(output.file("note.txt"),
                        out -> out.write(("Command:\n\n" + command + "\n").getBytes(StandardCharsets.UTF_8))));
                clock.lap("images");
                double setupSeconds = (System.nanoTime() - start) * 1e-9;
                Map<String, AlignedTomogram> aligned = align(inputs, finished, reference, pool, temp, atOnce);
                clock.lap("tomograms");
                write(inputs, aligned, pool);
                clock.lap("output");
                List<TomogramMetrics> tomograms = aligned.values().stream().map(AlignedTomogram::metrics).toList();
                JobMetrics metrics = new JobMetrics(ProgramVersion.text(), KernelProvider.get().name(), Fftw.get().report(),
                        settings.threads(), atOnce, (System.nanoTime() - start) * 1e-9, setupSeconds, clock.seconds(),
                        PeakMemory.megabytes(), JobMetrics.Totals.of(tomograms), tomograms);
                JsonFile.write(output.file("metrics.json"), metrics);
                listener.message(String.format(
                        Locale.ROOT, "Done in %.1f s; wrote %s", metrics.seconds(), plan.output()));
                return metrics;
            }
        }
    }

    private Map<String, AlignedTomogram> align(
            JobInputs inputs, Map<String, AlignedTomogram> finished, ReferenceMap reference, ForkJoinPool pool,
            Path temp, int atOnce) {
        List<TomogramAligner.Task> tasks =
                inputs.tasks().stream().filter(task -> !finished.containsKey(task.series().name())).toList();
        AlignedTomogram[] results = new AlignedTomogram[tasks.size()];
        try (TomogramAligner aligner = aligner(plan.settings(), reference, inputs.output(), pool)) {
            InFlight.run(pool, tasks.size(), atOnce, (item, check) -> {
                TomogramAligner.Task task = tasks.get(item);
                AlignedTomogram result = aligner.align(task, new CheckedListener(listener, check));
                Checkpoint.of(plan.settings(), task, inputs.reference(), result).write(temp, task.series());
                report(result.metrics());
                results[item] = result;
            });
        }
        Iterator<AlignedTomogram> next = Arrays.asList(results).iterator();
        Map<String, AlignedTomogram> all = new LinkedHashMap<>();
        for (TomogramAligner.Task task : inputs.tasks()) {
            String name = task.series().name();
            all.put(name, finished.containsKey(name) ? finished.get(name) : next.next());
        }
        return all;
    }

    private void write(JobInputs inputs, Map<String, AlignedTomogram> aligned, ForkJoinPool pool) {
        Map<String, RefinedTomogram> refined = new HashMap<>();
        for (TomogramAligner.Task task : inputs.tasks()) {
            AlignedTomogram result = aligned.get(task.series().name());
            refined.put(task.series().name(), new RefinedTomogram(
                    result.geometry().projections(),
                    plan.settings().mode().onlyShifts() ? List.of() : result.geometry().positions(),
                    result.motion(task.series(), plan.settings()), deformations(plan.settings(), result.geometry())));
        }
        inputs.writer().write(refined);
        writeMeshes(inputs, aligned);
        JobReport.write(inputs.tasks(), aligned, plan.settings(), inputs.output(), listener, pool);
    }

    private void writeMeshes(JobInputs inputs, Map<String, AlignedTomogram> aligned) {
        for (TomogramAligner.Task task : inputs.tasks()) {
            AlignedTomogram result = aligned.get(task.series().name());
            List<Trajectory> motion = result.motion(task.series(), plan.settings());
            if (!motion.isEmpty()) {
                TrajectoryFiles.write(inputs.output().file("Trajectories"), task.series(),
                        result.geometry().positions(), motion, PlyEncoding.BINARY_LITTLE_ENDIAN);
            }
        }
    }

    private static Optional<ImageDeformations> deformations(AlignSettings settings, AlignmentResult result) {
        return settings.deformation().filter(d -> !d.kind().isInProjections()).map(d -> new ImageDeformations(
                d.kind().label(), d.gridWidth(), d.gridHeight(), result.deformations()));
    }

    private TomogramAligner aligner(
            AlignSettings settings, ReferenceMap reference, OutputFolder output, ForkJoinPool pool) {
        Diagnostics diagnostics =
                new Diagnostics(plan.diagnostics() ? Optional.of(output.file("")) : Optional.empty());
        return new TomogramAligner(settings, reference, diagnostics, pool);
    }

    private static Path createFolders(OutputFolder output) {
        Path temp = output.file("temp");
        try {
            return Files.createDirectories(temp);
        } catch (IOException e) {
            throw new InputException("--o " + output.name() + ": the folder " + temp + " cannot be created ("
                    + e.getMessage() + ")", e);
        }
    }

    private ReferenceMap loadReference(ReferenceMap.Source source, ForkJoinPool pool) {
        AlignSettings settings = plan.settings();
        try (JobListener.Stage stage =
                listener.stage("Reference", "reading " + source.half1() + ", " + source.half2(), 2)) {
            ReferenceMap reference = pool.submit(() -> ReferenceMap.load(
                    source, settings.box(), settings.shells(), settings.compat(), Fftw.get())).join();
            stage.advance(2);
            return reference;
        }
    }

    /** Returns what an earlier run with the same settings and input finished, by tomogram. */
    private Map<String, AlignedTomogram> finished(JobInputs inputs) {
        Path temp = inputs.output().file("temp");
        Map<String, AlignedTomogram> finished = new HashMap<>();
        for (TomogramAligner.Task task : inputs.tasks()) {
            TiltSeries series = task.series();
            Path file = Checkpoint.file(temp, series);
            Optional<Checkpoint> checkpoint = Checkpoint.read(temp, series);
            if (checkpoint.isPresent() && checkpoint.get().fits(plan.settings(), task, inputs.reference())) {
                listener.message(series.name() + ": finished before");
                finished.put(series.name(), checkpoint.get().alignment());
            } else if (checkpoint.isPresent()) {
                listener.warning(file + ": comes from other options or input; aligning " + series.name() + " again");
            } else if (Files.exists(file)) {
                listener.warning(file + ": is damaged or of another version; aligning " + series.name() + " again");
            }
        }
        return finished;
    }

    private void report(TomogramMetrics m) {
        if (plan.settings().mode().onlyShifts()) {
            listener.message(String.format(Locale.ROOT, "%s: images shifted by %.2f px rms; reference scale %.3f",
                    m.tomogram(), m.rmsDisplacement(), m.scale()));
            return;
        }
        listener.message(String.format(Locale.ROOT,
                "%s: cost %.3f -> %.3f in %d iterations (%s); displacements %.2f px rms, %d of %d out of range; "
                        + "reference scale %.3f",
                m.tomogram(), m.costFirst(), m.costLast(), m.iterations(), m.whyStopped(), m.rmsDisplacement(),
                m.outOfRange(), m.windows(), m.scale()));
    }
}
