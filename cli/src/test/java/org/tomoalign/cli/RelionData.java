package org.tomoalign.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The data that RELION has processed, and real projects' files. They are not part of the sources: tests are skipped
 * unless the property {@code tomoalign.data} names their folder, or it is found beside the checkout
 * ({@code ../shared/data}). Nothing is written there.
 */
final class RelionData {
    private RelionData() {
    }

    /** Returns the folder; without one the calling test is skipped. */
    static Path folder() {
        String named = System.getProperty("tomoalign.data");
        Path data = (named != null ? Path.of(named) : Path.of("../../shared/data")).toAbsolutePath().normalize();
        assumeTrue(Files.isDirectory(data.resolve("sim/static")), "no data in " + data);
        return data;
    }
}
