package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.project.OutputFolder;

class JobReportTest {
    @TempDir
    private Path folder;

    /** A machine without fonts gets a warning; another failure while the report is drawn is no want of fonts. */
    @Test
    void failuresAreNotTakenForMissingFonts() {
        IllegalStateException failure = new IllegalStateException("a defect");
        JobListener failing = event -> {
            if (event instanceof JobEvent.Advanced) {
                throw failure;
            }
        };
        ReportNotes notes = new ReportNotes(Map.of(), List.of(), List.of(), 4, 10, Map.of());
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            assertSame(failure, assertThrows(IllegalStateException.class, () -> JobReport.write(
                    List.of(), Map.of(), notes, new OutputFolder(folder, Path.of("")), failing, pool)));
        }
    }
}
