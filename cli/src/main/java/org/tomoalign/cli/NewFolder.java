package org.tomoalign.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tomoalign.files.FolderPaths;
import org.tomoalign.input.InputException;

/** The folder of a project that is going to be made: nothing of the user's may be lost in it. */
final class NewFolder {
    /** Describes the option that switches the check off. */
    static final String FORCE = "write into a folder that is not empty; files of the same names are replaced";

    /** How many of the things found are named. */
    private static final int NAMED = 3;

    private NewFolder() {
    }

    /**
     * Returns the folder that the user means.
     *
     * @param word   what the user gives the folder with, for messages
     * @param folder null for none
     */
    static Path named(String word, Path folder) {
        if (folder == null) {
            throw new InputException(word + ": found no name, expected that of a folder");
        }
        return FolderPaths.simplified(Path.of(""), folder);
    }

    /**
     * Returns normally if a project may be made here: the folder is empty, or can be made. Changes nothing.
     *
     * @param word   what the user gives the folder with, for messages
     * @param force  whether a folder that is not empty will do
     * @throws InputException if not, with the names of what was found
     */
    static void require(String word, Path folder, boolean force) {
        String name = word + " " + folder;
        Path existing = folder.toAbsolutePath();
        if (existing.normalize().getNameCount() == 0) {
            throw new InputException(name + ": is the root of the file system, expected a new or an empty folder");
        }
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new InputException(name + ": cannot be created, " + existing + " is not a folder");
        }
        if (!Files.isWritable(existing)) {
            throw new InputException(name + ": cannot be " + (Files.exists(folder) ? "written to" : "created in " + existing)
                    + " (no permission)");
        }
        if (!force && Files.isDirectory(folder)) {
            requireEmpty(name, folder);
        }
    }

    /**
     * Makes the folder, unless it is there.
     *
     * @throws InputException if the system does not let us
     */
    static void create(String word, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            String reason = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
            throw new InputException(word + " " + folder + ": cannot be created"
                    + (reason == null ? "" : " (" + reason + ")"), e);
        }
    }

    private static void requireEmpty(String name, Path folder) {
        List<String> found;
        try (Stream<Path> all = Files.list(folder)) {
            found = all.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!found.isEmpty()) {
            String names = String.join(", ", found.subList(0, Math.min(NAMED, found.size())));
            String more = found.size() > NAMED ? " and " + (found.size() - NAMED) + " more" : "";
            throw new InputException(name + ": is not empty (found " + names + more
                    + "), expected a new or an empty folder; --force writes into this one");
        }
    }
}
