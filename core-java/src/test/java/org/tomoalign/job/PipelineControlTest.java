package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
            JobListener watching = control.watching(JobListener.SILENT);
            // Other threads are to stop as well, though it looks for the file only once a second.
            assertThrows(PipelineControl.AbortedException.class,
                    () -> watching.stage("TS_02", Activity.CORRELATING, 10));
            watching.stage("TS_01", Activity.CORRELATING, 10).advance(1);
        }));
        assertEquals(Set.of("RELION_JOB_ABORT_NOW", "RELION_JOB_EXIT_ABORTED"), files());
    }

    @Test
    void terminationStopsTheJobAtItsNextStepAndWaitsForItsEnd() throws IOException {
        PipelineControl control = control();
        List<Boolean> ended = Collections.synchronizedList(new ArrayList<>());
        Thread signal = new Thread(() -> {
            control.terminate(Duration.ofSeconds(60));
            ended.add(Files.exists(folder.resolve("job").resolve("RELION_JOB_EXIT_ABORTED")));
        });
        PipelineControl.AbortedException e = assertThrows(PipelineControl.AbortedException.class, () -> control.run(() -> {
            signal.start();
            JobListener listener = control.watching(JobListener.SILENT);
            for (;;) {
                listener.stage("TS_01", Activity.CORRELATING, 10).advance(1);
            }
        }));
        assertEquals("stopped by a signal", e.getMessage());
        assertTrue(e.bySignal());
        assertDoesNotThrow(() -> signal.join(60_000));
        assertEquals(List.of(true), ended);
        assertEquals(Set.of("RELION_JOB_EXIT_ABORTED"), files());
    }

    @Test
    void aJobThatDoesNotStopIsCalledAbortedBeforeTheProcessEnds() throws IOException {
        PipelineControl control = control();
        control.run(() -> {
            control.terminate(Duration.ZERO);
            assertTrue(Files.exists(folder.resolve("job").resolve("RELION_JOB_EXIT_ABORTED")));
        });
        // What the job would have left comes too late.
        assertEquals(Set.of("RELION_JOB_EXIT_ABORTED"), files());
    }

    @Test
    void aSignalAfterTheEndChangesNothing() throws IOException {
        PipelineControl control = control();
        control.run(() -> { });
        control.terminate(Duration.ZERO);
        assertEquals(Set.of("RELION_JOB_EXIT_SUCCESS"), files());
    }

    @Test
    void anExitFileThatCannotBeWrittenDoesNotHideTheFailure() {
        IllegalStateException failure = new IllegalStateException("broken");
        assertSame(failure, assertThrows(IllegalStateException.class, () -> control().run(() -> {
            try {
                Files.delete(folder.resolve("job"));
                Files.createFile(folder.resolve("job"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            throw failure;
        })));
        assertEquals(1, failure.getSuppressed().length);
    }

    @Test
    void aStageThatMayNotBeginIsNotToldOf() {
        PipelineControl control = control();
        control.terminate(Duration.ZERO);
        List<JobEvent> told = new ArrayList<>();
        JobListener watched = control.watching(told::add);
        assertThrows(PipelineControl.AbortedException.class, () -> watched.stage("TS_01", Activity.ALIGNING, 0));
        assertEquals(List.of(), told);
        watched.message("goes on");
        assertEquals(1, told.size());
    }

    @Test
    void withoutAFolderNothingIsWrittenOrWatched() {
        PipelineControl none = new PipelineControl(Optional.empty());
        none.run(() -> none.watching(JobListener.SILENT).stage("TS_01", Activity.CORRELATING, 10).advance(1));
    }
}
