package org.tomoalign.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Problems;
import org.tomoalign.project.RelionTemporaries;
import org.tomoalign.tomogram.Tomogram;

/** Collects what the shards of a job have left: one result for each tomogram, no gap and no overlap. */
final class ShardResults {
    /** After so many gaps of one kind it is plain what is missing. */
    private static final int ENOUGH = 10;

    private final AlignSettings settings;
    private final JobInputs inputs;
    /** The folders with the results. */
    private final List<Path> folders;
    private final Map<String, Checkpoint> found = new LinkedHashMap<>();
    private final Problems problems = new Problems();
    private int gaps;

    private ShardResults(AlignSettings settings, JobInputs inputs, List<Path> folders) {
        this.settings = settings;
        this.inputs = inputs;
        this.folders = folders;
    }

    /**
     * Reads the results.
     *
     * @param temp folder for the results of the job
     * @throws InputException if a tomogram has no result, or several, or one of another job
     */
    static ShardResults collect(
            JobPart.Merge merge, AlignSettings settings, JobInputs inputs, Path workingDirectory, Path temp) {
        List<Path> folders = merge.folders().isEmpty() ? List.of(temp)
                : merge.folders().stream().map(folder -> workingDirectory.resolve(folder).resolve("temp")).toList();
        ShardResults results = new ShardResults(settings, inputs, folders);
        inputs.tomograms().forEach(tomogram -> results.of(tomogram).ifPresent(one -> results.found.put(tomogram.name(), one)));
        if (results.gaps > ENOUGH) {
            results.problems.add(results.gaps - ENOUGH + " more tomograms have no result");
        }
        results.problems.throwIfAny();
        return results;
    }

    /** Returns the results by tomogram name. */
    Map<String, AlignedTomogram> alignments() {
        Map<String, AlignedTomogram> aligned = new LinkedHashMap<>();
        found.forEach((name, checkpoint) -> aligned.put(name, checkpoint.alignment()));
        return aligned;
    }

    /** Stores the results in another folder, where a later run of the job finds them. */
    void store(Path temp) {
        if (!folders.equals(List.of(temp))) {
            RelionTemporaries relion = new RelionTemporaries(inputs.version(), temp);
            inputs.tomograms().forEach(tomogram -> {
                Checkpoint checkpoint = found.get(tomogram.name());
                checkpoint.write(temp, tomogram.series());
                relion.write(tomogram, checkpoint.alignment().geometry(), settings.refined());
            });
        }
    }

    private Optional<Checkpoint> of(Tomogram tomogram) {
        List<Path> files = folders.stream().map(folder -> Checkpoint.file(folder, tomogram.series())).filter(Files::exists)
                .toList();
        if (files.isEmpty()) {
            gap(tomogram.name() + ": found no result in " + text(folders) + ", expected one: its shard has not been run, is "
                    + "not done, or failed");
            return Optional.empty();
        }
        if (files.size() > 1) {
            problems.add(tomogram.name() + ": found several results, " + text(files) + ", expected one: these are not the "
                    + "shards of one job");
            return Optional.empty();
        }
        Optional<Checkpoint> checkpoint = Checkpoint.read(files.getFirst().getParent(), tomogram.series());
        if (checkpoint.filter(one -> one.fits(settings, tomogram, inputs.reference())
                && one.fitsImages(tomogram.series())).isEmpty()) {
            gap(files.getFirst() + (checkpoint.isEmpty() ? ": is damaged or of another version"
                    : ": comes from other options, other input or another version of the program")
                    + ", expected a result of this job");
            return Optional.empty();
        }
        return checkpoint;
    }

    private void gap(String sentence) {
        if (gaps++ < ENOUGH) {
            problems.add(sentence);
        }
    }

    private static String text(List<Path> paths) {
        List<String> names = new ArrayList<>();
        paths.forEach(path -> names.add(path.toString()));
        return String.join(", ", names);
    }
}
