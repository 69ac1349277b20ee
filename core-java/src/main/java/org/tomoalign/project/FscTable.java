package org.tomoalign.project;

import java.nio.file.Path;
import org.tomoalign.input.InputException;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;

/** The table of a reference's Fourier shell correlation, as RELION's post-processing writes it. */
public final class FscTable {
    private FscTable() {
    }

    /**
     * Reads {@code rlnFourierShellCorrelationCorrected} of block {@code fsc}.
     *
     * @param file STAR file
     * @return the correlation by shell, from shell 0
     * @throws InputException if a column is missing, a value is no number, or the shells are not 0, 1, 2, ...
     */
    public static double[] read(Path file) {
        StarTable table = StarDocument.read(file).table("fsc");
        table.require(Labels.SPECTRAL_INDEX, Labels.FOURIER_SHELL_CORRELATION_CORRECTED);
        StarColumn index = table.column(Labels.SPECTRAL_INDEX);
        StarColumn correlation = table.column(Labels.FOURIER_SHELL_CORRELATION_CORRECTED);
        if (table.rows() < 2) {
            throw new InputException(
                    file + ": block data_fsc has " + table.rows() + " rows, expected at least 2 shells");
        }
        double[] out = new double[table.rows()];
        for (int row = 0; row < out.length; row++) {
            if (index.integer(row) != row) {
                throw index.expected(row, Integer.toString(row) + ", shells in order without gaps");
            }
            out[row] = correlation.number(row);
        }
        return out;
    }
}
