package org.tomoalign.job;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.project.FileVersion;
import org.tomoalign.project.ProjectPaths;

/**
 * A whole job: files and settings.
 *
 * @param input            what the user named
 * @param workingDirectory to which all paths are relative
 * @param output           output folder as the user named it
 * @param settings         the computation
 * @param onlyUnfinished   take over the tomograms that an earlier run finished ({@code --only_do_unfinished})
 * @param diagnostics      write intermediate images ({@code --diag})
 * @param train            train the prior on motion first ({@code --train})
 * @param format           version in which the project is written ({@code --out_format}); none: as it was read
 * @param command          the command, for {@code note.txt} and {@code metrics.json}
 * @param maxMemory        bytes that each process may use ({@code --max_memory}); none: those of the machine
 * @param manners          how it differs from other jobs in what it does around the computation
 */
public record JobPlan(
        ProjectPaths input, Path workingDirectory, Path output, AlignSettings settings, boolean onlyUnfinished,
        boolean diagnostics, boolean train, Optional<FileVersion> format, Optional<String> command, OptionalLong maxMemory,
        Set<Manner> manners) {
    /** What a job does, and others do not. */
    public enum Manner {
        /** The first tomogram that fails ends the job ({@code --strict}). */
        STRICT,
        /** No {@code note.txt} is written: RELION's pipeline has its own. */
        WITHOUT_NOTE,
        /** Input that lies in the output folder may be replaced once all has been read, as in RELION. */
        REPLACING_INPUT
    }

    /**
     * Checks that there is something to train.
     *
     * @throws InputException if there is not
     */
    public JobPlan {
        manners = Set.copyOf(manners);
        if (train && (settings.motion().isEmpty() || settings.compat())) {
            throw new InputException(Message.of(Setting.TRAIN, settings.compat()
                    ? ": found RELION's numerical quirks with it, expected one of them"
                    : Message.of(": expected ", Setting.MOTION, " with it")));
        }
    }

    /** A job that writes the project in the version in which it was read. */
    public JobPlan(
            ProjectPaths input, Path workingDirectory, Path output, AlignSettings settings, boolean onlyUnfinished,
            boolean diagnostics, Optional<String> command) {
        this(input, workingDirectory, output, settings, onlyUnfinished, diagnostics, false, Optional.empty(), command,
                OptionalLong.empty(), Set.of());
    }

    /** Returns the same job with another prior on motion, trained. */
    JobPlan trained(MotionSettings motion) {
        return new JobPlan(input, workingDirectory, output, settings.withMotion(motion), onlyUnfinished, diagnostics, false,
                format, command, maxMemory, manners);
    }

    /** Returns whether it has a manner. */
    public boolean is(Manner manner) {
        return manners.contains(manner);
    }
}
