package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The batch scripts; a real Slurm runs them in src/test/scripts/try-slurm. */
class SlurmTest {
    @TempDir
    private Path folder;

    @Test
    void scriptsAskForWhatATaskNeedsAndForWhatIsMissing() throws Exception {
        SmallProject small = SmallProject.make(folder, SmallProject.tiny().tomos(3));
        String said = slurm(small, "--cpus", "3", "--partition=cpu", "--sbatch=--account=cryo", "--sbatch", "--qos=low",
                "--pipeline_control", small.path("p/"));
        assertTrue(said.contains("3 tomograms in 3 shards, 3 to be done; wrote " + small.path("out/slurm/submit.sh")), said);
        String shards = read("shards.sh");
        for (String line : List.of("#SBATCH --array=1,2,3", "#SBATCH --cpus-per-task=3", "#SBATCH --time=0:30:00",
                "#SBATCH --partition=cpu", "#SBATCH --account=cryo", "#SBATCH --qos=low",
                "#SBATCH --output=" + small.path("out/slurm/shard-%a.log"))) {
            assertTrue(shards.contains("\n" + line + "\n"), shards);
        }
        assertTrue(shards.matches("(?s).*\n#SBATCH --mem=[1-9][0-9]{2,3}M\n.*"), shards);
        assertTrue(shards.contains(" --only_do_unfinished --shard \"$SLURM_ARRAY_TASK_ID/3\" || {"), shards);
        assertFalse(shards.contains("pipeline_control"), shards);
        assertTrue(read("merge.sh").contains(" merge --i ") && read("merge.sh").contains(" --pipeline_control "), read("merge.sh"));

        assertEquals(0, Cli.run(small.args(24, 4, "align", "out", "--shard", "2/3")).code());
        slurm(small);
        assertTrue(read("shards.sh").contains("\n#SBATCH --array=1,3\n"), read("shards.sh"));
        assertTrue(read("submit.sh").contains("--dependency=\"afterany:$array\""), read("submit.sh"));
        for (String shard : List.of("1/3", "3/3")) {
            assertEquals(0, Cli.run(small.args(24, 4, "align", "out", "--shard", shard)).code());
        }
        said = slurm(small);
        assertTrue(said.contains("all finished before"), said);
        assertFalse(read("submit.sh").contains("shards.sh"), read("submit.sh"));
    }

    @Test
    void theScriptsRunInAShellWhateverTheFoldersName() throws Exception {
        SmallProject small = SmallProject.make(Files.createDirectory(folder.resolve("a 'name' $HOME")), SmallProject.tiny());
        slurm(small);
        Path scripts = small.folder().resolve("out/slurm");
        // An sbatch that notes its words, and a program that fails.
        StartScript.write(folder.resolve("bin/sbatch"), "#!/bin/sh\necho \"$@\" >>" + folder.resolve("calls") + "\necho 7\n");
        StartScript.write(folder.resolve("bin/tomo-align"), "#!/bin/sh\necho \"$@\"\nexit 3\n");
        StartScript.command("chmod", "-R", "755", folder.resolve("bin").toString()).run().succeeded();
        String path = folder.resolve("bin") + ":" + System.getenv("PATH");
        assertEquals("shards: job 7, merge: job 7\n", StartScript.of(Path.of("/bin/sh"), scripts.resolve("submit.sh").toString())
                .with("PATH", path).run().succeeded().out());
        assertEquals(List.of("--parsable " + scripts.resolve("shards.sh"),
                "--parsable --dependency=afterany:7 " + scripts.resolve("merge.sh")), Files.readAllLines(folder.resolve("calls")));
        StartScript.Result shard = StartScript.of(Path.of("/bin/sh"), scripts.resolve("shards.sh").toString())
                .with("PATH", path).with("SLURM_ARRAY_TASK_ID", "2").run();
        assertEquals(3, shard.code());
        assertTrue(shard.out().endsWith(" --only_do_unfinished --shard 2/2\n"), shard.out());
        StartScript.Result merge = StartScript.of(Path.of("/bin/sh"), scripts.resolve("merge.sh").toString())
                .with("PATH", path).run();
        assertEquals("failed with code 3: " + scripts.resolve("shard-2") + ", see " + scripts.resolve("shard-2.log") + "\n",
                merge.err());
    }

    @Test
    void wordsOfItsOwnAreTakenOut() {
        assertEquals(List.of("--i", "a", "--o=b"), SlurmCommand.without(
                List.of("--i", "a", "--mem", "3G", "--submit", "--o=b", "--time=1:00"),
                Map.of("--mem", true, "--submit", false, "--time", true)));
    }

    private static String slurm(SmallProject small, String... more) {
        List<String> words = new ArrayList<>(List.of(small.args(24, 4, "slurm", "out", more)));
        Cli.Outcome outcome = Cli.run(words.toArray(String[]::new));
        assertEquals("", outcome.errors());
        assertEquals(0, outcome.code());
        return outcome.out();
    }

    private String read(String script) throws IOException {
        return Files.readString(folder.resolve("out/slurm").resolve(script));
    }
}
