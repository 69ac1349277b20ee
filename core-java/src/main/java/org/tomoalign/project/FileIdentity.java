package org.tomoalign.project;

import java.io.IOException;
import java.nio.file.Path;

/** Whether two names mean one file. */
final class FileIdentity {
    private FileIdentity() {
    }

    /** Returns a path that is the same for all names of a file; the absolute path where there is no such file. */
    static Path of(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }
}
