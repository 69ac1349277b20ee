package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.input.InputException;
import org.tomoalign.project.OutputFolder;

class FolderLockTest {
    @TempDir
    private Path folder;
    private final List<String> warnings = new ArrayList<>();

    private FolderLock take(JobPart part) {
        return FolderLock.take(new OutputFolder(folder, Path.of("out")), part, warnings::add);
    }

    @Test
    void onlyOneJobAtATime() {
        FolderLock first = take(JobPart.WHOLE);
        InputException refused = assertThrows(InputException.class, () -> take(JobPart.WHOLE));
        assertTrue(refused.getMessage().contains("another job is writing to this folder"), refused.getMessage());
        first.close();
        take(JobPart.WHOLE).close();
        assertEquals(List.of(), warnings);
    }

    @Test
    void whatAJobDidNotUseGoesWithItsLock() throws IOException {
        take(JobPart.WHOLE).close();
        assertFalse(Files.exists(folder.resolve("out")));
        FolderLock lock = take(JobPart.WHOLE);
        Path checkpoint = Files.writeString(lock.temp().resolve("TS_01.json"), "{}");
        lock.close();
        assertTrue(Files.exists(checkpoint));
        assertTrue(Files.exists(lock.temp().resolve(".lock")), "it stays with what it locks");
        Files.delete(checkpoint);
        // It was there before.
        take(JobPart.WHOLE).close();
        assertTrue(Files.exists(folder.resolve("out/temp")));
    }

    /** Shards in processes of their own may hold locks at a time; a whole job may not, besides one of them. */
    @Test
    void shardsAndWholeJobsDoNotMix() {
        FolderLock shard = take(new JobPart.Shard(2, 3));
        assertThrows(InputException.class, () -> take(new JobPart.Shard(2, 3)));
        assertThrows(InputException.class, () -> take(JobPart.WHOLE));
        shard.close();
        take(JobPart.WHOLE).close();
        assertEquals(List.of(), warnings);
    }

    /** A file that cannot be opened is no file system without locks. */
    @Test
    void aFailureToOpenTheFileIsNotPassedOver() throws IOException {
        Files.createDirectories(folder.resolve("out/temp/.lock"));
        assertThrows(UncheckedIOException.class, () -> take(JobPart.WHOLE));
        assertEquals(List.of(), warnings);
    }
}
