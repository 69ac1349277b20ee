package org.tomoalign.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.project.RelionTemporaries;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.Tomogram;

/** What an earlier run finished: by our checkpoints, or by RELION's temporary files where there are none of ours. */
final class FinishedTomograms {
    private final JobPlan plan;
    private final JobInputs inputs;
    private final JobListener listener;
    private final Path temp;
    private final RelionTemporaries relion;

    private FinishedTomograms(JobPlan plan, JobInputs inputs, JobListener listener) {
        this.plan = plan;
        this.inputs = inputs;
        this.listener = listener;
        temp = inputs.output().file("temp");
        relion = new RelionTemporaries(inputs.version(), temp);
    }

    /** Returns outcomes with the same settings and input, by tomogram; none if the job does not continue another. */
    static Map<String, AlignedTomogram> of(JobPlan plan, JobInputs inputs, JobListener listener) {
        if (!plan.onlyUnfinished()) {
            return Map.of();
        }
        FinishedTomograms earlier = new FinishedTomograms(plan, inputs, listener);
        Map<String, AlignedTomogram> finished = new HashMap<>();
        inputs.tomograms().forEach(t -> earlier.read(t).ifPresent(outcome -> finished.put(t.name(), outcome)));
        return finished;
    }

    private Optional<AlignedTomogram> read(Tomogram tomogram) {
        Path file = Checkpoint.file(temp, tomogram.series());
        if (!Files.exists(file)) {
            return relion.arePresent(tomogram) ? fromRelion(tomogram) : Optional.empty();
        }
        Optional<Checkpoint> checkpoint = Checkpoint.read(temp, tomogram.series());
        if (checkpoint.isEmpty()) {
            again(tomogram, file + ": is damaged or of another version");
            return Optional.empty();
        }
        boolean fits = checkpoint.get().fits(plan.settings(), tomogram, inputs.reference());
        if (fits && !checkpoint.get().fitsImages(tomogram.series())) {
            // Nobody can align what is not there: then it is taken on trust, as in RELION.
            fits = ImageFileState.files(tomogram.series()).stream().allMatch(image -> inputs.headers().problem(image).isPresent());
            if (fits) {
                listener.warning(tomogram.name() + ": finished before; its images are not there any more, or nothing but headers"
                        + ", so that they cannot be compared");
                return Optional.of(checkpoint.get().alignment());
            }
        }
        if (!fits) {
            again(tomogram, file + ": comes from other options, other input or another version of the program");
            return Optional.empty();
        }
        listener.message(tomogram.name() + ": finished before");
        return Optional.of(checkpoint.get().alignment());
    }

    private void again(Tomogram tomogram, String reason) {
        listener.warning(reason + "; aligning " + tomogram.name() + " again");
    }

    private Optional<AlignedTomogram> fromRelion(Tomogram tomogram) {
        try {
            Geometry geometry = relion.read(tomogram, plan.settings().refined(), plan.settings().deformation()
                    .map(d -> new Deformation(d.kind(), d.gridWidth(), d.gridHeight(), List.of())));
            listener.warning(tomogram.name() + ": taken from RELION's temporary files in " + temp
                    + ", which do not tell by which options and from what they were made");
            return Optional.of(new AlignedTomogram(
                    geometry, List.of(0.0), metrics(tomogram, geometry), Optional.empty(), Optional.empty()));
        } catch (InputException e) {
            again(tomogram, e.getMessage());
            return Optional.empty();
        }
    }

    /** RELION's files tell nothing but the geometry. */
    private static TomogramMetrics metrics(Tomogram tomogram, Geometry geometry) {
        Projector before = tomogram.projector();
        Projector after = tomogram.at(geometry).projector();
        int particles = tomogram.particles().size();
        int images = tomogram.series().images().size();
        double squares = 0;
        for (int p = 0; p < particles; p++) {
            for (int t = 0; t < images; t++) {
                Vec3 d = after.project(p, t).minus(before.project(p, t));
                squares += d.x() * d.x() + d.y() * d.y();
            }
        }
        return new TomogramMetrics(tomogram.name(), particles, images, 0, 0, 0, 0, 0, 0,
                "taken from RELION's temporary files", true, Math.sqrt(squares / ((double) particles * images)), 0,
                Map.of(StageClock.CORRELATION, 0.0, StageClock.OPTIMISATION, 0.0), 0, 0, Optional.empty());
    }
}
