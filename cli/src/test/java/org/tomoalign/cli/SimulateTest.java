package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.input.InputException;

/** The command {@code simulate}: where it writes, and what it refuses. */
class SimulateTest {
    @TempDir
    Path folder;

    private Cli.Outcome simulate(String to, String... more) {
        List<String> args = new ArrayList<>(List.of("simulate", folder.resolve(to).toString(), "--box", "16", "--size", "40",
                "--tilts", "3", "--step", "20", "--particles", "4", "--depth", "20", "--j", "2"));
        args.addAll(List.of(more));
        return Cli.run(args.toArray(String[]::new));
    }

    private List<String> names(Path where) throws IOException {
        try (Stream<Path> all = Files.list(where)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFolderThatIsNotEmptyIsLeftAlone() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("mine")).resolve("particles.star"), "work of a month");
        Files.createDirectories(folder.resolve("mine/.git"));
        Files.createDirectories(folder.resolve("mine/ref"));
        Cli.Outcome outcome = simulate("mine");
        assertEquals(2, outcome.code());
        assertEquals("tomo-align: simulate " + folder.resolve("mine") + ": is not empty (found .git, particles.star, ref), "
                + "expected a new or an empty folder; --force writes into this one\n", outcome.err());
        assertEquals(List.of(".git", "particles.star", "ref"), names(folder.resolve("mine")));
        Files.writeString(folder.resolve("mine/z"), "");
        assertTrue(simulate("mine").err().contains("(found .git, particles.star, ref and 1 more)"));
        assertEquals("work of a month", Files.readString(folder.resolve("mine/particles.star")));

        outcome = simulate("mine", "--force");
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(Files.exists(folder.resolve("mine/z")), "--force removes nothing");
        assertTrue(Files.readString(folder.resolve("mine/particles.star")).contains("data_particles"));
    }

    @Test
    void anEmptyFolderIsTaken() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        assertEquals(0, simulate("empty").code());
        assertEquals(0, simulate("new/below").code());
    }

    @Test
    void theDemoLeavesItsFolderAloneToo() throws IOException {
        Files.writeString(folder.resolve("notes"), "mine");
        Cli.Outcome outcome = Cli.run("demo", "--o", folder.toString());
        assertEquals(2, outcome.code());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().contains("--o " + folder + ": is not empty (found notes)"), outcome.err());
        assertEquals(List.of("notes"), names(folder));
    }

    @Test
    void foldersThatCannotBeMadeAreWrongInput() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        for (String[] command : new String[][] {{"demo", "--o", file.toString()}, {"demo", "--o", file + "/below"},
            {"simulate", file.toString()}, {"simulate", file + "/below"}}) {
            Cli.Outcome outcome = Cli.run(command);
            assertEquals(2, outcome.code(), String.join(" ", command));
            assertTrue(outcome.err().contains(command[command.length - 1] + ": cannot be created, " + file
                    + " is not a folder"), outcome.err());
        }
        // Not even root makes a folder here.
        if (Files.isDirectory(Path.of("/proc/self"))) {
            Cli.Outcome outcome = Cli.run("demo", "--o", "/proc/x");
            assertEquals(2, outcome.code());
            assertTrue(outcome.err().matches("tomo-align: --o /proc/x: cannot be created[^\n]*\n"), outcome.err());
            assertFalse(outcome.err().contains("Exception"), outcome.err());
        }
    }

    @Test
    void severalSeedsHaveAProjectEach() throws IOException {
        Cli.Outcome outcome = simulate("set", "--seed", "4", "--seeds", "3");
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(List.of("seed_4", "seed_5", "seed_6"), names(folder.resolve("set")));
        assertEquals(0, simulate("one", "--seed", "5").code());
        for (String file : List.of("particles.star", "tomograms.star", "tiltseries/TS_01.mrc", "ref/half1.mrc")) {
            assertEquals(-1, Files.mismatch(folder.resolve("one").resolve(file), folder.resolve("set/seed_5").resolve(file)),
                    file);
            assertNotEquals(-1, Files.mismatch(folder.resolve("one").resolve(file),
                    folder.resolve("set/seed_6").resolve(file)), file);
        }
        assertTrue(outcome.out().contains("Wrote " + folder.resolve("set/seed_6/optimisation_set.star")), outcome.out());
        assertTrue(outcome.out().contains("TS_01: simulating"), outcome.out());

        // More seeds later are fine; the same again are not, and then none is begun.
        assertEquals(2, simulate("set", "--seeds", "3-4").code());
        assertFalse(Files.exists(folder.resolve("set/seed_3")));
        assertEquals(0, simulate("set", "--seeds", "7-7").code());
    }

    @Test
    void rangesOfSeedsAreRead() {
        assertEquals(new SeedRange(11, 20), SeedRange.parse("11-20", 3));
        assertEquals(new SeedRange(3, 12), SeedRange.parse("10", 3));
        assertEquals(List.of(7L, 8L, 9L), new SeedRange(7, 9).all());
        for (String wrong : List.of("0", "-3", "5-4", "a", "", "1-", "1-2-3", "1.5", "99999", "1-99999", "9".repeat(30))) {
            InputException e = assertThrows(InputException.class, () -> SeedRange.parse(wrong, 1), wrong);
            assertTrue(e.getMessage().startsWith("--seeds " + wrong + ": expected"), e.getMessage());
        }
    }

    @Test
    void nothingIsMadeForOptionsThatAreWrong() {
        assertEquals(2, simulate("wrong", "--junk", "1.5", "--seeds", "2").code());
        assertFalse(Files.exists(folder.resolve("wrong")));
    }
}
