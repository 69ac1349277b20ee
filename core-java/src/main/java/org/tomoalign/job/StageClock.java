package org.tomoalign.job;

import java.util.LinkedHashMap;
import java.util.Map;

/** Measures the wall time of stages. */
final class StageClock {
    /** The stage that computes correlation windows. */
    static final String CORRELATION = "correlation";
    /** The stage that refines the geometry. */
    static final String OPTIMISATION = "optimisation";

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long last = System.nanoTime();

    /** Books the time since the last call (or the start) to a stage. */
    void lap(String stage) {
        long now = System.nanoTime();
        seconds.merge(stage, (now - last) * 1e-9, Double::sum);
        last = now;
    }

    /** Returns seconds by stage, in order of their first lap. */
    Map<String, Double> seconds() {
        return seconds;
    }
}
