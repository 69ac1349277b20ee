package org.tomoalign.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.project.OutputFolder;

/** The folder that a job is to write into, before anything is written. */
final class WritableFolder {
    /** Files by which a folder is known as that of an earlier job, ours or RELION's. */
    private static final List<String> JOB_FILES = List.of("metrics.json", "job.star", "note.txt");

    private WritableFolder() {
    }

    /**
     * Makes sure that a job's files may go into a folder.
     *
     * @throws InputException if it neither exists nor can be made, cannot be written to, or holds what is not a job's:
     *                        the root of the file system, and a folder of the system or the user's home folder, unless
     *                        it is empty, the working directory or that of an earlier job
     */
    static void require(OutputFolder output) {
        Path folder = output.file("").toAbsolutePath().normalize();
        if (folder.getNameCount() == 0) {
            throw unsuited(output, "is the root of the file system");
        }
        Path existing = output.file("temp").toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw new InputException(Message.of(
                    Setting.OUTPUT, " ", output.name(), ": cannot be created, ", existing, " is not a folder"));
        }
        if (isOfManyThings(folder) && !isSame(folder, output.workingDirectory()) && isOccupied(folder)) {
            throw unsuited(output, folder.getNameCount() == 1 ? "is a folder of the whole system and not empty"
                    : "is the home folder and not empty");
        }
        if (!Files.isWritable(existing)) {
            throw new InputException(Message.of(Setting.OUTPUT, " ", output.name(), ": the folder ", existing,
                    " cannot be written to", isReadOnly(existing) ? ", its file system is mounted read-only" : ""));
        }
    }

    private static InputException unsuited(OutputFolder output, String what) {
        return new InputException(Message.of(
                Setting.OUTPUT, " ", output.name(), ": ", what, ", expected a folder of the job's own"));
    }

    private static boolean isOfManyThings(Path folder) {
        return folder.getNameCount() == 1 || isSame(folder, Path.of(System.getProperty("user.home")));
    }

    private static boolean isSame(Path a, Path b) {
        try {
            return Files.exists(a) && Files.exists(b) && Files.isSameFile(a, b);
        } catch (IOException e) {
            return a.equals(b.toAbsolutePath().normalize());
        }
    }

    /** Whether there is something in a folder, and no earlier job. */
    private static boolean isOccupied(Path folder) {
        if (!Files.isDirectory(folder) || JOB_FILES.stream().anyMatch(name -> Files.exists(folder.resolve(name)))) {
            return false;
        }
        try (Stream<Path> found = Files.list(folder)) {
            return found.findAny().isPresent();
        } catch (IOException | UncheckedIOException e) {
            return false; // it cannot be listed: whether it can be written to is asked next
        }
    }

    private static boolean isReadOnly(Path folder) {
        try {
            return Files.getFileStore(folder).isReadOnly();
        } catch (IOException e) {
            return false;
        }
    }
}
