package org.tomoalign.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.project.OutputFolder;

/**
 * Makes a job's folders, and keeps two jobs from writing into them, where each would overwrite part of the other's
 * results. The system releases the lock however the process ends; where the file system has no locks, there is a
 * warning instead. A job that ends before it has written anything leaves no folders behind.
 */
final class FolderLock implements AutoCloseable {
    private static final String NAME = ".lock";

    private final Path temp;
    /** Null where another process holds the lock. */
    private final FileChannel channel;
    /** Folders that were not there before, the innermost first. */
    private final List<Path> made;

    private FolderLock(Path temp, FileChannel channel, List<Path> made) {
        this.temp = temp;
        this.channel = channel;
        this.made = made;
    }

    /** Locks a folder for a whole job, see {@link #take(OutputFolder, JobPart, Consumer)}. */
    static FolderLock take(OutputFolder output, Consumer<String> warnings) {
        return take(output, JobPart.WHOLE, warnings);
    }

    /**
     * Locks a folder. In an MPI job the first rank does so for all. Several shards of a job may hold locks on it at a time, but each shard only once.
     *
     * @param part     what is to be done in it
     * @param output   the folder, which is created if it is missing
     * @param warnings hears of a file system without locks
     * @throws InputException       if the folder cannot be created, or another job holds the lock
     * @throws UncheckedIOException if the file to be locked cannot be opened
     */
    static FolderLock take(OutputFolder output, JobPart part, Consumer<String> warnings) {
        Path temp = output.file("temp");
        List<Path> made = createFolders(output, temp);
        if (part instanceof JobPart.Member(Team team) && !team.isFirst()) {
            return new FolderLock(temp, null, List.of());
        }
        Path file = temp.resolve(NAME);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be opened (" + e.getMessage() + ")", e);
        }
        // Other shards may use a folder that this one has made.
        FolderLock lock = new FolderLock(temp, channel, part instanceof JobPart.Shard ? List.of() : made);
        try {
            if (isLocked(channel, part)) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // Another job in this process.
        } catch (IOException e) {
            warnings.accept(file + ": cannot be locked (" + e.getMessage() + "); make sure that no other job writes to "
                    + output.name());
            return lock;
        }
        lock.release();
        throw new InputException(Message.of(Setting.OUTPUT, " ", output.name(),
                ": another job is writing to this folder, expected a folder of its own"));
    }

    /** Locks the whole file; or, for a shard, the first byte together with other shards, and one byte alone. */
    private static boolean isLocked(FileChannel channel, JobPart part) throws IOException {
        return part instanceof JobPart.Shard shard
                ? channel.tryLock(0, 1, true) != null && channel.tryLock(shard.index(), 1, false) != null
                : channel.tryLock() != null;
    }

    /** Returns the folders that were missing. */
    private static List<Path> createFolders(OutputFolder output, Path temp) {
        List<Path> missing = new ArrayList<>();
        for (Path folder = temp.toAbsolutePath().normalize(); folder != null && Files.notExists(folder);
                folder = folder.getParent()) {
            missing.add(folder);
        }
        try {
            Files.createDirectories(temp);
            return missing;
        } catch (IOException e) {
            throw new InputException(Message.of(Setting.OUTPUT, " ", output.name(), ": the folder ", temp,
                    " cannot be created (", e.getMessage(), ")"), e);
        }
    }

    /** Returns the folder for checkpoints. */
    Path temp() {
        return temp;
    }

    private void release() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock ends with the process at the latest.
        }
    }

    @Override
    public void close() {
        try {
            boolean unused = made.contains(temp.toAbsolutePath().normalize()) && holdsNothingElse();
            if (unused) {
                Files.delete(temp.resolve(NAME));
            }
            // Before the folders: some network file systems keep a deleted file in them as long as it is open.
            release();
            if (unused) {
                for (Path folder : made) {
                    Files.delete(folder);
                }
            }
        } catch (IOException e) {
            // Something is in it after all.
        } finally {
            release();
        }
    }

    private boolean holdsNothingElse() throws IOException {
        try (Stream<Path> files = Files.list(temp)) {
            return files.allMatch(file -> file.endsWith(NAME));
        }
    }
}
