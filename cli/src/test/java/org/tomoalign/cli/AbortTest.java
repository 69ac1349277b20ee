package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.job.AlignJob;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.JobListener;
import org.tomoalign.job.PipelineControl;
import picocli.CommandLine;

/** A job that is stopped, or has a tomogram that fails, at the steps of each of its stages. */
@Timeout(300)
class AbortTest {
    @TempDir
    Path folder;
    private SmallProject project;

    @BeforeEach
    void makeProject() {
        project = SmallProject.make(folder, SmallProject.tiny().tomos(2).particles(20).tilts(5).step(12).sVel(0.5));
    }

    @Test
    void endsCleanly() throws IOException {
        List<String> stages = List.of("reading", "checking", "measuring", "correlating", "aligning", "testing",
                "drawing");
        assertEquals(Set.copyOf(stages), stop(stages, "--motion"));
    }

    @Test
    void endsCleanlyWhereImagesAreCorrelatedAsAWhole() throws IOException {
        stop(List.of("correlating"), "--shift_only");
    }

    /**
     * Stops jobs in the given stages: when the first of that name begins, at its first step, in the middle and at its last.
     *
     * @return all stages of such a job
     */
    private Set<String> stop(List<String> stages, String... options) throws IOException {
        Probe whole = new Probe("", 0);
        run(whole, options);
        whole.assertNothingOutlivedItsStage();
        Map<String, String> complete = SmallProject.results(output());
        for (String stage : stages) {
            int last = whole.steps.get(stage).get() - 1;
            for (int step : Stream.of(0, 1, (last + 1) / 2, last).distinct().toList()) {
                delete(output());
                Probe probe = new Probe(stage, step);
                assertThrows(Stop.class, () -> run(probe, options), () -> "step " + step + " of " + stage);
                probe.assertNothingOutlivedItsStage();
                checkFiles(complete, "step " + step + " of " + stage);
            }
        }
        return whole.steps.keySet();
    }

    private Path output() {
        return folder.resolve("out");
    }

    private Path control() {
        return folder.resolve("job");
    }

    private void run(JobListener listener, String... options) {
        AlignCommand command = new AlignCommand(new Invocation(List.of("align")));
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(Stream.concat(Stream.of(
                "--i", project.path("optimisation_set.star"), "--b", "24", "--r", "4", "--j", "4", "--it", "12", "--diag",
                "--pipeline_control", control().toString(), "--o", output().toString()),
                Stream.of(options)).toArray(String[]::new));
        PipelineControl pipeline = new PipelineControl(Optional.of(control()));
        pipeline.run(() -> new AlignJob(command.plan(), pipeline.watching(listener)).run());
    }

    /** All files are as in the complete run, or absent. */
    private void checkFiles(Map<String, String> complete, String where) throws IOException {
        try (Stream<Path> files = Files.list(control())) {
            assertEquals(List.of("RELION_JOB_EXIT_FAILURE"), files.map(file -> file.getFileName().toString()).toList(), where);
        }
        if (Files.exists(output())) {
            assertFalse(Files.exists(output().resolve("metrics.json")), where);
            SmallProject.contents(output()).forEach(
                    (name, content) -> assertEquals(complete.get(name), content, () -> where + ": " + name));
        }
    }

    private static void delete(Path output) throws IOException {
        if (Files.exists(output)) {
            try (Stream<Path> all = Files.walk(output)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Counts the steps of all stages of a name, throws at one of them, and notes threads that are at work in a stage when it
     * ends or later: what they use is closed then. Every step takes its time, so that several threads are at work, and more
     * after the throw.
     */
    private static final class Probe implements JobListener {
        private static final long STEP_MILLISECONDS = 1;
        private static final long STEP_AFTER_STOP_MILLISECONDS = 5;

        private final String stopIn;
        private final int stopAt;
        private final Map<String, AtomicInteger> steps = new TreeMap<>();
        private final Queue<String> late = new ConcurrentLinkedQueue<>();
        /** Open stages, and how many threads are at a step of each. */
        private final Map<JobEvent.Stage, AtomicInteger> open = Collections.synchronizedMap(new IdentityHashMap<>());
        private volatile boolean stopped;

        Probe(String stopIn, int stopAt) {
            this.stopIn = stopIn;
            this.stopAt = stopAt;
        }

        void assertNothingOutlivedItsStage() {
            assertTrue(late.isEmpty(), late::toString);
        }

        private void step(String stage) {
            AtomicInteger count;
            synchronized (steps) {
                count = steps.computeIfAbsent(stage, name -> new AtomicInteger());
            }
            if (count.getAndIncrement() == stopAt && stage.equals(stopIn)) {
                stopped = true;
                throw new Stop();
            }
            try {
                Thread.sleep(stopped ? STEP_AFTER_STOP_MILLISECONDS : STEP_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void on(JobEvent event) {
            switch (event) {
                case JobEvent.Began began -> {
                    step(name(began.stage()));
                    open.put(began.stage(), new AtomicInteger());
                }
                case JobEvent.Advanced advanced -> work(advanced.stage());
                case JobEvent.Iterated iterated -> work(iterated.stage());
                case JobEvent.Ended ended -> {
                    if (open.remove(ended.stage()).get() > 0) {
                        late.add(ended.stage().toString());
                    }
                }
                default -> { }
            }
        }

        private static String name(JobEvent.Stage stage) {
            return stage.activity().phrase().split(" ")[0];
        }

        private void work(JobEvent.Stage stage) {
            AtomicInteger atWork = open.get(stage);
            if (atWork == null) {
                late.add(stage.toString());
                return;
            }
            atWork.incrementAndGet();
            try {
                step(name(stage));
            } finally {
                if (!open.containsKey(stage)) {
                    late.add(stage.toString());
                }
                atWork.decrementAndGet();
            }
        }
    }
}
