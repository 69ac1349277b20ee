package org.tomoalign.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that appear under their names whole and on disk, or not at all. */
public final class AtomicFile {
    private static final int BUFFER = 1 << 16;

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        /** Writes it all; the stream is buffered and closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    private AtomicFile() {
    }

    /**
     * Writes a file: under a temporary name in the same folder, synchronised with the disk, then renamed. The folder is
     * created if it is missing. If writing fails, an older file of that name stays as it was.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, Content content) {
        Path folder = file.toAbsolutePath().getParent();
        Path temporary = folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            synchronise(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + reason(e) + ")", e);
        } finally {
            deleteQuietly(temporary);
        }
    }

    /** The messages of the file system's exceptions are often nothing but paths. */
    private static String reason(IOException e) {
        if (e instanceof FileSystemException failure && failure.getReason() == null) {
            return failure.getClass().getSimpleName().replace("Exception", "") + " " + failure.getFile();
        }
        return e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
    }

    /** Makes the new name itself durable. */
    private static void synchronise(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteQuietly(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The failure that brought us here is the one to report.
        }
    }
}
