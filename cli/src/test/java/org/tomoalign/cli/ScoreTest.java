package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.simulate.AlignmentScore;
import org.tomoalign.simulate.ErrorRatios;
import org.tomoalign.simulate.ErrorSum;
import org.tomoalign.simulate.FoundWeights;
import org.tomoalign.simulate.WindowErrors;

/** The command {@code score}: its tables. */
class ScoreTest {
    @TempDir
    Path folder;

    private static AlignmentScore.Entry entry(
            String name, Optional<WindowErrors> boxed, Optional<ErrorRatios> ratios, Optional<FoundWeights> weights) {
        return new AlignmentScore.Entry(name, 6, 41, 0.75, 0.5, 0.4, 2, 0.08, 0.05, 0, 0,
                Optional.of(new WindowErrors(240, 0.74, 0.48)), boxed, ratios, weights);
    }

    private static AlignmentScore of(AlignmentScore.Entry entry) {
        return new AlignmentScore(List.of(entry), entry);
    }

    @Test
    void theTables() {
        ErrorRatios ratios = new ErrorRatios(new ErrorSum(4 * 0.0025, 4 * 0.0025, 4), new ErrorSum(0.18, 0.32, 2),
                new ErrorSum(0.48, 0.12, 12), new ErrorSum(1, 4, 100), ErrorSum.NONE);
        AlignmentScore.Entry entry = entry("TS_01", Optional.of(new WindowErrors(200, 0.73, 0.47)), Optional.of(ratios),
                Optional.of(new FoundWeights(42, 1.2, 18, 0.01, OptionalDouble.of(0.99))));
        assertEquals("""
                tilt series  particles images   2-D error, rms px      angle error, degrees   motion error, rms Å
                TS_01                6     41     0.7500 -> 0.5000       0.0800 -> 0.0500        0.000 -> 0.000
                after: median 0.4000 px, largest 2.00 px

                2-D error      with the particle on the image,    with its box of 96 px on the image,
                               as the program counts              as RELION counts
                TS_01          0.7400 -> 0.4800 px (240)          0.7300 -> 0.4700 px (200)

                actual over    angles of              shifts of              positions of           positions on
                predicted      images, degrees        images, px             particles, px          images, px
                TS_01          0.050/0.050 = 1.00     0.300/0.400 = 0.75     0.200/0.100 = 2.00     0.100/0.200 = 0.50

                mean weight of particles: 1.20 of 42 that are there, 0.01 of 18 that are not; weights of images: \
                correlation with their true signal 0.99
                """, ScoreTable.format(of(entry), OptionalInt.of(96)));
    }

    @Test
    void whatIsNotKnownIsNotInTheTables() {
        String plain = ScoreTable.format(of(entry("TS_01", Optional.empty(), Optional.empty(), Optional.empty())),
                OptionalInt.empty());
        assertTrue(plain.endsWith("as the program counts\nTS_01          0.7400 -> 0.4800 px (240)\n"), plain);
        assertFalse(plain.contains("RELION") || plain.contains("predicted") || plain.contains("weight"), plain);
        String none = ScoreTable.format(of(entry("TS_01", Optional.empty(), Optional.empty(), Optional.empty())),
                OptionalInt.of(512));
        assertTrue(none.endsWith("0.7400 -> 0.4800 px (240)          none\n"), none);
        ErrorRatios moving = new ErrorRatios(ErrorSum.NONE, new ErrorSum(1, 1, 1), ErrorSum.NONE, ErrorSum.NONE,
                new ErrorSum(3, 12, 3));
        String motion = ScoreTable.format(of(entry("TS_01", Optional.empty(), Optional.of(moving),
                Optional.of(new FoundWeights(6, 1, 0, Double.NaN, OptionalDouble.empty())))), OptionalInt.empty());
        assertTrue(motion.contains("not refined            1.000/1.000 = 1.00     not refined"), motion);
        assertTrue(motion.contains("1.000/2.000 = 0.50\n"), motion);
        assertTrue(motion.endsWith("\nmean weight of particles: 1.00 of 6 that are there\n"), motion);
        assertFalse(motion.contains("NaN"), motion);
    }

    @Test
    void aBoxSizeIsAskedFor() {
        SmallProject project = SmallProject.make(folder.resolve("set"), SmallProject.tiny());
        String data = project.folder().toString();
        Cli.Outcome outcome = Cli.run("score", data, data, "--b", "24");
        assertEquals(0, outcome.code(), outcome.err());
        assertTrue(outcome.out().contains("with its box of 24 px on the image"), outcome.out());
        assertTrue(outcome.out().contains("TS_02") && outcome.out().contains("\nall "), outcome.out());
        outcome = Cli.run("score", data, data, "--b", "0");
        assertEquals(2, outcome.code());
        assertEquals("tomo-align: --b 0: expected a box size, at least 1 px\n", outcome.err());
    }
}
