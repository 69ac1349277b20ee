package org.tomoalign.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.job.AlignJob;
import org.tomoalign.job.JobListener;
import org.tomoalign.job.JobPart;
import org.tomoalign.job.JobPlan;
import org.tomoalign.job.PipelineControl;
import org.tomoalign.mpi.Launch;

/**
 * Ranks that cannot talk to each other, for want of an MPI library: each aligns a shard of the tomograms and leaves a file
 * when it is done or has failed. The first waits for all of these and merges.
 */
final class UnconnectedRanks {
    private static final long MILLISECONDS_BETWEEN_LOOKS = 500;
    /** Ranks of one launch begin within this time of each other; an older file is of an earlier launch. */
    private static final long MILLISECONDS_OF_LAUNCH = 120_000;

    private final AlignCommand command;
    private final Launch launch;
    private final long start = System.nanoTime();

    UnconnectedRanks(AlignCommand command, Launch launch) {
        this.command = command;
        this.launch = launch;
    }

    /**
     * Returns the exit code.
     *
     * @param reason why there is no MPI
     */
    int run(String reason) {
        boolean first = launch.rank() == 0;
        PipelineControl control = first ? command.control() : new PipelineControl(Optional.empty());
        DisplayOptions.Display shown = command.display(true);
        JobListener listener = control.watching(first ? shown.listener() : JobListener.SILENT);
        try (ConsoleListener console = shown.console(); var _ = StopOnSignal.watch(control, console::close)) {
            control.run(() -> {
                if (first) {
                    listener.warning("no MPI (" + reason + "): each of the " + launch.size() + " processes aligns a fixed part of "
                            + "the tomograms");
                    command.warnings().forEach(listener::warning);
                }
                JobPlan plan = command.plan();
                work(plan, listener);
                if (first) {
                    awaitOthers(plan);
                    new AlignJob(plan, new JobPart.Merge(List.of()), listener).run();
                    removeFiles(plan);
                }
            });
        }
        return TomoAlign.DONE;
    }

    private void work(JobPlan plan, JobListener listener) {
        String outcome = "";
        try {
            new AlignJob(plan, new JobPart.Shard(launch.rank() + 1, launch.size()), listener).run();
        } catch (RuntimeException e) {
            outcome = Failures.sentence(e);
            throw e;
        } finally {
            leave(file(plan, launch.rank()), outcome);
        }
    }

    private void awaitOthers(JobPlan plan) {
        long oldest = modified(file(plan, 0)) - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) - MILLISECONDS_OF_LAUNCH;
        for (int rank = 1; rank < launch.size(); rank++) {
            Path file = file(plan, rank);
            while (!Files.exists(file) || modified(file) < oldest) {
                pause();
            }
            String outcome = text(file);
            if (!outcome.isEmpty()) {
                throw new IllegalStateException("rank " + rank + ": " + outcome);
            }
        }
    }

    private void removeFiles(JobPlan plan) {
        for (int rank = 0; rank < launch.size(); rank++) {
            try {
                Files.deleteIfExists(file(plan, rank));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path file(JobPlan plan, int rank) {
        return plan.output().resolve("temp").resolve(".rank" + rank + "-" + launch.identity());
    }

    private static void leave(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for other ranks", e);
        }
    }
}
