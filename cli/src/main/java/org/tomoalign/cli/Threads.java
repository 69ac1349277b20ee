package org.tomoalign.cli;

import org.tomoalign.input.InputException;

/** The number of worker threads, option {@code --j}. */
final class Threads {
    /** Describes the option. */
    static final String DESCRIPTION = "threads (default: the CPUs this process may use; results do not depend on it)";

    private Threads() {
    }

    /** Returns the number asked for (null: none), else that of Slurm's task, else that of the CPUs (as the container limits them). */
    static int count(Integer threads) {
        if (threads != null) {
            if (threads < 1) {
                throw new InputException("--j " + threads + ": expected at least 1 thread");
            }
            return threads;
        }
        int cpus = Runtime.getRuntime().availableProcessors();
        String slurm = System.getenv("SLURM_CPUS_PER_TASK");
        return slurm != null && slurm.matches("[1-9][0-9]{0,4}") ? Math.min(cpus, Integer.parseInt(slurm)) : cpus;
    }
}
