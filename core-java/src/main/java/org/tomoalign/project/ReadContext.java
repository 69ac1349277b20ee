package org.tomoalign.project;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.tomoalign.input.Problems;
import org.tomoalign.star.StarDocument;

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
    /** So many tables of one file are enough to see what is wrong with all. */
    private static final int MANY = 3;

    /** Returns the file that a path in an option or a STAR file means. */
    public Path resolve(Path path) {
        return workingDirectory.resolve(path);
    }

    /**
     * Reads a STAR file, and warns of what RELION would read otherwise.
     *
     * @throws org.tomoalign.input.InputException if it is missing, unreadable, or not a STAR file
     */
    StarDocument star(Path file) {
        StarDocument document = StarDocument.read(file);
        List<String> oddities = document.oddities();
        oddities.stream().limit(MANY).forEach(this::warn);
        if (oddities.size() > MANY) {
            warn(file + ": " + (oddities.size() - MANY) + " more such tables");
        }
        return document;
    }

    /** Passes a warning on. */
    void warn(String message) {
        warnings.accept(message);
    }
}
