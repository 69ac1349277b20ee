package org.tomoalign.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Plural;
import org.tomoalign.job.JobPart;
import org.tomoalign.job.JobPlan;
import org.tomoalign.job.ShardPlan;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has Slurm do a job: an array of shards and a merge that depends on it. */
@Command(name = "slurm", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        customSynopsis = "tomo-align slurm --i=STAR --b=PX --o=DIR [OPTION ...] [--submit]",
        description = "Writes batch scripts for Slurm into DIR/slurm, and submits them if asked to: an array job that aligns the "
                + "tomograms in shards, and a job that merges when all of them have ended. The same options as align, and those "
                + "under Slurm. Called again it submits what is missing.")
final class SlurmCommand extends AlignCommand {
    private final Invocation invocation;

    @ArgGroup(validate = false, order = 0, heading = "%nSlurm:%n")
    private SlurmOptions slurm = new SlurmOptions();

    /** What is asked of Slurm. */
    static final class SlurmOptions {
        @Option(names = "--submit", description = "submit the scripts; otherwise they are only written")
        private boolean submit;

        @Option(names = "--shards", paramLabel = "N", defaultValue = "100",
                description = "number of tasks, at most that of the tomograms (default: ${DEFAULT-VALUE})")
        private int shards;

        @Option(names = "--cpus", paramLabel = "N", defaultValue = "8",
                description = "CPUs of each task (default: ${DEFAULT-VALUE})")
        private int cpus;

        @Option(names = "--mem", paramLabel = "SIZE", description = "memory of each task (default: by check's estimate)")
        private String memory;

        @Option(names = "--time", paramLabel = "TIME", description = "time of each task (default: by a rough estimate, "
                + "at least half an hour)")
        private String time;

        @Option(names = "--partition", paramLabel = "NAME", description = "partition (default: Slurm's)")
        private String partition;

        @Option(names = "--sbatch", paramLabel = "OPTION", description = "one more option of sbatch for all tasks, such as "
                + "--sbatch=--account=cryo; may be given several times")
        private List<String> more = new ArrayList<>();
    }

    /** The options above, and whether a value follows: what the tasks are not given. */
    private static final Map<String, Boolean> OWN = Map.of("--submit", false, "--shards", true, "--cpus", true, "--mem", true,
            "--time", true, "--partition", true, "--sbatch", true);

    SlurmCommand(Invocation invocation) {
        super(invocation);
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (!part().equals(JobPart.WHOLE)) {
            throw new InputException("--shard: expected without slurm, which divides the job itself");
        }
        if (slurm.shards < 1 || slurm.cpus < 1) {
            throw new InputException("--shards " + slurm.shards + ", --cpus " + slurm.cpus + ": expected at least 1 of each");
        }
        DisplayOptions.Display shown = display(false);
        JobPlan plan = plan(slurm.cpus);
        try (ConsoleListener console = shown.console()) {
            ShardPlan shards = ShardPlan.of(plan, slurm.shards, shown.listener());
            SlurmScripts scripts = new SlurmScripts(folder(plan), shards, request(shards), tasks());
            scripts.write();
            shown.listener().message(Plural.of(shards.tomograms(), "tomogram") + " in " + Plural.of(shards.count(), "shard") + ", "
                    + (shards.unfinished().isEmpty() ? "all finished before" : shards.unfinished().size() + " to be done") + "; wrote "
                    + scripts.submitScript());
            console.repeatWarnings();
            shown.listener().message(slurm.submit ? submit(scripts.submitScript()) : "submit them by: sh " + scripts.submitScript());
        }
        return TomoAlign.DONE;
    }

    private static Path folder(JobPlan plan) {
        Path folder = plan.output().resolve("slurm").toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be created (" + e.getMessage() + ")", e);
        }
        return folder;
    }

    private SlurmScripts.Request request(ShardPlan shards) {
        List<String> more = new ArrayList<>(slurm.more);
        if (slurm.partition != null) {
            more.add("--partition=" + slurm.partition);
        }
        return new SlurmScripts.Request(slurm.cpus, Optional.ofNullable(slurm.memory).orElse(SlurmScripts.memory(shards.bytes())),
                Optional.ofNullable(slurm.time).orElse(SlurmScripts.time(shards.seconds())), more);
    }

    /** Returns the command lines of the tasks; only the merge ends the job for RELION's pipeline. */
    private SlurmScripts.Tasks tasks() {
        List<String> words = without(invocation.words().subList(1, invocation.words().size()), OWN);
        List<String> shard = without(words, Map.of("--only_do_unfinished", false, TomoAlign.PIPELINE_CONTROL, true));
        String program = System.getProperty("tomoalign.program", "tomo-align");
        return new SlurmScripts.Tasks(Path.of("").toAbsolutePath(), program, shard, words);
    }

    /** Returns words without some options and their values. */
    static List<String> without(List<String> words, Map<String, Boolean> options) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            String name = word.replaceFirst("=.*", "");
            if (!options.containsKey(name)) {
                rest.add(word);
            } else if (options.get(name) && name.equals(word)) {
                i++;
            }
        }
        return rest;
    }

    private static String submit(Path script) {
        try {
            Process process = new ProcessBuilder("sh", script.toString()).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new InputException("sbatch refused the job: " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException("the scripts cannot be submitted: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the job was submitted", e);
        }
    }
}
