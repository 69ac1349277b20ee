package org.tomoalign.job;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps the Java heap as small as was estimated. The collector that the start script chooses lets what is no longer used pile
 * up until the heap has grown to its limit, a quarter of the machine: a long job would take that however small its tomograms.
 */
final class HeapKeeper {
    /** A heap that holds more than this after a collection, over what it held then, is worth another one. */
    private static final double GROWTH = 1.5;

    private final AtomicBoolean collecting = new AtomicBoolean();
    private volatile long limit;

    /** @param bytes from which on a collection is asked for */
    HeapKeeper(long bytes) {
        limit = bytes;
    }

    /** Collects if there is too much; to be called now and then, from any thread. */
    void check() {
        if (used() > limit && collecting.compareAndSet(false, true)) {
            System.gc();
            // Where all of it is in use, there is nothing to gain from doing so again at once.
            limit = Math.max(limit, (long) (GROWTH * used()));
            collecting.set(false);
        }
    }

    private static long used() {
        Runtime machine = Runtime.getRuntime();
        return machine.totalMemory() - machine.freeMemory();
    }
}
