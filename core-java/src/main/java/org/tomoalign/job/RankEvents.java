package org.tomoalign.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;

/**
 * Events of a rank as JSON for the first one: those about its tomograms, and its warnings. What all ranks would say alike,
 * such as what the job consists of, the first rank says itself. One object writes for one rank, or reads for all.
 */
final class RankEvents {
    private static final long NANOSECONDS_BETWEEN_STEPS = 500_000_000;

    private final ObjectMapper mapper = JsonFile.mapper();
    private final Map<JobEvent.Stage, Integer> numbers = new HashMap<>();
    private final Map<JobEvent.Stage, Long> lastSteps = new HashMap<>();
    private final Map<String, JobEvent.Stage> stages = new HashMap<>();
    private int nextNumber;

    /** Returns the bytes of an event; nothing if the first rank need not hear of it, such as steps in quick succession. */
    synchronized Optional<byte[]> write(JobEvent event, long now) {
        ObjectNode node = mapper.createObjectNode();
        switch (event) {
            case JobEvent.Note(var text) -> node.put("event", "note").set("text", parts(text));
            case JobEvent.Warning(var text, var summedUp) ->
                    node.put("event", "warning").put("summedUp", summedUp).set("text", parts(text));
            case JobEvent.Began(var stage) when !stage.tomogram().isEmpty() -> {
                numbers.put(stage, nextNumber++);
                lastSteps.put(stage, now);
                stage(node, "began", stage).put("tomogram", stage.tomogram()).put("activity", stage.activity().name())
                        .put("total", stage.total());
            }
            case JobEvent.Advanced(var stage, var done) when isDue(stage, now) -> stage(node, "advanced", stage).put("done", done);
            case JobEvent.Iterated(var stage, var iteration, var cost) when isDue(stage, now) ->
                    stage(node, "iterated", stage).put("iteration", iteration).put("cost", cost);
            case JobEvent.Ended(var stage, var done, var seconds) when numbers.containsKey(stage) -> {
                stage(node, "ended", stage).put("done", done).put("seconds", seconds);
                numbers.remove(stage);
                lastSteps.remove(stage);
            }
            case JobEvent.Aligned(var metrics, var onlyShifts) ->
                    node.put("event", "aligned").put("onlyShifts", onlyShifts).set("metrics", mapper.valueToTree(metrics));
            case JobEvent.Failed(var tomogram, var reason) ->
                    node.put("event", "failedTomogram").put("tomogram", tomogram).set("text", parts(reason));
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(bytes(node));
    }

    private boolean isDue(JobEvent.Stage stage, long now) {
        Long last = lastSteps.get(stage);
        if (last == null || now - last < NANOSECONDS_BETWEEN_STEPS) {
            return false;
        }
        lastSteps.put(stage, now);
        return true;
    }

    private ObjectNode stage(ObjectNode node, String event, JobEvent.Stage stage) {
        return node.put("event", event).put("stage", numbers.get(stage));
    }

    /** Returns bytes that say that a rank failed. */
    byte[] failure(String sentence) {
        return bytes(mapper.createObjectNode().put("event", "failed").put("text", sentence));
    }

    /** Returns bytes that say that a rank has nothing more to say. */
    byte[] ending() {
        return bytes(mapper.createObjectNode().put("event", "end"));
    }

    private byte[] bytes(JsonNode node) {
        try {
            return mapper.writeValueAsBytes(node);
        } catch (JacksonException e) {
            throw new IllegalStateException("an event that JSON cannot hold", e);
        }
    }

    private ArrayNode parts(Message message) {
        ArrayNode parts = mapper.createArrayNode();
        message.parts().forEach(part -> {
            if (part instanceof Setting setting) {
                parts.add(mapper.createObjectNode().put("setting", setting.name()));
            } else {
                parts.add(part.toString());
            }
        });
        return parts;
    }

    /** What a rank said. */
    sealed interface Said {
    }

    /** Something happened. */
    record Happened(JobEvent event) implements Said {
    }

    /** The rank failed. */
    record Failed(String sentence) implements Said {
    }

    /** The rank has nothing more to say. */
    record Ending() implements Said {
    }

    /** Reads what a rank wrote. */
    Said read(int rank, byte[] bytes) {
        try {
            JsonNode node = mapper.readTree(bytes);
            String key = rank + "/" + node.path("stage").asInt();
            return switch (node.get("event").asText()) {
                case "note" -> new Happened(new JobEvent.Note(message(node.get("text"))));
                case "warning" -> new Happened(new JobEvent.Warning(message(node.get("text")), node.get("summedUp").asBoolean()));
                case "began" -> {
                    JobEvent.Stage stage = new JobEvent.Stage(node.get("tomogram").asText(),
                            Activity.valueOf(node.get("activity").asText()), node.get("total").asLong());
                    stages.put(key, stage);
                    yield new Happened(new JobEvent.Began(stage));
                }
                case "advanced" -> new Happened(new JobEvent.Advanced(stages.get(key), node.get("done").asLong()));
                case "iterated" -> new Happened(new JobEvent.Iterated(
                        stages.get(key), node.get("iteration").asInt(), node.get("cost").asDouble()));
                case "ended" -> new Happened(new JobEvent.Ended(
                        stages.remove(key), node.get("done").asLong(), node.get("seconds").asDouble()));
                case "aligned" -> new Happened(new JobEvent.Aligned(
                        mapper.treeToValue(node.get("metrics"), TomogramMetrics.class), node.get("onlyShifts").asBoolean()));
                case "failedTomogram" ->
                        new Happened(new JobEvent.Failed(node.get("tomogram").asText(), message(node.get("text"))));
                case "failed" -> new Failed(node.get("text").asText());
                case "end" -> new Ending();
                default -> throw new IllegalStateException("rank " + rank + " said " + node);
            };
        } catch (java.io.IOException e) {
            throw new IllegalStateException("rank " + rank + " cannot be understood", e);
        }
    }

    private static Message message(JsonNode parts) {
        List<Object> list = new ArrayList<>();
        parts.forEach(part -> list.add(part.isTextual() ? part.asText() : Setting.valueOf(part.get("setting").asText())));
        return new Message(list);
    }
}
