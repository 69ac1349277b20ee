package org.tomoalign.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Path;

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
     * Writes a file from its beginning to its end, as a {@link PendingFile}: its folder is created if it is missing, and
     * if writing fails, an older file of that name stays as it was.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, Content content) {
        try (PendingFile pending = PendingFile.create(file)) {
            try {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(pending.channel()), BUFFER);
                content.writeTo(out);
                out.flush();
            } catch (IOException e) {
                throw pending.failure(e);
            }
            pending.commit();
        }
    }
}
