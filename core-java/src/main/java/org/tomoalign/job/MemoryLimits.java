package org.tomoalign.job;

import java.util.OptionalLong;

/**
 * The memory that a process may take.
 *
 * @param bytes  of all kinds
 * @param heap   of which the Java heap, at most
 * @param chosen whether the user has said how much ({@code --max_memory}), which then may all be used
 */
record MemoryLimits(long bytes, long heap, boolean chosen) {
    /** An estimate may be wrong by this part of it; what the user has chosen is kept all the same. */
    static final double UNCERTAINTY = 0.15;
    /** Of memory that nobody has given to this job alone, no more than this part is taken only to be faster. */
    private static final double MODEST = 0.5;

    /**
     * Returns the limits of this process.
     *
     * @param max       bytes that the user allows, if said
     * @param processes of the job that share the machine
     */
    static MemoryLimits of(OptionalLong max, int processes) {
        long machine = MachineMemory.bytes() / processes;
        return new MemoryLimits(
                Math.min(machine, max.orElse(machine)), Runtime.getRuntime().maxMemory(), max.isPresent());
    }

    /** Returns whether a job fits that is estimated to need some bytes. */
    boolean hold(long estimate) {
        return chosen ? estimate * (1 + UNCERTAINTY) <= bytes : estimate <= bytes;
    }

    /** Returns whether so much may be used only to be faster. */
    boolean holdModestly(long estimate) {
        return chosen ? hold(estimate) : estimate <= MODEST * bytes;
    }
}
