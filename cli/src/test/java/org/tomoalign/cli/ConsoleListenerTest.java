package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.job.Activity;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.JobListener;
import org.tomoalign.job.JobMetrics;
import org.tomoalign.job.TomogramMetrics;

/** What is said of a job, in a file, on a terminal and to a program. */
class ConsoleListenerTest {
    private static final long SECOND = 1_000_000_000;
    private static final int COLUMNS = 100;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private long now;

    private static PrintStream to(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private ConsoleListener file(Verbosity verbosity, boolean stamped) {
        return new ConsoleListener(to(out), to(err), Optional.empty(), verbosity, stamped, () -> now);
    }

    private ConsoleListener terminal(int columns, Verbosity verbosity) {
        TerminalLines lines = new TerminalLines(to(out), () -> columns);
        return new ConsoleListener(to(out), to(err), Optional.of(lines), verbosity, true, () -> now);
    }

    private List<String> said() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private List<String> screen(int columns) {
        Screen screen = new Screen(columns);
        screen.show(out.toString(StandardCharsets.UTF_8));
        return screen.lines();
    }

    private static TomogramMetrics metrics(String name, int iterations, boolean converged) {
        return new TomogramMetrics(name, 10, 10, 100, 3, -10.5, -20.25, iterations, iterations + 2,
                converged ? "converged: the gradient vanishes" : "not converged: iteration limit reached", converged, 1.5, 0.8,
                Map.of("correlation", 6.0, "optimisation", 4.0), 1, 1, Optional.empty());
    }

    private static JobEvent done(Message... advice) {
        return new JobEvent.Done(new JobMetrics(1, "p", "c", Map.of(), "k", "f", 2, 2, 12.34, 1, Map.of(), 0,
                new JobMetrics.Totals(0, 0, 0, Map.of(), 0, 0), List.of(), List.of(), List.of()), Path.of("out"), List.of(advice));
    }

    private static void plan(JobListener listener) {
        listener.on(new JobEvent.Planned(List.of(new JobEvent.Part("TS_01", 100, true), new JobEvent.Part("TS_02", 100, false),
                new JobEvent.Part("TS_03", 300, false)), 1, 2));
    }

    /** A job of two tomograms at once; the clock goes on in between. */
    private void run(JobListener listener) {
        plan(listener);
        try (JobListener.Stage checking = listener.stage("", Activity.CHECKING_IMAGES, 2)) {
            checking.advance(2);
        }
        JobListener.Stage second = listener.stage("TS_02", Activity.CORRELATING, 100);
        JobListener.Stage third = listener.stage("TS_03", Activity.CORRELATING, 300);
        now += 10 * SECOND;
        second.advance(60);
        now += SECOND;
        second.advance(40);
        second.close();
        third.advance(150);
        second = listener.stage("TS_02", Activity.ALIGNING, 0);
        now += SECOND;
        second.iterated(1, -12.5);
        now += SECOND;
        second.iterated(2, -13);
        inTheMiddle(listener);
        second.close();
        listener.on(new JobEvent.Aligned(metrics("TS_02", 2, true), false));
        listener.on(new JobEvent.Warning(Message.of("TS_03: look at ", Setting.BOX), false));
        third.close();
        listener.on(new JobEvent.Aligned(metrics("TS_03", 1, false), false));
        listener.on(done(Message.of("raise ", Setting.RANGE)));
    }

    private void inTheMiddle(JobListener listener) {
        if (listener instanceof ConsoleListener && !out.toString(StandardCharsets.UTF_8).contains("\u001b")) {
            return;
        }
        middle = screen(COLUMNS);
    }

    
    private List<String> middle = List.of();

    @Test
    void aFileGetsALinePerStage() {
        run(file(Verbosity.NORMAL, false));
        List<String> lines = said().stream().map(line -> line.replaceAll("in [0-9.]+ s", "in T s")).toList();
        assertEquals(List.of("2 tomograms to align (1 finished before), 2 at a time, with 1 thread",
                "Checking the tilt images: 2 images in T s",
                "TS_02 (2 of 3): correlating: 100 windows in T s",
                "TS_02 (2 of 3): aligning: 2 iterations in T s",
                "TS_02 (2 of 3): cost -10.500 -> -20.250 in 2 iterations (converged: the gradient vanishes); displacements "
                        + "1.50 px rms, 3 of 100 beyond the range; reference scale 0.800",
                "TS_03 (3 of 3): correlating: 150 windows in T s",
                "TS_03 (3 of 3): cost -10.500 -> -20.250 in 1 iteration (not converged: iteration limit reached); displacements "
                        + "1.50 px rms, 3 of 100 beyond the range; reference scale 0.800",
                "Warning: TS_03: look at --b", "Warning: raise --r", "Done in T s, with 2 warnings; wrote out"), lines);
        assertEquals("Warning: TS_03: look at --b\n", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void linesOfAFileHaveTheTime() {
        run(file(Verbosity.NORMAL, true));
        assertTrue(said().stream().allMatch(line -> line.matches("20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d .+")),
                said().toString());
    }

    @Test
    void aLongStageSaysSoOnceAMinute() {
        ConsoleListener listener = file(Verbosity.NORMAL, false);
        plan(listener);
        JobListener.Stage stage = listener.stage("TS_03", Activity.CORRELATING, 300);
        for (int i = 0; i < 150; i++) {
            now += SECOND;
            stage.advance(1);
        }
        JobListener.Stage aligning = listener.stage("TS_02", Activity.ALIGNING, 0);
        now += 61 * SECOND;
        aligning.iterated(8, -3);
        assertEquals(List.of("TS_03 (3 of 3): correlating: 20 % of 300 windows; 11 % of the job done, about 9 min left",
                "TS_03 (3 of 3): correlating: 40 % of 300 windows; 21 % of the job done, about 8 min left",
                "TS_02 (2 of 3): aligning: iteration 8, cost -3.000; 45 % of the job done, about 4 min left"),
                said().subList(1, said().size()));
    }

    @Test
    void whatTheEndSumsUpIsSaidOnceBefore() {
        ConsoleListener listener = file(Verbosity.NORMAL, false);
        for (String name : List.of("A", "B")) {
            listener.on(new JobEvent.Warning(Message.of(name, ": scale"), true));
        }
        listener.on(done(Message.of("scale of 2 of 2")));
        assertEquals("Warning: A: scale\n", err.toString(StandardCharsets.UTF_8));
        assertEquals(List.of("Warning: scale of 2 of 2", "Done in 12.3 s, with 1 warning; wrote out"), said());
    }

    @Test
    void quietMeansWarningsOnly() {
        run(file(Verbosity.QUIET, true));
        assertEquals(List.of(), said());
        assertEquals("Warning: TS_03: look at --b\nWarning: raise --r\n", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void verboseMeansEveryIteration() {
        run(file(Verbosity.VERBOSE, false));
        assertTrue(said().contains("TS_02 (2 of 3): aligning: iteration 1, cost -12.500"), said().toString());
        assertTrue(said().contains("TS_02 (2 of 3): aligning: iteration 2, cost -13.000"), said().toString());
    }

    @Test
    void aTerminalShowsAllStagesInWorkAndKeepsALinePerTomogram() {
        run(terminal(COLUMNS, Verbosity.NORMAL));
        assertEquals(List.of("2 tomograms to align (1 finished before), 2 at a time, with 1 thread",
                "TS_02 (2 of 3): aligning  iteration 2, cost -13.000",
                "TS_03 (3 of 3): correlating   50 % of 300 windows  [==========>         ]",
                "  44 % of the job done, about 17 s left"), middle);
        assertEquals(List.of("2 tomograms to align (1 finished before), 2 at a time, with 1 thread",
                "TS_02 (2 of 3): cost -10.500 -> -20.250 in 2 iterations (converged: the gradient vanishes);",
                "  displacements 1.50 px rms, 3 of 100 beyond the range; reference scale 0.800",
                "TS_03 (3 of 3): cost -10.500 -> -20.250 in 1 iteration (not converged: iteration limit reached);",
                "  displacements 1.50 px rms, 3 of 100 beyond the range; reference scale 0.800",
                "Warning: TS_03: look at --b", "Warning: raise --r", "Done in 12.3 s, with 2 warnings; wrote out"),
                screen(COLUMNS));
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 61, 80, 200})
    void nothingIsDrawnTwiceOrBrokenWithinAWord(int columns) {
        run(terminal(columns, Verbosity.NORMAL));
        String once = String.join(" ", screen(columns)).replaceAll(" +", " ");
        out.reset();
        now = 0;
        run(terminal(1000, Verbosity.NORMAL));
        assertEquals(String.join(" ", screen(1000)), once);
    }

    @Test
    void nothingIsDrawnTwiceOnATerminalOfUnknownWidth() {
        run(terminal(0, Verbosity.NORMAL));
        String once = String.join("", screen(30)).replace(" ", "");
        out.reset();
        now = 0;
        run(terminal(1000, Verbosity.NORMAL));
        assertEquals(String.join("", screen(1000)).replace(" ", ""), once);
    }

    @Test
    void aFailureLeavesNothingThatChanges() {
        ConsoleListener listener = terminal(80, Verbosity.NORMAL);
        listener.stage("TS_02", Activity.CORRELATING, 100).advance(1);
        assertEquals(2, screen(80).size());
        listener.close();
        assertEquals(List.of(), screen(80));
    }

    @Test
    void aProgramGetsOneObjectALine() throws IOException {
        run(new JsonListener(to(out), () -> now));
        List<JsonNode> events = new ArrayList<>();
        for (String line : said()) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertEquals(List.of("planned", "began", "ended", "began", "began", "step", "step", "ended", "step", "began",
                "iteration", "iteration", "ended", "aligned", "warning", "ended", "aligned", "warning", "done"),
                events.stream().map(e -> e.get("event").asText()).toList());
        assertTrue(events.stream().allMatch(e -> e.get("time").asText().matches("20.*T.*Z")));
        JsonNode step = events.get(5);
        assertEquals("TS_02 correlating window 60 100", step.get("tomogram").asText() + " " + step.get("stage").asText() + " "
                + step.get("unit").asText() + " " + step.get("done") + " " + step.get("total"));
        assertEquals(0.7 * 0.6 / 4, step.get("fraction").asDouble(), 1e-12);
        assertEquals(10 * (1 - 0.105) / 0.105, step.get("secondsLeft").asDouble(), 1e-6);
        assertEquals(-13, events.get(11).get("cost").asDouble());
        assertEquals("TS_03: look at --b", events.get(14).get("text").asText());
        assertEquals(3, events.get(13).get("metrics").get("outOfRange").asInt());
        assertEquals("TS_01", events.getFirst().get("tomograms").get(0).get("tomogram").asText());
        assertEquals("out", events.getLast().get("output").asText());
        assertTrue(events.get(1).path("tomogram").isMissingNode());
    }

    @Test
    void durations() {
        assertEquals("1 s, 89 s, 2 min, 14 min, 1 h, 3 h 10 min", String.join(", ", JobTexts.rough(0.2), JobTexts.rough(89),
                JobTexts.rough(91), JobTexts.rough(14 * 60 + 20), JobTexts.rough(3600), JobTexts.rough(190 * 60)));
    }
}
