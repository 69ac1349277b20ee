package org.tomoalign.fftw;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Wisdom measured on this machine, in the user's cache. Losing it costs time only, so failures are silent. */
final class WisdomCache {
    private final Optional<Path> file;

    /** @param folder the user's cache folder, empty if there is none */
    WisdomCache(Optional<Path> folder, FftwLibrary library) {
        file = folder.map(f -> f.resolve("fftw-wisdom-" + library.checksum()));
    }

    Optional<String> read() {
        try {
            return file.isPresent() && Files.isRegularFile(file.get())
                    ? Optional.of(Files.readString(file.get(), StandardCharsets.US_ASCII)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void write(String wisdom) {
        if (file.isEmpty()) {
            return;
        }
        try {
            AtomicFile.write(file.get(), wisdom.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            // The next run measures again.
            return;
        }
    }
}
