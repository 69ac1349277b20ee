package org.tomoalign.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tomoalign.job.Activity;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.TomogramMetrics;

/** Keeps account of a job's events: what is in work, how much is done, how long the rest will take. Not thread-safe. */
final class JobProgress {
    /** Part of a tomogram's time that correlating takes, until one has been seen. */
    private static final double CORRELATING_SHARE = 0.7;
    /** Iterations of the optimiser, until it has been seen at work. */
    private static final double ITERATIONS = 80;
    /** An estimate from less is worth nothing. */
    private static final double LEAST_SECONDS = 2;
    private static final double LEAST_FRACTION = 0.01;

    private final Map<String, JobEvent.Part> parts = new LinkedHashMap<>();
    private final Map<String, Double> fractions = new LinkedHashMap<>();
    private final Map<JobEvent.Stage, State> open = new LinkedHashMap<>();
    private final List<TomogramMetrics> finished = new ArrayList<>();
    private Long firstWork;

    /** How far a stage is: steps, and the optimiser's cost, if it has one. */
    record State(long done, OptionalDouble cost) {
    }

    /**
     * Takes account of an event.
     *
     * @param now nanoseconds
     */
    void on(JobEvent event, long now) {
        switch (event) {
            case JobEvent.Planned planned -> planned.parts().forEach(part -> parts.put(part.tomogram(), part));
            case JobEvent.Began(var stage) -> {
                open.put(stage, new State(0, OptionalDouble.empty()));
                if (firstWork == null && !stage.tomogram().isEmpty()) {
                    firstWork = now;
                }
            }
            case JobEvent.Advanced(var stage, var done) ->
                    update(stage, new State(Math.max(done, state(stage).done()), OptionalDouble.empty()));
            case JobEvent.Iterated(var stage, var iteration, var cost) ->
                    update(stage, new State(iteration, OptionalDouble.of(cost)));
            case JobEvent.Ended(var stage, var _, var _) -> open.remove(stage);
            case JobEvent.Aligned(var metrics, var _) -> {
                finished.add(metrics);
                fractions.put(metrics.tomogram(), 1.0);
            }
            case JobEvent.Failed(var tomogram, var _) -> fractions.put(tomogram, 1.0);
            default -> {
            }
        }
    }

    private void update(JobEvent.Stage stage, State state) {
        open.replace(stage, state);
        double part = part(stage, state);
        fractions.merge(stage.tomogram(), part, Math::max);
    }

    private double part(JobEvent.Stage stage, State state) {
        double share = finished.stream().mapToDouble(JobProgress::share).average().orElse(CORRELATING_SHARE);
        double iterations = finished.stream().mapToInt(TomogramMetrics::iterations).average().orElse(ITERATIONS);
        return switch (stage.activity()) {
            case CORRELATING, CORRELATING_IMAGES -> share * state.done() / Math.max(1, stage.total());
            case ALIGNING -> share + (1 - share) * Math.min(0.95, state.done() / Math.max(1, iterations));
            default -> 0;
        };
    }

    private static double share(TomogramMetrics m) {
        double correlation = m.seconds().getOrDefault("correlation", 0.0);
        double all = correlation + m.seconds().getOrDefault("optimisation", 0.0);
        return all > 0 ? correlation / all : CORRELATING_SHARE;
    }

    /** Returns the stages in work, in the order of their tomograms. */
    List<JobEvent.Stage> stages() {
        return open.keySet().stream().sorted(Comparator.comparingInt(stage -> place(stage.tomogram()))).toList();
    }

    private int place(String tomogram) {
        return new ArrayList<>(parts.keySet()).indexOf(tomogram);
    }

    /** Returns how far a stage is. */
    State state(JobEvent.Stage stage) {
        return open.getOrDefault(stage, new State(0, OptionalDouble.empty()));
    }

    /** Returns a tomogram's name and, if there are several, its place among them. */
    String label(String tomogram) {
        int number = 1 + place(tomogram);
        return number == 0 || parts.size() == 1 ? tomogram : tomogram + " (" + number + " of " + parts.size() + ")";
    }

    /** Returns the part of the work that is done, 0 to 1. */
    double fraction() {
        double all = 0;
        double done = 0;
        for (JobEvent.Part part : parts.values()) {
            if (!part.finished()) {
                all += part.windows();
                done += part.windows() * fractions.getOrDefault(part.tomogram(), 0.0);
            }
        }
        return all > 0 ? done / all : 0;
    }

    /** Returns the seconds until the last tomogram is done, once there is something to judge by. */
    Optional<Double> secondsLeft(long now) {
        double fraction = fraction();
        double seconds = firstWork == null ? 0 : (now - firstWork) * 1e-9;
        return seconds < LEAST_SECONDS || fraction < LEAST_FRACTION || fraction >= 1 ? Optional.empty()
                : Optional.of(seconds * (1 - fraction) / fraction);
    }

    /** Returns whether a stage belongs to the work whose rest is estimated. */
    static boolean isCounted(JobEvent.Stage stage) {
        return stage.activity() == Activity.CORRELATING || stage.activity() == Activity.ALIGNING
                || stage.activity() == Activity.CORRELATING_IMAGES;
    }
}
