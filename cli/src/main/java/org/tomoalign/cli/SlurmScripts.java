package org.tomoalign.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.job.ShardPlan;

/**
 * Batch scripts for a job in shards.
 *
 * @param folder  for the scripts and what the tasks say
 * @param shards  how the job is divided
 * @param request what is asked of Slurm
 * @param tasks   what is run
 */
record SlurmScripts(Path folder, ShardPlan shards, Request request, Tasks tasks) {
    private static final long MEGABYTE = 1L << 20;
    /** A job that exceeds its memory or its time is killed. */
    private static final double MEMORY_MARGIN = 1.25;
    private static final double TIME_MARGIN = 4;
    private static final int LEAST_MINUTES = 30;

    /**
     * What each task is to have.
     *
     * @param memory as Slurm writes it
     * @param time   as Slurm writes it
     * @param more   options of sbatch
     */
    record Request(int cpus, String memory, String time, List<String> more) {
        /** Copies the list. */
        Request {
            more = List.copyOf(more);
        }
    }

    /**
     * What is run.
     *
     * @param directory in which the user's paths hold
     * @param program   the start script
     * @param align     words of a shard, but its number
     * @param merge     words of the merge
     */
    record Tasks(Path directory, String program, List<String> align, List<String> merge) {
        /** Copies the lists. */
        Tasks {
            align = List.copyOf(align);
            merge = List.copyOf(merge);
        }
    }

    /** Returns what to ask for if so many bytes are expected to be needed. */
    static String memory(long bytes) {
        return (long) Math.ceil(MEMORY_MARGIN * bytes / MEGABYTE) + "M";
    }

    /** Returns what to ask for if a task is expected to take so long. */
    static String time(double seconds) {
        long minutes = Math.max(LEAST_MINUTES, (long) Math.ceil(TIME_MARGIN * seconds / 60));
        return String.format(Locale.ROOT, "%d:%02d:00", minutes / 60, minutes % 60);
    }

    Path submitScript() {
        return folder.resolve("submit.sh");
    }

    void write() {
        write("shards.sh", array());
        write("merge.sh", merge());
        write("submit.sh", submit());
    }

    private void write(String name, String text) {
        AtomicFile.write(folder.resolve(name), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String array() {
        String list = shards.unfinished().isEmpty() ? "1" : shards.unfinished().stream().map(String::valueOf)
                .collect(Collectors.joining(","));
        String failed = quoted(folder + "/shard-") + "\"$SLURM_ARRAY_TASK_ID.failed\"";
        return head("tomo-align", "shard-%a.log", "#SBATCH --array=" + list)
                + "rm -f " + failed + "\n"
                + command("align", tasks.align()) + " --only_do_unfinished --shard \"$SLURM_ARRAY_TASK_ID/" + shards.count() + "\" || {\n"
                + "    code=$?\n"
                + "    echo \"$code\" >" + failed + "\n"
                + "    exit \"$code\"\n"
                + "}\n";
    }

    private String merge() {
        return head("tomo-align-merge", "merge.log")
                + "for file in " + quoted(folder + "/shard-") + "*.failed; do\n"
                + "    [ -e \"$file\" ] && echo \"failed with code $(cat \"$file\"): ${file%.failed}, see ${file%.failed}.log\" >&2\n"
                + "done\n"
                + command("merge", tasks.merge()) + "\n";
    }

    private String submit() {
        String merge = quoted(folder + "/merge.sh");
        if (shards.unfinished().isEmpty()) {
            return "#!/bin/sh\n# Every shard is finished.\nid=$(sbatch --parsable " + merge + ") && echo \"merge: job ${id%%;*}\"\n";
        }
        return "#!/bin/sh\nset -e\n"
                + "array=$(sbatch --parsable " + quoted(folder + "/shards.sh") + ")\n"
                + "array=${array%%;*}\n"
                + "merge=$(sbatch --parsable --dependency=\"afterany:$array\" " + merge + ")\n"
                + "echo \"shards: job $array, merge: job ${merge%%;*}\"\n";
    }

    private String head(String name, String log, String... lines) {
        List<String> head = new ArrayList<>(List.of("#!/bin/sh", "#SBATCH --job-name=" + name,
                "#SBATCH --output=" + sbatchQuoted(folder.resolve(log).toString()), "#SBATCH --nodes=1 --ntasks=1",
                "#SBATCH --cpus-per-task=" + request.cpus(), "#SBATCH --mem=" + request.memory(), "#SBATCH --time=" + request.time()));
        head.addAll(List.of(lines));
        request.more().forEach(option -> head.add("#SBATCH " + option));
        head.add("cd " + quoted(tasks.directory().toString()) + " || exit 1");
        return String.join("\n", head) + "\n";
    }

    private String command(String command, List<String> words) {
        List<String> all = new ArrayList<>(List.of(tasks.program(), command));
        all.addAll(words);
        return all.stream().map(SlurmScripts::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return Invocation.quoted(word);
    }

    private static String sbatchQuoted(String word) {
        return word.contains(" ") ? "\"" + word + "\"" : word;
    }
}
