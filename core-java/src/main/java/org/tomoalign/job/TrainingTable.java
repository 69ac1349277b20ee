package org.tomoalign.job;

import java.util.List;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.project.FileVersion;
import org.tomoalign.project.OutputFolder;
import org.tomoalign.star.StarWriter;

/** Writes {@code motion_training.star}: the priors on motion that were tried, and what held-out windows say of each. */
final class TrainingTable {
    private TrainingTable() {
    }

    static void write(OutputFolder output, FileVersion version, TrainedMotion found) {
        AtomicFile.write(output.file("motion_training.star"), out -> {
            StarWriter writer = new StarWriter(out, version.starVersion());
            writer.loop("trials", List.of("tomoMotionVelocity", "tomoMotionDivergence", "tomoHeldOutGain",
                    "tomoBehindBest", "tomoBehindBestError"));
            for (MotionTrial trial : found.trials()) {
                writer.cell(trial.velocity()).cell(trial.divergence()).cell(trial.gain()).cell(trial.behind())
                        .cell(trial.error()).endRow();
            }
            writer.endTable();
        });
    }
}
