package org.tomoalign.job;

import java.nio.file.Path;
import java.util.Optional;
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
 * @param format           version in which the project is written ({@code --out_format}); none: as it was read
 * @param command          the command for {@code note.txt}; none under RELION's pipeline
 */
public record JobPlan(
        ProjectPaths input, Path workingDirectory, Path output, AlignSettings settings, boolean onlyUnfinished,
        boolean diagnostics, Optional<FileVersion> format, Optional<String> command) {
    /** A job that writes the project in the version in which it was read. */
    public JobPlan(
            ProjectPaths input, Path workingDirectory, Path output, AlignSettings settings, boolean onlyUnfinished,
            boolean diagnostics, Optional<String> command) {
        this(input, workingDirectory, output, settings, onlyUnfinished, diagnostics, Optional.empty(), command);
    }
}
