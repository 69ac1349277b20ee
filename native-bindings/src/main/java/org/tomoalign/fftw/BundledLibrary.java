package org.tomoalign.fftw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The library shipped with the program: the system's loader wants it as a file. */
final class BundledLibrary {
    private final byte[] content;

    BundledLibrary(byte[] content) {
        this.content = content;
    }

    /**
     * Returns the library's file in a folder, which is made if need be. A file that is there already is used if it has
     * the right content; otherwise it appears at once and whole, so that processes may do this at the same time.
     */
    Path extractTo(Path folder) throws IOException {
        Path file = folder.resolve("libfftw3f-" + hash(content).substring(0, 16) + ".so.3");
        if (!holdsContent(file)) {
            AtomicFile.write(file, content);
        }
        return file;
    }

    /** Returns a new temporary file that goes when the process ends. */
    Path extractToTemporary() throws IOException {
        Path file = Files.createTempFile("tomo-align-libfftw3f", ".so.3");
        file.toFile().deleteOnExit();
        Files.write(file, content);
        return file;
    }

    private boolean holdsContent(Path file) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
    }

    /** SHA-256, lower-case hexadecimal. */
    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256.", e);
        }
    }
}
