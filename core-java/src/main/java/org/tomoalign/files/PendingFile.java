package org.tomoalign.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is being written, under a temporary name in the same folder. It gets its own name when it is whole and on
 * disk, by {@link #commit}. Closed before, it leaves nothing behind, and an older file of its name stays as it was.
 */
public final class PendingFile implements AutoCloseable {
    private final Path file;
    private final Path temporary;
    private final FileChannel channel;

    private PendingFile(Path file, Path temporary, FileChannel channel) {
        this.file = file;
        this.temporary = temporary;
        this.channel = channel;
    }

    /**
     * Begins a file; its folder is created if it is missing.
     *
     * @throws UncheckedIOException if the folder cannot be written to
     */
    public static PendingFile create(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.createDirectories(folder);
            return new PendingFile(file, temporary, FileChannel.open(temporary, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    /** Returns where to write; not to be closed. */
    public FileChannel channel() {
        return channel;
    }

    /**
     * Gives the file its name, once all of it is on disk.
     *
     * @throws UncheckedIOException if that fails
     */
    public void commit() {
        try {
            channel.force(true);
            channel.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            synchronise(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Makes the new name itself durable. */
    private static void synchronise(Path folder) throws IOException {
        try (FileChannel folderChannel = FileChannel.open(folder, StandardOpenOption.READ)) {
            folderChannel.force(true);
        }
    }

    /** Returns what to throw if writing has failed: it names the file and the reason. */
    public UncheckedIOException failure(IOException e) {
        return failure(file, e);
    }

    private static UncheckedIOException failure(Path file, IOException e) {
        return new UncheckedIOException(file + ": cannot be written (" + reason(e) + ")", e);
    }

    /** The messages of the file system's exceptions are often nothing but paths. */
    private static String reason(IOException e) {
        if (e instanceof FileSystemException failure && failure.getReason() == null) {
            return failure.getClass().getSimpleName().replace("Exception", "") + " " + failure.getFile();
        }
        return e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The failure that brought us here is the one to report.
        }
    }
}
