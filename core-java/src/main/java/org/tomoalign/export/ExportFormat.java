package org.tomoalign.export;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs whose files can be written. */
public enum ExportFormat {
    /** IMOD: {@code .xf}, {@code .tlt}, {@code .xtilt}, {@code .tltxf} per tilt series. */
    IMOD,
    /** AreTomo 3: {@code .aln} per tilt series. */
    ARETOMO,
    /** Warp and M: {@code .xml} per tilt series. */
    WARP,
    /** The data model of the CETS standard: one JSON file. */
    CETS;

    /** Returns the word for it on the command line and in names of folders. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format of a word, if there is one. */
    public static Optional<ExportFormat> of(String word) {
        return Stream.of(values()).filter(format -> format.word().equals(word)).findFirst();
    }
}
