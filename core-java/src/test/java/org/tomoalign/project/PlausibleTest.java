package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values in another unit than their column's. */
class PlausibleTest {
    private static final String V5 = "CtfRefine/job012/tilt_series/TS_01.star";

    @TempDir
    Path folder;

    /** Changes the row of TS_01 in the global table. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "300.000000|300000|rlnVoltage|300000|kV, from 10 to 3000 (300000 V are 300 kV)",
        "300.000000|0.3|rlnVoltage|0.3|kV, from 10 to 3000",
        "300.000000|-300|rlnVoltage|-300|kV, from 10 to 3000",
        "2.700000|2.7e7|rlnSphericalAberration|2.7e7|mm, from -1 to 100 (27000000 Å are 2.7 mm)",
        "2.700000|-2.7|rlnSphericalAberration|-2.7|mm, from -1 to 100",
        "0.070000|7|rlnAmplitudeContrast|7|a fraction from 0 to below 1 (7 per cent are 0.07)",
        "0.070000|1|rlnAmplitudeContrast|1|a fraction from 0 to below 1 (1 per cent are 0.01)",
        "0.070000|-0.1|rlnAmplitudeContrast|-0.1|a fraction from 0 to below 1",
        "-1.00000|2|rlnTomoHand|2|1 or -1",
        "-1.00000|0|rlnTomoHand|0|1 or -1",
        "     2.000000 |   0 |rlnTomoTiltSeriesPixelSize|0|Å, from 0.05 to 500",
        "     2.000000 |   2e-10 |rlnTomoTiltSeriesPixelSize|2e-10|Å, from 0.05 to 500",
        "          101|   0|rlnTomoSizeX|0|a number above 0",
        "          101|-101|rlnTomoSizeX|-101|a number above 0",
    })
    void valuesOfATomogram(String old, String replacement, String column, String found, String expected) {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        String text = fixture.get("sets/tomograms.star");
        int row = text.indexOf("     TS_01 ");
        int at = text.indexOf(old, row);
        assertTrue(at > 0, old);
        fixture.put("sets/tomograms.star", text.substring(0, at) + replacement + text.substring(at + old.length()));
        assertEquals(List.of("sets/tomograms.star: block data_global, row 1, column _" + column + ": found '" + found
                + "', expected " + expected), fixture.problems());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "3.000000     0.500000|-3 0.5|rlnMicrographPreExposure|-3|e/Å^2 before the image, 0 or more",
        "    25.000000| -25000|rlnCtfBfactor|-25000|Å^2, 0 or more where high frequencies are damped",
        "12.50000     -3.25000 30000.000000|12.5 -3.25 3e6|rlnDefocusU|3e6|Å, at most 1000000, which is 100 µm",
    })
    void valuesOfAnImage(String old, String replacement, String column, String found, String expected) {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit(V5, old.strip(), replacement.strip());
        assertEquals(List.of(V5 + ": block data_TS_01, row 1, column _" + column + ": found '" + found + "', expected "
                + expected), fixture.problems());
    }

    @Test
    void fractionalDoses() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit("sets/tomograms.star", "0.070000     3.000000      keep", "0.070000     -3      keep");
        // RELION's own refinement makes scales negative.
        fixture.edit("sets/tomograms.star", "90.000000     0.500000", "90.000000     -0.5");
        assertEquals("sets/tomograms.star: block data_global, row 1, column _rlnTomoImportFractionalDose: found '-3', "
                + "expected e/Å^2 of one image, 0 or more", fixture.problems().getFirst());
        assertEquals(2, fixture.problems.count());
    }

    @Test
    void defociOfATiltSeries() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        String normal = fixture.get(V5);
        fixture.put(V5, normal.replace("30000.000000 29000.000000", "3.0 2.9"));
        assertEquals(List.of(V5 + ": block data_TS_01, row 1, column _rlnDefocusU: found '3.0', expected Å; all defoci of "
                + "tilt series TS_01 are below 50 Å (3 µm are 30000 Å)"), fixture.problems());
        // In focus with a phase plate, or not measured: single images may be anywhere.
        fixture = ProjectFixture.v5(folder);
        fixture.put(V5, normal.replaceFirst("30000.000000 29000.000000", "3.0 2.9"));
        assertEquals(List.of(), fixture.problems());
        fixture.put(V5, normal.replace("30000.000000 29000.000000", "0 0"));
        assertEquals(List.of(), fixture.problems());
        assertEquals(List.of(), fixture.warnings());
        fixture.put(V5, normal.replace("30000.000000 29000.000000", "-30000 -29000"));
        assertEquals(List.of(), fixture.problems());
        assertEquals(List.of(V5 + ": block data_TS_01, row 1, column _rlnDefocusU: all defoci of tilt series TS_01 are "
                + "negative; positive is under focus"), fixture.warnings());
    }
}
