package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.cli.StartScript.Result;

/** The tarball, where one has been made ({@code mvn -Pdist verify}), with nothing but the system's own commands. */
class DistributionIT {
    /** The C library of Enterprise Linux 8. */
    private static final int GLIBC = 28;
    private static final Pattern NEEDS_GLIBC = Pattern.compile("GLIBC_2\\.(\\d+)");

    @TempDir
    private static Path folder;
    private static Path home;

    @BeforeAll
    static void unpack() throws Exception {
        String tarball = System.getProperty("tomoalign.distribution", "");
        assumeTrue(!tarball.isEmpty(), "made by mvn -Pdist only");
        StartScript.command("tar", "-xzf", tarball, "-C", folder.toString()).run().succeeded();
        try (Stream<Path> unpacked = Files.list(folder)) {
            home = unpacked.findFirst().orElseThrow().toRealPath();
        }
    }

    @Test
    void theDemoRunsOnTheRuntimeOfTheTarball() throws Exception {
        Result result = tomoAlign("tomo-align", "demo", "--o", folder.resolve("demo").toString()).run().succeeded();
        assertTrue(result.err().startsWith("tomo-align: storing classes for a faster start (once) ...\n"), result.err());
        for (String output : List.of("tomograms.star", "particles.star", "metrics.json", "logfile.pdf", "report.html")) {
            assertTrue(Files.exists(folder.resolve("demo/aligned").resolve(output)), output);
        }
        assertTrue(Files.exists(folder.resolve("cache/tomo-align")), "classes are stored in the user's cache");
    }

    @Test
    void relionsNamesAreCompletedAndDescribed() throws Exception {
        assertTrue(tomoAlign("relion_tomo_align_mpi", "--help").run().succeeded().out()
                .startsWith("Usage: relion_tomo_align_mpi"));
        for (String name : List.of("tomo-align", "relion_tomo_align", "relion_tomo_align_mpi")) {
            Path completion = home.resolve("share/bash-completion/completions").resolve(name);
            StartScript.command("bash", "-c", "source \"$0\" && complete -p " + name, completion.toString()).run().succeeded();
            assertTrue(Files.size(home.resolve("share/man/man1/" + name + ".1")) > 0, name);
        }
    }

    @Test
    void othersMayReadEverythingAndOwnersNeedNoSpecialRights() throws Exception {
        Result result = StartScript.command("find", home.toString(), "!", "-type", "l", "!", "-perm", "-444").run().succeeded();
        assertEquals("", result.out());
        assertEquals("", StartScript.command("find", home.toString(), "-perm", "/7022", "!", "-type", "l").run().succeeded().out());
    }

    /** The names of the versions are text in each library; newer ones would not load on Enterprise Linux 8. */
    @Test
    void noLibraryNeedsANewCLibrary() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> libraries = files.filter(file -> file.toString().matches(".*(\\.so(\\.\\d+)*|bin/java)")).toList();
            assertTrue(libraries.size() > 10, libraries.toString());
            for (Path library : libraries) {
                Matcher needs = NEEDS_GLIBC.matcher(new String(Files.readAllBytes(library), StandardCharsets.ISO_8859_1));
                while (needs.find()) {
                    assertTrue(Integer.parseInt(needs.group(1)) <= GLIBC, library + " needs " + needs.group());
                }
            }
        }
    }

    private static StartScript tomoAlign(String name, String... words) {
        return StartScript.of(home.resolve("bin").resolve(name), words).with("TOMO_ALIGN_JAVA", "")
                .with("PATH", "/usr/bin:/bin").with("XDG_CACHE_HOME", folder.resolve("cache"));
    }
}
