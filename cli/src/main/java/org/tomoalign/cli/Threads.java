package org.tomoalign.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.tomoalign.input.Setting;
import org.tomoalign.mpi.Ranks;

/** The number of worker threads, option {@code --j}. */
final class Threads {
    /** Describes the option. */
    static final String DESCRIPTION = "threads (default: the CPUs this process may use; results do not depend on it)";

    private static final String SLURM = "SLURM_CPUS_PER_TASK";

    private Threads() {
    }

    /** Returns the number asked for (null: none), which is checked, else {@link #available}. */
    static int count(Integer threads) {
        Setting.THREADS.require(threads == null || threads >= 1, threads, "at least 1 thread");
        return threads == null ? available() : threads;
    }

    /**
     * Returns the share of a rank in the CPUs of its node. All ranks of the node have to call this.
     *
     * @param ranks this rank among the others
     */
    static int share(Ranks ranks) {
        int cpus = available();
        long mine = affinity().hashCode();
        boolean allAlike = ranks.largestOnNode(mine) == -ranks.largestOnNode(-mine);
        boolean divided = System.getenv(SLURM) != null || !allAlike;
        int rest = ranks.nodeRank() < cpus % ranks.nodeSize() ? 1 : 0;
        return divided ? cpus : Math.max(1, cpus / ranks.nodeSize() + rest);
    }

    /** Returns the set of CPUs that this process may use, as the system writes it. */
    private static String affinity() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed:")).findFirst().orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the number of CPUs of Slurm's task, else of those that there are (as the container limits them). */
    static int available() {
        int cpus = Runtime.getRuntime().availableProcessors();
        String slurm = System.getenv(SLURM);
        return slurm != null && slurm.matches("[1-9][0-9]{0,4}") ? Math.min(cpus, Integer.parseInt(slurm)) : cpus;
    }
}
