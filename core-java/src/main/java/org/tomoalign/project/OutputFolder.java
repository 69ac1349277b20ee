package org.tomoalign.project;

import java.nio.file.Path;
import org.tomoalign.files.FolderPaths;

/**
 * The folder that a job writes to.
 *
 * @param workingDirectory to which paths in STAR files are relative
 * @param name             of the folder as the user gave it; STAR files name their neighbours with it in front
 */
public record OutputFolder(Path workingDirectory, Path name) {
    /** Returns the folder that a user means, without detours through folders that do not exist. */
    public static OutputFolder of(Path workingDirectory, Path name) {
        return new OutputFolder(workingDirectory, FolderPaths.simplified(workingDirectory, name));
    }

    /** Returns the path of a file as a STAR file names it. */
    public String entry(String file) {
        return name.resolve(file).toString();
    }

    /** Returns where a file is. */
    public Path file(String file) {
        return workingDirectory.resolve(name).resolve(file);
    }
}
