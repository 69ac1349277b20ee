package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Called by RELION's name, the program reads its command line as RELION does. */
class RelionArgumentsTest {
    @TempDir
    Path folder;

    private static RelionArguments.Translated translate(String... words) {
        return RelionArguments.translate(TomoAlign.commandLine(
                new Invocation(List.of("relion_tomo_align"))).getCommandSpec(), List.of(words));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
        "--r,      5,      5,      none",
        "--r,      5.0,    5,      none",
        "--b,      '128. ',128,    none",
        "--r,      5.5,    5,      '--r 5.5: read as 5, as RELION does'",
        "--it,     1e4,    1,      '--it 1e4: read as 1, as RELION does'",
        "--j,      ' +4',  +4,     none",
        "--j,      4x,     4,      '--j 4x: read as 4, as RELION does'",
        "--b,      large,  large,  none",
        "--s_vel,  0.2,    0.2,    none",
        "--s_vel,  .5e1A,  .5e1,   '--s_vel .5e1A: read as .5e1, as RELION does'",
        "--hp,     -1,     -1,     none",
        "--pad,    1.5,    1.5,    none",
        "--pad,    2.0,    2.0,    none",
        "--def_model, 0,   linear, none",
        "--def_model, 1,   spline, none",
        "--def_model, 2,   Fourier, none",
        "--def_model, Fourier, Fourier, none"})
    void values(String option, String value, String read, String warning) {
        RelionArguments.Translated translated = translate(option, value);
        assertEquals(List.of(option, read), translated.words());
        assertEquals(warning == null ? List.of() : List.of(warning), translated.warnings());
    }

    @Test
    void whatIsEmptyIsNotGiven() {
        assertEquals(List.of("--b", "64"), translate("--mask", "", "--fsc", "None", "--mot", " ", "--b", "64").words());
        assertEquals(List.of(), translate("--mask", "", "--fsc", "None").warnings());
        assertEquals(new RelionArguments.Translated(List.of("--motion"), List.of("--r '': has no value; taken as not given",
                "--mask: has no value; taken as not given", "--it: has no value; taken as not given")),
                translate("--r", "", "--mask", "--motion", "--it"));
    }

    @Test
    void unknownOptionsAndStrayWordsAreIgnored() {
        RelionArguments.Translated translated = translate("--gpu", "0:1", "--verb", "1", "--b", "64", "x", "--dont", "--r=5",
                "-y", "--random_seed=3", "--o", "out/");
        assertEquals(List.of("--b", "64", "--r", "5", "--o", "out/"), translated.words());
        assertEquals(List.of("--gpu: not an option of this program; ignored",
                "--verb: not an option of this program; ignored", "'x': belongs to no option; ignored",
                "--dont: not an option of this program; ignored", "'-y': belongs to no option; ignored",
                "--random_seed=3: not an option of this program; ignored"), translated.warnings());
    }

    @Test
    void whatRelionPassesOverIsNoError() {
        assertEquals(List.of("--shift_only", "--shift_only_by_particles"),
                translate("--shift_only", "--shift_only_by_particles").words());
        RelionArguments.Translated alone = translate("--shift_only_by_particles");
        assertEquals(List.of(), alone.words());
        assertEquals(List.of("--shift_only_by_particles: has no effect without --shift_only; ignored"), alone.warnings());
    }

    @Test
    void aJobByRelionsName() throws IOException {
        SmallProject small = SmallProject.make(folder, SmallProject.tiny());
        List<String> words = List.of("--i", small.path("optimisation_set.star"), "--b", "24.0", "--r", "4.0", "--j", "2.0",
                "--it", "2.0", "--o", small.path("out of it") + "/", "--mask", "", "--gpu", "0", "--it", "3", "--theme", "classic");
        String[] relion = Stream.concat(Stream.of("relion_tomo_align_mpi"), words.stream())
                .toArray(String[]::new);
        Cli.Outcome outcome = Cli.run(relion);
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue((outcome.out() + outcome.err()).contains("Warning: --gpu: not an option of this program; ignored"),
                outcome.out());
        assertEquals(3, SmallProject.metrics(folder.resolve("out of it")).get("iterations").asInt());
        String note = Files.readString(folder.resolve("out of it/note.txt"));
        assertTrue(note.contains("\nrelion_tomo_align_mpi --i "), note);
        assertTrue(note.contains("--o '" + small.path("out of it") + "/' --mask '' --gpu 0 "), note);
        relion[0] = "align";
        assertEquals(2, Cli.run(relion).code());
        // What RELION does not know either.
        relion[0] = "relion_tomo_align";
        relion[4] = "large";
        outcome = Cli.run(relion);
        assertEquals(2, outcome.code());
        assertTrue(outcome.err().contains("--b large: expected a whole number"), outcome.err());
        assertEquals(0, Cli.run("relion_tomo_align").code());
        String help = Cli.run("relion_tomo_align", "--help").out();
        assertTrue(help.startsWith("Usage: relion_tomo_align --i=STAR ") && help.contains("--debug"), help);
        assertTrue(Cli.run("relion_tomo_align", "--gpu", "1").err().contains("--b is missing"));
    }

    @Test
    void theStrictCommandTakesEmptyNamesAndWholeNumbersWithDecimals() {
        SmallProject small = SmallProject.make(folder, SmallProject.tiny());
        String[] args = small.args(24, 4, "align", "out", "--r", "4.0", "--it", "2e0", "--mask", "", "--fsc", "", "--mot",
                "None");
        Cli.Outcome outcome = Cli.run(args);
        assertEquals(0, outcome.code(), outcome.err());
        assertEquals(2, SmallProject.metrics(folder.resolve("out")).get("iterations").asInt());
        assertEquals("tomo-align: --o is missing: expected an output folder\n",
                Cli.run(small.args(24, 4, "align", "out", "--o", "")).err());
        assertFalse(Files.exists(Path.of("None")));
        assertTrue(Arrays.asList(args).contains("None"));
    }

    @Test
    void wordsAreQuotedForTheShell() {
        assertEquals("tomo-align align --i a/b_c-1.star --o 'my out' --mask '' --name 'it'\\''s' --p Göße=1 --q 'a*'",
                new Invocation(List.of("align", "--i", "a/b_c-1.star", "--o", "my out", "--mask", "", "--name", "it's", "--p",
                        "Göße=1", "--q", "a*")).text());
        assertEquals("relion_tomo_align --b 3", new Invocation(List.of("relion_tomo_align", "--b", "3")).text());
        assertEquals("tomo-align", new Invocation(List.of()).text());
    }
}
