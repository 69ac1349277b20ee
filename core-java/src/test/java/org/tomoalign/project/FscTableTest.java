package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.input.InputException;

/** An FSC belongs to maps with the pixels of the tilt images. */
class FscTableTest {
    private static final String HEAD = "data_fsc\n\nloop_\n_rlnSpectralIndex\n_rlnResolution\n_rlnAngstromResolution\n"
            + "_rlnFourierShellCorrelationCorrected\n";
    /** Maps of 4 px, 2 Å each. */
    private static final String TABLE = HEAD + "0 0.0 999.0 1.0\n1 0.125 8.0 0.75\n2 0.25 4.0 -0.01\n";

    @TempDir
    Path folder;

    private double[] read(String text, double pixelSize) throws IOException {
        return FscTable.read(Files.writeString(folder.resolve("fsc.star"), text), pixelSize);
    }

    private void assertRefused(String expected, String text, double pixelSize) {
        assertEquals(folder + "/fsc.star: block data_fsc, row " + expected,
                assertThrows(InputException.class, () -> read(text, pixelSize)).getMessage());
    }

    @Test
    void theLastShellIsNyquist() throws IOException {
        assertEquals(3, read(TABLE, 2).length);
        // Calibrations may differ a little.
        assertEquals(3, read(TABLE, 2.05).length);
        assertEquals(3, read(TABLE, 1.95).length);
    }

    @Test
    void anotherPixelSizeIsRefused() {
        assertRefused("3, column _rlnResolution: found '0.25', expected 0.5000 1/Å in the last row, as tilt images of 1.000 Å have "
                + "their Nyquist frequency there; is it the FSC of binned maps, or cut off?", TABLE, 1);
        assertRefused("3, column _rlnAngstromResolution: found '4.0', expected 2.000 Å in the last row, as tilt images of 1.000 Å "
                + "have their Nyquist frequency there; is it the FSC of binned maps, or cut off?",
                TABLE.replace("_rlnResolution", "_rlnOther"), 1);
    }

    @Test
    void soIsATableThatWasCutOff() {
        assertRefused("2, column _rlnResolution: found '0.125', expected 0.2500 1/Å in the last row, as tilt images of 2.000 Å "
                + "have their Nyquist frequency there; is it the FSC of binned maps, or cut off?",
                TABLE.replace("2 0.25 4.0 -0.01\n", ""), 2);
    }

    @Test
    void withoutResolutionsNothingIsKnown() throws IOException {
        assertEquals(3, read(TABLE.replace("esolution", "est"), 1).length);
    }

    @Test
    void perCentIsRefused() {
        assertRefused("2, column _rlnFourierShellCorrelationCorrected: found '75', expected a correlation, at most 1",
                TABLE.replace("0.75", "75"), 2);
    }
}
