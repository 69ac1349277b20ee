package org.tomoalign.project;

import java.nio.file.Path;
import java.util.Locale;
import org.tomoalign.input.InputException;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;

/** The table of a reference's Fourier shell correlation, as RELION's post-processing writes it. */
public final class FscTable {
    private static final String BLOCK = "fsc";
    /** Pixel sizes that differ by a larger fraction belong to different samplings, not to calibrations. */
    private static final double PIXEL_SIZE_TOLERANCE = 0.03;
    /** What rounding may add to a correlation of 1. */
    private static final double ROUNDING = 1e-3;

    private FscTable() {
    }

    /**
     * Reads {@code rlnFourierShellCorrelationCorrected} of block {@code fsc}.
     *
     * @param file STAR file
     * @return the correlation by shell, from shell 0
     * @throws InputException if a column is missing, a value is no correlation, or the shells are not 0, 1, 2, ...
     */
    public static double[] read(Path file) {
        return correlation(StarDocument.read(file).table(BLOCK));
    }

    /**
     * Reads the correlation, and checks that its last shell is the Nyquist frequency of the tilt images, where the table
     * tells the resolutions of its shells.
     *
     * @param file      STAR file
     * @param pixelSize of the tilt images, Å
     * @return the correlation by shell, from shell 0
     * @throws InputException as {@link #read(Path)}, or if the shells have other resolutions
     */
    public static double[] read(Path file, double pixelSize) {
        StarTable table = StarDocument.read(file).table(BLOCK);
        double[] correlation = correlation(table);
        requireResolution(table, Labels.RESOLUTION, 1 / (2 * pixelSize), "1/Å", pixelSize);
        requireResolution(table, Labels.ANGSTROM_RESOLUTION, 2 * pixelSize, "Å", pixelSize);
        return correlation;
    }

    private static void requireResolution(
            StarTable table, String label, double expected, String unit, double pixelSize) {
        int last = table.rows() - 1;
        table.find(label).filter(column -> Math.abs(column.number(last) / expected - 1) > PIXEL_SIZE_TOLERANCE)
                .ifPresent(column -> {
                    throw column.expected(last, String.format(Locale.ROOT, "%.4g %s in the last row, as tilt images of "
                            + "%.4g Å have their Nyquist frequency there; is it the FSC of binned maps, or cut off?",
                            expected, unit, pixelSize));
                });
    }

    private static double[] correlation(StarTable table) {
        table.require(Labels.SPECTRAL_INDEX, Labels.FOURIER_SHELL_CORRELATION_CORRECTED);
        StarColumn index = table.column(Labels.SPECTRAL_INDEX);
        StarColumn correlation = table.column(Labels.FOURIER_SHELL_CORRELATION_CORRECTED);
        if (table.rows() < 2) {
            throw new InputException(
                    table.file() + ": block data_fsc has " + table.rows() + " rows, expected at least 2 shells");
        }
        double[] out = new double[table.rows()];
        for (int row = 0; row < out.length; row++) {
            if (index.integer(row) != row) {
                throw index.expected(row, Integer.toString(row) + ", shells in order without gaps");
            }
            out[row] = correlation.number(row);
            if (out[row] > 1 + ROUNDING) {
                throw correlation.expected(row, "a correlation, at most 1");
            }
        }
        return out;
    }
}
