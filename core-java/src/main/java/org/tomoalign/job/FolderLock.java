package org.tomoalign.job;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tomoalign.input.InputException;

/**
 * Keeps two jobs from writing into one folder, where each would overwrite part of the other's results. The system
 * releases the lock however the process ends; where the file system has no locks, there is none.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a folder.
     *
     * @param temp   the job's folder for checkpoints, which exists
     * @param output its output folder as the user named it
     * @throws InputException if another job holds the lock
     */
    static FolderLock take(Path temp, Path output) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(temp.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Another job in this process.
        } catch (IOException e) {
            return new FolderLock(channel);
        }
        new FolderLock(channel).close();
        throw new InputException("--o " + output + ": another job is writing to this folder, expected a folder of its own");
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }
}
