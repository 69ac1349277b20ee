package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineControlTest {
    @TempDir
    Path folder;

    private PipelineControl control() {
        return new PipelineControl(Optional.of(folder.resolve("job")));
    }

    private Set<String> files() throws IOException {
        Set<String> names = new TreeSet<>();
        try (var list = Files.list(folder.resolve("job"))) {
            list.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    @Test
    void leavesOneExitFileAndRemovesOldOnes() throws IOException {
        control().run(() -> { });
        assertEquals(Set.of("RELION_JOB_EXIT_SUCCESS"), files());
        assertThrows(IllegalStateException.class, () -> control().run(() -> {
            throw new IllegalStateException("broken");
        }));
        assertEquals(Set.of("RELION_JOB_EXIT_FAILURE"), files());
    }

    @Test
    void requestStopsTheJobAtItsNextStep() throws IOException {
        PipelineControl control = control();
        assertThrows(PipelineControl.AbortedException.class, () -> control.run(() -> {
            try {
                Files.createFile(folder.resolve("job").resolve("RELION_JOB_ABORT_NOW"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            control.watching(JobListener.SILENT).stage("TS_01", "working", 10).advance(1);
        }));
        assertEquals(Set.of("RELION_JOB_ABORT_NOW", "RELION_JOB_EXIT_ABORTED"), files());
    }

    @Test
    void withoutAFolderNothingIsWrittenOrWatched() {
        PipelineControl none = new PipelineControl(Optional.empty());
        none.run(() -> none.watching(JobListener.SILENT).stage("TS_01", "working", 10).advance(1));
    }
}
