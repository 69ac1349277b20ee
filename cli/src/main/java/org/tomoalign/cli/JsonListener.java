package org.tomoalign.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.JobListener;

/** Writes a job's events for programs, one JSON object a line. docs/formats.md describes them. */
final class JsonListener implements JobListener {
    private static final long NANOSECONDS_BETWEEN_STEPS = 500_000_000;

    private final PrintStream out;
    private final LongSupplier clock;
    private final ObjectMapper mapper = JsonMapper.builder().addModule(new Jdk8Module()).build();
    private final JobProgress progress = new JobProgress();
    private final Map<JobEvent.Stage, Long> lastSteps = new HashMap<>();

    /** @param clock nanoseconds */
    JsonListener(PrintStream out, LongSupplier clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public synchronized void on(JobEvent event) {
        long now = clock.getAsLong();
        progress.on(event, now);
        switch (event) {
            case JobEvent.Note note -> write("note", Map.of("text", note.text().spelled(OptionNames::of)));
            case JobEvent.Warning warning -> write("warning", Map.of("text", warning.text().spelled(OptionNames::of)));
            case JobEvent.Planned planned -> write("planned", fields(
                    "tomograms", planned.parts(), "threads", planned.threads(), "atOnce", planned.atOnce()));
            case JobEvent.Began(var stage) -> {
                lastSteps.put(stage, now);
                write("began", stage(stage));
            }
            case JobEvent.Advanced(var stage, var done) -> {
                if (now - lastSteps.getOrDefault(stage, now) >= NANOSECONDS_BETWEEN_STEPS) {
                    lastSteps.put(stage, now);
                    write("step", rest(stage(stage, "done", done), now));
                }
            }
            case JobEvent.Iterated(var stage, var iteration, var cost) ->
                    write("iteration", rest(stage(stage, "done", iteration, "cost", cost), now));
            case JobEvent.Ended(var stage, var done, var seconds) -> {
                lastSteps.remove(stage);
                write("ended", stage(stage, "done", done, "seconds", seconds));
            }
            case JobEvent.Aligned aligned -> write("aligned", fields("metrics", aligned.metrics()));
            case JobEvent.Failed(var tomogram, var reason) ->
                    write("tomogramFailed", fields("tomogram", tomogram, "text", reason.spelled(OptionNames::of)));
            case JobEvent.Done done -> {
                done.advice().forEach(text -> write("warning", Map.of("text", text.spelled(OptionNames::of))));
                write("done", fields("seconds", done.metrics().seconds(), "output", done.output().toString()));
            }
        }
    }

    /** Says that the job failed. */
    static void failed(PrintStream out, int code, String message) {
        new JsonListener(out, () -> 0).write("failed", fields("code", code, "message", message));
    }

    private Map<String, Object> rest(Map<String, Object> fields, long now) {
        fields.put("fraction", progress.fraction());
        progress.secondsLeft(now).ifPresent(seconds -> fields.put("secondsLeft", seconds));
        return fields;
    }

    private static Map<String, Object> stage(JobEvent.Stage stage, Object... more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!stage.tomogram().isEmpty()) {
            fields.put("tomogram", stage.tomogram());
        }
        fields.put("stage", stage.activity().phrase());
        fields.put("unit", stage.activity().unit());
        fields.put("total", stage.total());
        fields.putAll(fields(more));
        return fields;
    }

    /** Returns fields from names and values in turn. */
    private static Map<String, Object> fields(Object... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    private void write(String event, Map<String, ?> fields) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("event", event);
        all.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        all.putAll(fields);
        try {
            out.println(mapper.writeValueAsString(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that JSON cannot hold: " + all, e);
        }
    }
}
