package org.tomoalign.project;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.tomoalign.input.Problems;

/**
 * What the readers of the project's files need and report to.
 *
 * @param workingDirectory to which paths in options and files are relative, as in RELION
 * @param imageSizes       tells the sizes of the tilt images
 * @param problems         takes what makes the input unusable
 * @param warnings         takes sentences about what is odd but usable
 */
public record ReadContext(
        Path workingDirectory, ImageSizes imageSizes, Problems problems, Consumer<String> warnings) {
    /** Returns the file that a path in an option or a STAR file means. */
    public Path resolve(Path path) {
        return workingDirectory.resolve(path);
    }

    /** Passes a warning on. */
    void warn(String message) {
        warnings.accept(message);
    }
}
