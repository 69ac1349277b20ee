package org.tomoalign.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;

/**
 * Keeps two jobs from writing into one folder, where each would overwrite part of the other's results. The system
 * releases the lock however the process ends; where the file system has no locks, there is a warning instead.
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
     * @param temp     the job's folder for checkpoints, which exists
     * @param output   its output folder as the user named it
     * @param warnings hears of a file system without locks
     * @throws InputException       if another job holds the lock
     * @throws UncheckedIOException if the file to be locked cannot be opened
     */
    static FolderLock take(Path temp, Path output, Consumer<String> warnings) {
        Path file = temp.resolve(NAME);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be opened (" + e.getMessage() + ")", e);
        }
        FolderLock lock = new FolderLock(channel);
        try {
            if (channel.tryLock() != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // Another job in this process.
        } catch (IOException e) {
            warnings.accept(file + ": cannot be locked (" + e.getMessage() + "); make sure that no other job writes to "
                    + output);
            return lock;
        }
        lock.close();
        throw new InputException(Message.of(
                Setting.OUTPUT, " ", output, ": another job is writing to this folder, expected a folder of its own"));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }
}
