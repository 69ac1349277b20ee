package org.tomoalign.fftw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;

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
        Path file = folder.resolve("libfftw3f-" + checksum(content) + ".so.3");
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

    /**
     * CRC-32 in hexadecimal, and the length. It tells builds of the library apart; a cryptographic hash, which nothing here
     * needs, takes a tenth of a second when the program starts, as it is not compiled yet.
     */
    static String checksum(byte[] content) {
        CRC32 crc = new CRC32();
        crc.update(content);
        return HexFormat.of().toHexDigits((int) crc.getValue()) + "-" + content.length;
    }
}
