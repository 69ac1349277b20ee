package org.tomoalign.fftw;

import java.nio.file.Path;

/**
 * The library file in use.
 *
 * @param path        absolute path of the file
 * @param origin      where it came from
 * @param version     what the library says it is, such as {@code fftw-3.3.10-sse2-avx}
 * @param checksum    CRC-32 of the file, hexadecimal, and its length
 */
public record FftwLibrary(Path path, Origin origin, String version, String checksum) {
    /** Where a library came from. */
    public enum Origin {
        /** Named by the property or the environment variable. */
        NAMED,
        /** Shipped with the program. */
        BUNDLED,
        /** Found in one of the system's directories. */
        SYSTEM
    }
}
