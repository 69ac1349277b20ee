package org.tomoalign.cli;

import org.tomoalign.input.Setting;

/** The number of worker threads, option {@code --j}. */
final class Threads {
    /** Describes the option. */
    static final String DESCRIPTION = "threads (default: the CPUs this process may use; results do not depend on it)";

    private Threads() {
    }

    /** Returns the number asked for (null: none), which is checked, else {@link #available}. */
    static int count(Integer threads) {
        Setting.THREADS.require(threads == null || threads >= 1, threads, "at least 1 thread");
        return threads == null ? available() : threads;
    }

    /** Returns the number of CPUs of Slurm's task, else of those that there are (as the container limits them). */
    static int available() {
        int cpus = Runtime.getRuntime().availableProcessors();
        String slurm = System.getenv("SLURM_CPUS_PER_TASK");
        return slurm != null && slurm.matches("[1-9][0-9]{0,4}") ? Math.min(cpus, Integer.parseInt(slurm)) : cpus;
    }
}
