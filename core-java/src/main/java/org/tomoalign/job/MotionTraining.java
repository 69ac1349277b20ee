package org.tomoalign.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.input.Problems;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Tomogram;

/**
 * Trains the prior on motion before a job. What was found is kept in {@code temp/motion_training.json}, so that a job that
 * goes on with unfinished tomograms need not do it again, and goes on with the same numbers.
 */
final class MotionTraining {
    private MotionTraining() {
    }

    /**
     * What is kept.
     *
     * @param program  name and version of the program
     * @param settings under which it was trained
     * @param inputs   fingerprints of the job's tomograms
     * @param found    the outcome
     */
    record Kept(String program, String settings, List<String> inputs, TrainedMotion found) {
    }

    /** Returns the job with the prior that was found. */
    static JobPlan trained(JobPlan plan, JobListener listener) {
        Problems problems = new Problems();
        // The job itself reads again, and warns.
        Optional<JobInputs> read = JobInputs.read(plan, problems, warning -> { });
        problems.throwIfAny();
        JobInputs inputs = read.orElseThrow();
        try (FolderLock folder = FolderLock.take(inputs.output(), warning -> { })) {
            Path file = folder.temp().resolve("motion_training.json");
            List<String> fingerprints =
                    inputs.tomograms().stream().map(t -> Fingerprint.of(t, inputs.reference())).toList();
            Optional<TrainedMotion> kept = plan.onlyUnfinished() ? JsonFile.read(file, Kept.class)
                    .filter(k -> k.program().equals(ProgramVersion.text())
                            && k.settings().equals(Checkpoint.text(plan.settings())) && k.inputs().equals(fingerprints))
                    .map(Kept::found) : Optional.empty();
            TrainedMotion found = kept.orElseGet(() -> train(plan, inputs.tomograms(), inputs.reference(), listener));
            JsonFile.write(file, new Kept(ProgramVersion.text(), Checkpoint.text(plan.settings()), fingerprints, found));
            TrainingTable.write(inputs.output(), inputs.version(), found);
            listener.message(MotionTrainer.sentence(found));
            MotionSettings motion = found.motion();
            return plan.trained(motion);
        }
    }

    private static TrainedMotion train(
            JobPlan plan, List<Tomogram> tomograms, ReferenceMap.Source source, JobListener listener) {
        try (ForkJoinPool pool = new ForkJoinPool(plan.settings().threads());
                ReferenceMap reference = ReferenceLoader.load(source, plan.settings(), pool)) {
            return new MotionTrainer(plan.settings(), pool, listener).train(tomograms, reference);
        }
    }
}
